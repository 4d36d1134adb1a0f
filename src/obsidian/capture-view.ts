import { FileView, type IconName, type TFile, type WorkspaceLeaf } from "obsidian";
import { type ConversationSummary, indexCapture, listConversations } from "../pipeline";
import { formatOctets, startShown } from "./busy-notice";
import { drawCapture } from "./draw-capture";
import { capitalised, explainFailure } from "./refusal";
import { refuseTooLarge, vaultCapture } from "./vault-capture";

/** The type under which Obsidian knows the view. */
export const captureViewType = "packet-ladder-capture";

/** Conversations listed; the rest is counted. */
const CONVERSATIONS_SHOWN = 200;

/** A capture opened in a tab: its size, its conversations with a verdict each, and the button that draws it. */
export class CaptureView extends FileView {
  #reading = new AbortController();

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

  override onLoadFile(file: TFile): Promise<void> {
    this.#reading = new AbortController();
    this.contentEl.empty();
    this.contentEl.addClass("packet-ladder-capture");
    const head = this.contentEl.createDiv("packet-ladder-capture-head");
    head.createEl("h2", { text: file.name });
    head.createEl("p", { cls: "packet-ladder-muted", text: formatOctets(file.stat.size) });
    const button = head.createEl("button", { cls: "mod-cta", text: "Draw ladder" });
    button.addEventListener("click", () => {
      startShown(() => drawCapture(this.app, file));
    });
    // The tab is there at once; the list follows when the capture is read.
    void this.#list(file, this.#reading.signal);
    return Promise.resolve();
  }

  override onUnloadFile(): Promise<void> {
    this.#reading.abort();
    return Promise.resolve();
  }

  async #list(file: TFile, signal: AbortSignal): Promise<void> {
    const body = this.contentEl.createDiv({
      attr: { "aria-busy": "true", role: "status" },
      text: "Reading…",
    });
    try {
      refuseTooLarge(file);
      const conversations = listConversations(await indexCapture(vaultCapture(this.app.vault, file, signal)));
      body.empty();
      showConversations(body, conversations);
    } catch (error) {
      if (!signal.aborted) body.setText(explainFailure(error));
    }
    body.removeAttribute("aria-busy");
  }
}

function showConversations(into: HTMLElement, conversations: readonly ConversationSummary[]): void {
  const count = conversations.length;
  const heading = count === 1 ? "1 TCP conversation" : `${String(count)} TCP conversations`;
  into.createEl("p", { cls: "packet-ladder-muted", text: count === 0 ? "No TCP conversation." : heading });
  const list = into.createEl("ul", "packet-ladder-conversations");
  for (const conversation of conversations.slice(0, CONVERSATIONS_SHOWN)) {
    const item = list.createEl("li");
    item.createDiv({ cls: "packet-ladder-muted", text: `Conversation ${String(conversation.number)}` });
    item.createDiv({ cls: "packet-ladder-ends", text: conversation.ends.join(" → ") });
    item.createDiv({ text: `${capitalised(conversation.verdict)}.` });
  }
  const more = count - CONVERSATIONS_SHOWN;
  if (more > 0) into.createEl("p", { cls: "packet-ladder-muted", text: `and ${String(more)} more` });
}
