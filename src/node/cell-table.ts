import { visibleText } from "./visible-text";

/** For several thousand rows without moving any: what is not used yet costs nothing. */
const FIRST_CAPACITY = 1 << 17;
/** Rows that are printed at once: the text of a large table is never there as a whole. */
const ROWS_AT_ONCE = 2000;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const DELETE = 0x7f;
/** Spaces between two columns. */
const GAP = 2;

/** Heading of a column, and where its cells stand. */
export interface TableColumn {
  readonly heading: string;
  readonly align: "left" | "right";
}

/**
 * A table while it is being filled, cell after cell, as the octets of its text: a large list has a million cells, and a
 * string for each would take longer to collect than to print. Control characters are made visible.
 */
export class CellTable {
  readonly #columns: readonly TableColumn[];
  /** Most characters of a cell, by column. */
  readonly #widths: Uint32Array;
  /** UTF-8. */
  #octets = new Uint8Array(FIRST_CAPACITY);
  #used = 0;
  /** Where each cell ends, and how many characters it has. */
  #ends = new Uint32Array(FIRST_CAPACITY);
  #lengths = new Uint32Array(FIRST_CAPACITY);
  #cells = 0;
  #column = 0;

  constructor(columns: readonly TableColumn[]) {
    this.#columns = columns;
    this.#widths = new Uint32Array(columns.length);
    for (const { heading } of columns) this.add(heading);
  }

  /** Whether there are no rows. */
  get isEmpty(): boolean {
    return this.#cells === this.#columns.length;
  }

  /** Adds a cell to the row at hand; the one after the last column starts the next row. */
  add(text: string): void {
    const start = this.#used;
    if (start + text.length > this.#octets.length) this.#grow(text.length);
    const octets = this.#octets;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit < SPACE || unit >= DELETE) {
        this.#close(this.#addEncoded(visibleText(text)));
        return;
      }
      octets[start + at] = unit;
    }
    this.#used = start + text.length;
    this.#close(text.length);
  }

  /** Gives the lines, some at a time; each is only valid until the next is asked for. */
  *lines(): Iterable<Uint8Array> {
    const columns = this.#columns.length;
    const rowLength = this.#widths.reduce((sum, width) => sum + width + GAP, 1);
    for (let first = 0; first < this.#cells; first += ROWS_AT_ONCE * columns) {
      const last = Math.min(first + ROWS_AT_ONCE * columns, this.#cells);
      const start = this.#startOf(first);
      // A cell of n characters has at least n octets.
      const room = rowLength * ((last - first) / columns) + (this.#ends[last - 1] ?? 0) - start;
      const text = new Uint8Array(room).fill(SPACE);
      let at = 0;
      for (let cell = first; cell < last; cell += columns) at = this.#writeRow(text, at, cell);
      yield text.subarray(0, at);
    }
  }

  /** Gives where the next row starts. */
  #writeRow(text: Uint8Array, from: number, first: number): number {
    const octets = this.#octets;
    let at = from;
    let end = from;
    for (let column = 0; column < this.#columns.length; column += 1) {
      const align = this.#columns[column]?.align;
      const room = (this.#widths[column] ?? 0) - (this.#lengths[first + column] ?? 0);
      const start = this.#startOf(first + column);
      const stop = this.#ends[first + column] ?? 0;
      if (align === "right") at += room;
      for (let from = start; from < stop; from += 1) text[at + from - start] = octets[from] ?? 0;
      at += stop - start;
      // Lines have no spaces at their ends.
      if (stop > start) end = at;
      at += (align === "left" ? room : 0) + GAP;
    }
    text[end] = LINE_FEED;
    return end + 1;
  }

  #startOf(cell: number): number {
    return cell === 0 ? 0 : (this.#ends[cell - 1] ?? 0);
  }

  #close(length: number): void {
    if (this.#cells === this.#ends.length) {
      this.#ends = doubled(this.#ends);
      this.#lengths = doubled(this.#lengths);
    }
    this.#ends[this.#cells] = this.#used;
    this.#lengths[this.#cells] = length;
    this.#cells += 1;
    if (length > (this.#widths[this.#column] ?? 0)) this.#widths[this.#column] = length;
    this.#column = this.#column + 1 === this.#columns.length ? 0 : this.#column + 1;
  }

  /** Gives how many characters were added. */
  #addEncoded(text: string): number {
    const encoded = new TextEncoder().encode(text);
    if (this.#used + encoded.length > this.#octets.length) this.#grow(encoded.length);
    this.#octets.set(encoded, this.#used);
    this.#used += encoded.length;
    return text.length;
  }

  #grow(length: number): void {
    const larger = new Uint8Array(2 * (this.#used + length));
    larger.set(this.#octets.subarray(0, this.#used));
    this.#octets = larger;
  }
}

function doubled(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}
