import { type ConversationLine, type ConversationOrder, conversationOrders } from "../../pipeline";
import { formatOctets } from "../busy-notice";
import { PagedLines } from "./paged-lines";
import { VirtualRows } from "./virtual-rows";

/** Two lines: the ends with their numbers, and what happened. */
const ROW_HEIGHT_PX = 44;

/** Where a table of conversations takes its lines from, and who is told of a choice. */
export interface ConversationTableHost {
  /** How many there are in all. */
  readonly count: number;
  readonly select: (query: string, order: ConversationOrder) => Promise<Uint32Array>;
  readonly list: (numbers: readonly number[]) => Promise<readonly ConversationLine[]>;
  readonly choose: (conversation: ConversationLine) => void;
}

/** The conversations of a capture: searched, sorted, one of them chosen. */
export class ConversationTable {
  readonly #host: ConversationTableHost;
  readonly #list: VirtualRows;
  readonly #lines: PagedLines<ConversationLine>;
  readonly #status: HTMLElement;
  #query = "";
  #order: ConversationOrder = "by number";
  /** Chosen before its line was there: told when it is. */
  #awaited: number | undefined;

  constructor(into: HTMLElement, host: ConversationTableHost) {
    this.#host = host;
    const bar = into.createDiv("packet-ladder-bar");
    this.#addSearch(bar);
    this.#addOrder(bar);
    this.#status = bar.createSpan({ cls: "packet-ladder-muted", attr: { role: "status" } });
    const look = { label: "Conversations", rowHeight: ROW_HEIGHT_PX, cls: "mod-conversations" };
    this.#lines = new PagedLines(host.list, () => {
      this.#list.redraw();
      if (this.#awaited !== undefined) this.#tell(this.#awaited);
    });
    this.#list = new VirtualRows(into, look, {
      fill: (el, at) => {
        fillRow(el, this.#lines.lineAt(at), this.#lines.numberAt(at));
      },
      choose: (at) => {
        this.#tell(at);
      },
      look: (first, end) => {
        this.#lines.look(first, end);
      },
    });
    this.#show(new Uint32Array());
    void this.#select();
  }

  /** Chooses a conversation by its number, where it is listed. */
  async chooseNumber(number: number): Promise<void> {
    const numbers = await this.#host.select(this.#query, this.#order);
    this.#show(numbers);
    const at = numbers.indexOf(number);
    if (at >= 0) this.#list.choose(at);
  }

  /** The table has another size, or is on screen for the first time. */
  resize(): void {
    this.#list.draw();
  }

  #tell(at: number): void {
    const line = this.#lines.lineAt(at);
    this.#awaited = line === undefined ? at : undefined;
    if (line !== undefined) this.#host.choose(line);
  }

  #addSearch(bar: HTMLElement): void {
    const input = bar.createEl("input", {
      type: "search",
      placeholder: "Search conversations",
      attr: { "aria-label": "Search conversations" },
    });
    input.addEventListener("input", () => {
      this.#query = input.value.trim();
      void this.#select();
    });
  }

  #addOrder(bar: HTMLElement): void {
    const select = bar.createEl("select", {
      cls: "dropdown",
      attr: { "aria-label": "Order of conversations" },
    });
    for (const name of conversationOrders) select.createEl("option", { text: name, value: name });
    select.addEventListener("change", () => {
      this.#order = conversationOrders[select.selectedIndex] ?? "by number";
      void this.#select();
    });
  }

  async #select(): Promise<void> {
    const [query, order] = [this.#query, this.#order];
    try {
      const numbers = await this.#host.select(query, order);
      if (query === this.#query && order === this.#order) this.#show(numbers);
    } catch {
      // The capture is gone or was changed: the view reads it anew, and says so.
    }
  }

  #show(numbers: Uint32Array): void {
    const count = numbers.length;
    const all = this.#host.count;
    const text = all === 1 ? "1 TCP conversation" : `${all.toLocaleString()} TCP conversations`;
    this.#status.setText(this.#query === "" ? text : `${count.toLocaleString()} of ${text}`);
    this.#awaited = undefined;
    this.#lines.select(numbers, count);
    this.#list.setCount(count);
  }
}

function fillRow(el: HTMLElement, conversation: ConversationLine | undefined, listed: number): void {
  el.empty();
  const first = el.createDiv("packet-ladder-conversation");
  const number = conversation?.number ?? listed;
  first.createSpan({ cls: "packet-ladder-muted", text: `${String(number)}: ` });
  if (conversation === undefined) return;
  const { ends, frames, octetsEachWay, verdict, isTroubled } = conversation;
  first.createSpan({ cls: "packet-ladder-ends", text: ends.join(" → ") });
  const packets = `${frames === 1 ? "1 packet" : `${frames.toLocaleString()} packets`}, ${formatOctets(octetsEachWay[0] + octetsEachWay[1])}`;
  first.createSpan({ cls: "packet-ladder-muted", text: ` ${packets}` });
  const second = el.createDiv({ cls: "packet-ladder-verdict", text: verdict });
  second.toggleClass("mod-warning", isTroubled);
}
