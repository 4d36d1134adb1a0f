import type { ConversationSummary } from "../../pipeline";
import { formatOctets } from "../busy-notice";
import { VirtualRows } from "./virtual-rows";

/** Two lines: the ends with their numbers, and what happened. */
const ROW_HEIGHT_PX = 44;

/** Orders a person can choose, the first one at the start. */
const orders: Readonly<Record<string, (a: ConversationSummary, b: ConversationSummary) => number>> = {
  "by number": (a, b) => a.number - b.number,
  "troubled first": (a, b) => troubleOf(b) - troubleOf(a) || a.number - b.number,
  "most packets first": (a, b) => b.frames - a.frames || a.number - b.number,
  "most bytes first": (a, b) => octetsOf(b) - octetsOf(a) || a.number - b.number,
  "longest first": (a, b) => b.duration - a.duration || a.number - b.number,
};

/** The conversations of a capture: searched, sorted, one of them chosen. */
export class ConversationTable {
  readonly #all: readonly ConversationSummary[];
  readonly #list: VirtualRows;
  readonly #count: HTMLElement;
  #shown: readonly ConversationSummary[];
  #query = "";
  #order = "by number";

  constructor(
    into: HTMLElement,
    conversations: readonly ConversationSummary[],
    onChoose: (conversation: ConversationSummary) => void,
  ) {
    this.#all = conversations;
    this.#shown = conversations;
    const bar = into.createDiv("packet-ladder-bar");
    this.#addSearch(bar);
    this.#addOrder(bar);
    this.#count = bar.createSpan({ cls: "packet-ladder-muted", attr: { role: "status" } });
    const look = { label: "Conversations", rowHeight: ROW_HEIGHT_PX, cls: "mod-conversations" };
    this.#list = new VirtualRows(into, look, {
      fill: (el, at) => {
        fillRow(el, this.#shown[at]);
      },
      choose: (at) => {
        const conversation = this.#shown[at];
        if (conversation !== undefined) onChoose(conversation);
      },
    });
    this.#refresh();
  }

  /** Chooses a conversation by its number, where it is listed. */
  chooseNumber(number: number): void {
    const at = this.#shown.findIndex((conversation) => conversation.number === number);
    if (at >= 0) this.#list.choose(at);
  }

  /** The table has another size, or is on screen for the first time. */
  resize(): void {
    this.#list.draw();
  }

  #addSearch(bar: HTMLElement): void {
    const input = bar.createEl("input", {
      type: "search",
      placeholder: "Search conversations",
      attr: { "aria-label": "Search conversations" },
    });
    input.addEventListener("input", () => {
      this.#query = input.value.trim().toLowerCase();
      this.#refresh();
    });
  }

  #addOrder(bar: HTMLElement): void {
    const select = bar.createEl("select", {
      cls: "dropdown",
      attr: { "aria-label": "Order of conversations" },
    });
    for (const name of Object.keys(orders)) select.createEl("option", { text: name, value: name });
    select.addEventListener("change", () => {
      this.#order = select.value;
      this.#refresh();
    });
  }

  #refresh(): void {
    const query = this.#query;
    const found = query === "" ? this.#all : this.#all.filter((each) => textOf(each).includes(query));
    this.#shown = [...found].sort(orders[this.#order]);
    const count = this.#all.length;
    const all = count === 1 ? "1 TCP conversation" : `${count.toLocaleString()} TCP conversations`;
    this.#count.setText(query === "" ? all : `${found.length.toLocaleString()} of ${all}`);
    this.#list.setCount(this.#shown.length);
  }
}

function fillRow(el: HTMLElement, conversation: ConversationSummary | undefined): void {
  el.empty();
  if (conversation === undefined) return;
  const { number, ends, frames, verdict } = conversation;
  const first = el.createDiv("packet-ladder-conversation");
  first.createSpan({ cls: "packet-ladder-muted", text: `${String(number)}: ` });
  first.createSpan({ cls: "packet-ladder-ends", text: ends.join(" → ") });
  const packets = `${frames.toLocaleString()} packets, ${formatOctets(octetsOf(conversation))}`;
  first.createSpan({ cls: "packet-ladder-muted", text: ` ${packets}` });
  const second = el.createDiv({ cls: "packet-ladder-verdict", text: verdict });
  second.toggleClass("mod-warning", troubleOf(conversation) > 0);
}

function textOf({ number, ends, verdict }: ConversationSummary): string {
  return `${String(number)} ${ends.join(" ")} ${verdict}`.toLowerCase();
}

function octetsOf({ octetsEachWay }: ConversationSummary): number {
  return octetsEachWay[0] + octetsEachWay[1];
}

/** How likely a person looks for this one: aborted, refused or never opened before all others. */
function troubleOf({ verdict, completeness }: ConversationSummary): number {
  const isReset = (completeness & 32) !== 0;
  const isUnanswered = (completeness & 1) !== 0 && (completeness & 2) === 0;
  return (
    Number(isReset) * 2 +
    Number(isUnanswered) * 2 +
    Number(/retransmi|zero window|lost|refused/iu.test(verdict))
  );
}
