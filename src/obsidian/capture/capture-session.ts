import { type App, debounce, type TFile } from "obsidian";
import { describeDiagnostic } from "../../base/format-diagnostic";
import type { CaptureSummary, ConversationLine, IndexProgress, PacketSelection } from "../../pipeline";
import { formatOctets, progressIn, startShown } from "../busy-notice";
import { drawCapture } from "../draw-capture";
import { engineOf } from "../engine/engine";
import { capitalised, explainFailure } from "../refusal";
import { ConversationTable } from "./conversation-table";
import { showPacketIn } from "./packet-pane";
import { PacketTable } from "./packet-table";
import { StreamModal } from "./stream-modal";

/** Pause after a key before the filter is tried. */
const FILTER_PAUSE_MS = 250;

/** What is asked of a capture that is shown. */
type CaptureRequest =
  | "summarizeCapture"
  | "selectConversations"
  | "listConversations"
  | "selectPackets"
  | "listPackets"
  | "showPacket"
  | "followStream";

/** One capture while it is shown: from its opening to its closing, or to its next change. */
export class CaptureSession {
  readonly #app: App;
  readonly #root: HTMLElement;
  readonly #file: TFile;
  readonly #closing = new AbortController();
  readonly #head: HTMLElement;
  readonly #body: HTMLElement;
  #packets: PacketTable | undefined;
  #conversations: ConversationTable | undefined;
  #pane: HTMLElement | undefined;
  #status: HTMLElement | undefined;
  #filter: HTMLInputElement | undefined;
  #follow: HTMLButtonElement | undefined;
  #conversation: ConversationLine | undefined;
  #wantedFrame: number | undefined;

  constructor(app: App, into: HTMLElement, file: TFile) {
    this.#app = app;
    this.#file = file;
    const root = into.createDiv("packet-ladder-capture");
    this.#root = root;
    this.#head = root.createDiv("packet-ladder-capture-head");
    this.#head.createEl("h2", { text: file.name });
    this.#body = root.createDiv({
      cls: "packet-ladder-capture-body",
      attr: { "aria-busy": "true", role: "status" },
      text: `Reading ${formatOctets(file.stat.size)}…`,
    });
  }

  async start(): Promise<void> {
    try {
      const summary = await this.#ask("summarizeCapture", {}, progressIn(this.#body));
      this.#body.remove();
      this.#show(summary);
      if (this.#wantedFrame !== undefined) this.showFrame(this.#wantedFrame);
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#body.setText(explainFailure(error));
      this.#body.removeAttribute("aria-busy");
    }
  }

  close(): void {
    this.#closing.abort();
  }

  resize(): void {
    this.#packets?.resize();
    this.#conversations?.resize();
  }

  /** Shows a packet by its frame number, whatever was filtered; once the capture is read. */
  showFrame(frame: number): void {
    this.#wantedFrame = frame;
    if (this.#packets === undefined || this.#packets.chooseRow(frame - 1)) return;
    if (this.#filter !== undefined) this.#filter.value = "";
    this.#conversation = undefined;
    void this.#select().then(() => this.#packets?.chooseRow(frame - 1));
  }

  #ask<Name extends CaptureRequest>(
    name: Name,
    given: Omit<Parameters<typeof this.engine.ask<Name>>[1], "target">,
    onProgress?: IndexProgress,
  ): ReturnType<typeof this.engine.ask<Name>> {
    const target = this.#file.path;
    const whole = { ...given, target } as Parameters<typeof this.engine.ask<Name>>[1];
    const { signal } = this.#closing;
    return this.engine.ask(name, whole, { find: () => this.#file, signal, onProgress });
  }

  get engine(): ReturnType<typeof engineOf> {
    return engineOf(this.#app);
  }

  #show(summary: CaptureSummary): void {
    const root = this.#root;
    this.#head.createEl("p", { cls: "packet-ladder-muted", text: describeSummary(summary, this.#file) });
    for (const finding of summary.diagnostics.slice(0, 4))
      this.#head.createDiv({
        cls: `packet-ladder-finding mod-${finding.severity}`,
        text: describeDiagnostic(finding),
      });
    this.#addButtons();
    if (summary.frames === 0) {
      root.createEl("p", { text: "No packet was captured.", attr: { role: "status" } });
      return;
    }
    this.#showConversations(root, summary);
    this.#showPackets(root, summary);
    this.resize();
  }

  #addButtons(): void {
    const bar = this.#head.createDiv("packet-ladder-bar");
    const draw = bar.createEl("button", { cls: "mod-cta", text: "Draw ladder" });
    draw.addEventListener("click", () => {
      startShown(() => drawCapture(this.#app, this.#file, this.#conversation?.number));
    });
    this.#follow = bar.createEl("button", { text: "Follow stream" });
    this.#follow.disabled = true;
    this.#follow.addEventListener("click", () => {
      startShown(() => this.#followStream());
    });
  }

  #showConversations(root: HTMLElement, { conversations }: CaptureSummary): void {
    if (conversations === 0) {
      root.createEl("p", { cls: "packet-ladder-muted", text: "No TCP conversation." });
      return;
    }
    const section = root.createEl("section", { attr: { "aria-label": "Conversations" } });
    this.#conversations = new ConversationTable(section, {
      count: conversations,
      select: async (query, order) => (await this.#ask("selectConversations", { query, order })).numbers,
      list: (numbers) => this.#ask("listConversations", { numbers }),
      choose: (conversation) => {
        this.#conversation = conversation;
        if (this.#follow !== undefined) this.#follow.disabled = false;
        void this.#select();
      },
    });
  }

  #showPackets(root: HTMLElement, { frames }: CaptureSummary): void {
    const section = root.createEl("section", {
      cls: "packet-ladder-packets",
      attr: { "aria-label": "Packets" },
    });
    this.#addFilter(section);
    this.#packets = new PacketTable(section, {
      list: (rows) => this.#ask("listPackets", { rows }),
      choose: (row) => void this.#showPacket(row),
    });
    // Not live: the row that is chosen is read out, and whoever wants its fields goes there.
    this.#pane = section.createDiv({
      cls: "packet-ladder-pane",
      attr: { role: "region", "aria-label": "Packet" },
    });
    this.#packets.show(undefined, frames);
    this.#status?.setText(countedPackets(frames));
  }

  #addFilter(section: HTMLElement): void {
    const bar = section.createDiv("packet-ladder-bar");
    const filter = bar.createEl("input", {
      cls: "packet-ladder-filter",
      type: "text",
      placeholder: "Display filter, as in Wireshark: tcp.flags.syn == 1",
      attr: { "aria-label": "Display filter", spellcheck: "false" },
    });
    const all = bar.createEl("button", { text: "Show all" });
    this.#status = bar.createSpan({ cls: "packet-ladder-muted", attr: { role: "status" } });
    this.#filter = filter;
    const select = debounce(() => void this.#select(), FILTER_PAUSE_MS, true);
    filter.addEventListener("input", () => {
      select();
    });
    all.addEventListener("click", () => {
      filter.value = "";
      this.#conversation = undefined;
      if (this.#follow !== undefined) this.#follow.disabled = true;
      void this.#select();
    });
  }

  async #select(): Promise<void> {
    const wanted = { filter: this.#filter?.value ?? "", conversation: this.#conversation?.number };
    try {
      const selection = await this.#ask("selectPackets", wanted);
      const isStale =
        wanted.filter !== this.#filter?.value || wanted.conversation !== this.#conversation?.number;
      if (!isStale) this.#showSelection(selection);
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#status?.setText(explainFailure(error));
    }
  }

  #showSelection({ rows, count, diagnostics }: PacketSelection): void {
    const [finding] = diagnostics;
    const isWrong = finding?.severity === "error";
    this.#filter?.setAttribute("aria-invalid", String(isWrong));
    const number = this.#conversation?.number;
    const of = number === undefined ? "" : ` of conversation ${String(number)}`;
    const packets = `${countedPackets(count)}${of}`;
    this.#status?.setText(finding === undefined ? packets : capitalised(describeDiagnostic(finding)));
    if (!isWrong) this.#packets?.show(rows, count);
  }

  async #showPacket(row: number): Promise<void> {
    try {
      const packet = await this.#ask("showPacket", { row });
      if (packet === undefined || this.#pane === undefined) return;
      showPacketIn(this.#pane, packet);
      // In a low window it is below what is seen.
      this.#pane.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#pane?.setText(explainFailure(error));
    }
  }

  async #followStream(): Promise<void> {
    const conversation = this.#conversation;
    if (conversation === undefined) return;
    const stream = await this.#ask("followStream", { conversation: conversation.number });
    new StreamModal(this.#app, stream, conversation.ends).open();
  }
}

function countedPackets(count: number): string {
  return count === 1 ? "1 packet" : `${count.toLocaleString()} packets`;
}

function describeSummary(
  { format, isCompressed, frames, seconds, startMilliseconds }: CaptureSummary,
  file: TFile,
): string {
  const start = startMilliseconds === undefined ? [] : [new Date(startMilliseconds).toLocaleString()];
  const kind = isCompressed ? `${format}, gzipped` : format;
  const packets = `${countedPackets(frames)} in ${seconds.toFixed(3)} s`;
  return [kind, formatOctets(file.stat.size), packets, ...start].join(" · ");
}
