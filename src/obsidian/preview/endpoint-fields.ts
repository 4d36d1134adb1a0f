import type { BlockSvg } from "../../worker/protocol";
import type { NoteDraft } from "./note-draft";

/** More lifelines than these are no picture any more, and no list to fill in. */
const LIFELINES_SHOWN = 12;

/** The lifelines of a ladder with names a person can change; they become the block's `names:` line. */
export class EndpointFields {
  readonly #el: HTMLElement;
  readonly #draft: NoteDraft;
  readonly #onChange: () => void;
  readonly #renamed = new Map<string, string>();
  readonly #writtenNames: string;
  #shownKeys = "";

  constructor(into: HTMLElement, draft: NoteDraft, onChange: () => void) {
    this.#el = into.createDiv({
      cls: "packet-ladder-endpoints",
      attr: { role: "group", "aria-label": "Endpoints" },
    });
    this.#draft = draft;
    this.#onChange = onChange;
    this.#writtenNames = draft.option("names").value;
  }

  /** Shows the lifelines of a picture; fields a person may be typing in stay as they are. */
  show(lifelines: BlockSvg["lifelines"]): void {
    const shown = lifelines.slice(0, LIFELINES_SHOWN);
    const keys = shown.map(({ key }) => key).join("\n");
    if (keys === this.#shownKeys) return;
    this.#shownKeys = keys;
    this.#el.empty();
    for (const { key, name } of shown) this.#addField(key, this.#renamed.get(key) ?? name);
  }

  #addField(key: string, name: string): void {
    const row = this.#el.createEl("label", "packet-ladder-field");
    row.createSpan({ cls: "packet-ladder-field-name packet-ladder-ends", text: key });
    const input = row.createEl("input", {
      type: "text",
      value: name,
      attr: { "aria-label": `Name of ${key}` },
    });
    input.addEventListener("input", () => {
      this.#renamed.set(key, input.value);
      this.#draft.choose("names", this.#names());
      this.#onChange();
    });
  }

  /** The names as they were, then those of this dialog: of equal keys the last one holds. */
  #names(): string {
    const pairs = [...this.#renamed].filter(([key, name]) => name.trim() !== "" && name.trim() !== key);
    const added = pairs.map(([key, name]) => `${key} = ${quoted(name.trim())}`);
    return [this.#writtenNames, ...added].filter((part) => part !== "").join(", ");
  }
}

/** A name with a comma or an equals sign stands in quotes. */
function quoted(name: string): string {
  return /[,="]/u.test(name) ? `"${name.replaceAll('"', "'")}"` : name;
}
