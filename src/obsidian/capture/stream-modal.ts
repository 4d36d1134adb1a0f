import { type App, Modal } from "obsidian";
import type { StreamText } from "../../pipeline";
import { nameDialog } from "../name-dialog";

/** What both ends of a conversation said, as text: the client's words on one side, the server's on the other. */
export class StreamModal extends Modal {
  readonly #stream: StreamText;
  readonly #ends: readonly [client: string, server: string];

  constructor(app: App, stream: StreamText, ends: readonly [client: string, server: string]) {
    super(app);
    this.#stream = stream;
    this.#ends = ends;
  }

  override onOpen(): void {
    nameDialog(this, `${this.#ends[0]} → ${this.#ends[1]}`);
    const body = this.contentEl.createDiv({
      cls: "packet-ladder-stream",
      attr: { tabindex: "0", role: "region", "aria-label": "Stream" },
    });
    for (const turn of this.#stream.turns) {
      const part = body.createDiv(`packet-ladder-turn ${turn.fromClient ? "mod-client" : "mod-server"}`);
      const who = turn.fromClient ? this.#ends[0] : this.#ends[1];
      part.createDiv({ cls: "packet-ladder-muted", text: `${who}, from packet ${String(turn.frame)}` });
      part.createEl("pre", { text: turn.text });
    }
    if (this.#stream.turns.length === 0) body.createEl("p", { text: "No payload was captured." });
    if (this.#stream.isCut) body.createEl("p", { cls: "packet-ladder-muted", text: "There was more." });
    // The arrow keys scroll it at once.
    body.focus();
  }

  override onClose(): void {
    this.contentEl.empty();
  }
}
