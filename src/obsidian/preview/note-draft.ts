import { findLadderBlocks, withBlockOption, writtenOptions } from "../../pipeline";

/** Where an option's value comes from, in words. */
export type Origin =
  | "default"
  | "from settings"
  | "from the note's properties"
  | "from the block"
  | "from the capture"
  | "chosen here";

/** A note with one ladder block that a person decides about; nothing of it is written before they have. */
export class NoteDraft {
  readonly path: string;
  readonly isNew: boolean;
  /** The note as it was read, or as it would be made. */
  readonly before: string;
  readonly #blockIndex: number;
  readonly #chosen = new Map<string, string | undefined>();

  constructor(note: { path: string; isNew: boolean; markdown: string; blockIndex: number }) {
    this.path = note.path;
    this.isNew = note.isNew;
    this.before = note.markdown;
    this.#blockIndex = note.blockIndex;
  }

  /** Gives the value of an option as written, empty where none is, and where it comes from. */
  option(key: string): { readonly value: string; readonly origin: Origin } {
    if (this.#chosen.has(key)) return { value: this.#chosen.get(key) ?? "", origin: "chosen here" };
    const { block, note } = writtenOptions(this.before, this.#blockIndex, this.#textOf(this.before));
    const own = block.get(key);
    if (own !== undefined) return { value: own, origin: this.isNew ? "from settings" : "from the block" };
    const inherited = note.get(key);
    if (inherited !== undefined) return { value: inherited, origin: "from the note's properties" };
    return { value: "", origin: "default" };
  }

  /** Chooses a value; line breaks become blanks, and an empty one takes the option out of the block. */
  choose(key: string, value: string): void {
    const line = value.replace(/\s+/gu, " ").trim();
    this.#chosen.set(key, line === "" ? undefined : line);
  }

  /** Gives the note with all that was chosen. */
  get markdown(): string {
    let text = this.before;
    for (const [key, value] of this.#chosen) text = withBlockOption(text, this.#blockIndex, key, value);
    return text;
  }

  /** Gives the block's text as it would be read. */
  get blockText(): string {
    return this.#textOf(this.markdown);
  }

  #textOf(markdown: string): string {
    return findLadderBlocks(markdown)[this.#blockIndex]?.text ?? "";
  }
}
