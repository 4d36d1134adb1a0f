import { FileView, type IconName, type TFile, type WorkspaceLeaf } from "obsidian";
import { CaptureSession } from "./capture/capture-session";
import { isCapture } from "./vault-paths";

/** The type under which Obsidian knows the view. */
export const captureViewType = "packet-ladder-capture";

/** A capture opened in a tab: what is in it, its conversations, its packets, and what can be done with it. */
export class CaptureView extends FileView {
  #session: CaptureSession | undefined;

  constructor(leaf: WorkspaceLeaf) {
    super(leaf);
    this.icon = "network";
  }

  getViewType(): string {
    return captureViewType;
  }

  override getIcon(): IconName {
    return "network";
  }

  override canAcceptExtension(): boolean {
    return true;
  }

  override onload(): void {
    super.onload();
    // Once: one view shows many files, one after the other.
    this.registerEvent(
      this.app.vault.on("modify", (changed) => {
        if (changed === this.file && this.#session !== undefined) this.#open(this.file);
      }),
    );
  }

  override onLoadFile(file: TFile): Promise<void> {
    this.#open(file);
    return Promise.resolve();
  }

  override onUnloadFile(): Promise<void> {
    this.#session?.close();
    this.#session = undefined;
    this.contentEl.empty();
    return Promise.resolve();
  }

  override onResize(): void {
    this.#session?.resize();
  }

  /** Obsidian hands over what a link says behind `#`: `[[login.pcapng#frame=12]]` shows packet 12. */
  override setEphemeralState(state: unknown): void {
    super.setEphemeralState(state);
    const frame = frameOf(state);
    if (frame === undefined) return;
    this.#session?.showFrame(frame);
  }

  #open(file: TFile): void {
    this.#session?.close();
    this.#session = undefined;
    this.contentEl.empty();
    if (!isCapture(file)) {
      this.#leaveShut(file);
      return;
    }
    this.#session = new CaptureSession(this.app, this.contentEl, file);
    // The tab is there at once; the rest follows when the capture is read.
    void this.#session.start();
  }

  #leaveShut({ name }: TFile): void {
    const text = `“${name}” is no capture by its name. Of gzipped files those are opened that end with .pcap.gz, .pcapng.gz or .cap.gz.`;
    this.contentEl.createEl("p", { cls: "packet-ladder-muted", text, attr: { role: "status" } });
  }
}

/** Gives the number in `{ subpath: "#frame=12" }`; undefined for anything else. */
function frameOf(state: unknown): number | undefined {
  if (typeof state !== "object" || state === null || !("subpath" in state)) return undefined;
  const number = /^#frame=(?<number>\d{1,10})$/u.exec(String(state.subpath))?.groups?.["number"];
  return number === undefined ? undefined : Number(number);
}
