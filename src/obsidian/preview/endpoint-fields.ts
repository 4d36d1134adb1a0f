import type { BlockSvg, ShownLifeline } from "../../worker/protocol";
import type { NoteDraft, Origin } from "./note-draft";

/** More lifelines than these are no picture any more, and no list to fill in. */
const LIFELINES_SHOWN = 12;

/** The lifelines of a ladder with names a person can change, and where they come from; changed ones become the block's `names:` line. */
export class EndpointFields {
  readonly #el: HTMLElement;
  readonly #draft: NoteDraft;
  readonly #onChange: () => void;
  readonly #renamed = new Map<string, string>();
  /** Keys of the lifelines that had names of their own before this dialog. */
  readonly #named = new Set<string>();
  /** The options that name lifelines, as they were before this dialog. */
  readonly #written: Readonly<Record<"names" | "endpoints", ReturnType<NoteDraft["option"]>>>;
  #shownKeys = "";

  constructor(into: HTMLElement, draft: NoteDraft, onChange: () => void) {
    this.#el = into.createDiv({
      cls: "packet-ladder-endpoints",
      attr: { role: "group", "aria-label": "Endpoints" },
    });
    this.#draft = draft;
    this.#onChange = onChange;
    this.#written = { names: draft.option("names"), endpoints: draft.option("endpoints") };
  }

  /** Shows the lifelines of a picture; fields a person may be typing in stay as they are. */
  show(lifelines: BlockSvg["lifelines"]): void {
    const shown = lifelines.slice(0, LIFELINES_SHOWN);
    const keys = shown.map(({ key }) => key).join("\n");
    if (keys === this.#shownKeys) return;
    this.#shownKeys = keys;
    this.#el.empty();
    for (const lifeline of shown) this.#addField(lifeline);
  }

  #addField(lifeline: ShownLifeline): void {
    const { key, name } = lifeline;
    if (name !== key && !this.#renamed.has(key)) this.#named.add(key);
    const row = this.#el.createEl("label", "packet-ladder-field");
    row.createSpan({ cls: "packet-ladder-field-name packet-ladder-ends", text: key });
    const origin = row.createSpan({ cls: "packet-ladder-origin", text: this.#originOf(lifeline) });
    const input = row.createEl("input", {
      type: "text",
      value: this.#renamed.get(key) ?? name,
      attr: { "aria-label": `Name of ${key}` },
    });
    input.addEventListener("input", () => {
      this.#renamed.set(key, input.value);
      origin.setText(this.#originOf(lifeline));
      this.#draft.choose("names", this.#names());
      this.#onChange();
    });
  }

  #originOf({ key, namedBy }: ShownLifeline): Origin {
    if (this.#renamed.has(key)) return "chosen here";
    if (namedBy === "capture") return "from the capture";
    return namedBy === undefined ? "default" : this.#written[namedBy].origin;
  }

  /** The names as they were, then those of this dialog: of equal keys the last one holds. A name that is emptied is the key again. */
  #names(): string {
    const pairs = [...this.#renamed].map(([key, name]) => [key, name.trim() || key] as const);
    const added = pairs
      .filter(([key, name]) => name !== key || this.#named.has(key))
      .map(([key, name]) => `${quoted(key)} = ${quoted(name)}`);
    return [this.#written.names.value, ...added].filter((part) => part !== "").join(", ");
  }
}

/** A name with a comma or an equals sign stands in quotes. */
function quoted(name: string): string {
  return /[,="]/u.test(name) ? `"${name.replaceAll('"', "'")}"` : name;
}
