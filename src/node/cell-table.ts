import { MOST_FIGURE, writeIpv4End, type WriteFigure } from "./cell-figures";
import { visibleText } from "./visible-text";

/** Cells are kept in blocks, so that a large table is never copied as it grows: the first is small, each as large as all before it. */
const FIRST_BLOCK = 1 << 12;
const LARGEST_BLOCK = 1 << 18;
/** Text that is printed at once: that of a large table is never there as a whole. */
const PRINTED_AT_ONCE = 1 << 18;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const DELETE = 0x7f;
/** Before each cell: how many octets of UTF-8 it has, and how many units of a string. */
const HEAD = 2;
/** In the place of that count: the cell has as many and more, and ends at a 0. In no cell is one, as control characters are made visible. */
const LONG = 0xff;
/** Spaces between two columns. */
const GAP = 2;
/** Octets of UTF-8 for a unit of a string. */
const MOST_OCTETS = 3;

const encoder = new TextEncoder();

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
  /** UTF-8; the last one is being filled. */
  readonly #blocks: Uint8Array[] = [new Uint8Array(FIRST_BLOCK)];
  #octets = this.#blocks[0] ?? new Uint8Array(0);
  #size = FIRST_BLOCK;
  #used = 0;
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
    const { length } = text;
    this.#makeRoom(length);
    const octets = this.#octets;
    const start = this.#used + HEAD;
    for (let at = 0; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit < SPACE || unit >= DELETE) {
        this.#addEncoded(visibleText(text).replace(/[\t\n]/gu, (end) => (end === "\n" ? "\\x0a" : "\\x09")));
        return;
      }
      octets[start + at] = unit;
    }
    this.#close(start + length, length);
  }

  /** Adds a cell with a figure. */
  addFigure(write: WriteFigure, value: number): void {
    this.#makeRoom(MOST_FIGURE);
    const start = this.#used + HEAD;
    const stop = write(this.#octets, start, value);
    // The one letter that is not of ASCII has two octets, before the last one.
    this.#close(stop, stop - start - ((this.#octets[stop - 2] ?? 0) < DELETE ? 0 : 1));
  }

  /** Adds a cell with an IPv4 address and a port. */
  addIpv4End(address: number, port: number): void {
    this.#makeRoom(MOST_FIGURE);
    const start = this.#used + HEAD;
    const stop = writeIpv4End(this.#octets, start, address, port);
    this.#close(stop, stop - start);
  }

  /** Gives the lines, some at a time; each is only valid until the next is asked for. */
  *lines(): Iterable<Uint8Array> {
    const longest = this.#widths.reduce((sum, width) => sum + width * MOST_OCTETS + GAP, 1);
    const text = new Uint8Array(Math.max(PRINTED_AT_ONCE, longest)).fill(SPACE);
    const cells = new CellReader(this.#blocks);
    let at = 0;
    for (let cell = 0; cell < this.#cells; cell += this.#columns.length) {
      if (at + longest > text.length) {
        yield text.subarray(0, at);
        text.fill(SPACE);
        at = 0;
      }
      at = this.#writeRow(text, at, cells);
    }
    yield text.subarray(0, at);
  }

  /** Gives where the next row starts. */
  #writeRow(text: Uint8Array, from: number, cells: CellReader): number {
    let at = from;
    let end = from;
    for (let column = 0; column < this.#columns.length; column += 1) {
      const align = this.#columns[column]?.align;
      cells.next();
      const { octets, start, stop } = cells;
      const room = (this.#widths[column] ?? 0) - cells.length;
      if (align === "right") at += room;
      for (let octet = start; octet < stop; octet += 1) text[at + octet - start] = octets[octet] ?? 0;
      at += stop - start;
      // Lines have no spaces at their ends.
      if (stop > start) end = at;
      at += (align === "left" ? room : 0) + GAP;
    }
    text[end] = LINE_FEED;
    return end + 1;
  }

  /** Ends the cell that was written behind its head, up to a place, and has so many units of a string. */
  #close(stop: number, length: number): void {
    const octets = this.#octets;
    const count = stop - this.#used - HEAD;
    octets[this.#used] = Math.min(count, LONG);
    octets[this.#used + 1] = length;
    this.#used = stop;
    if (count >= LONG) {
      octets[stop] = 0;
      this.#used += 1;
    }
    this.#cells += 1;
    if (length > (this.#widths[this.#column] ?? 0)) this.#widths[this.#column] = length;
    this.#column = this.#column + 1 === this.#columns.length ? 0 : this.#column + 1;
  }

  #addEncoded(text: string): void {
    this.#makeRoom(text.length * MOST_OCTETS);
    const start = this.#used + HEAD;
    const { written } = encoder.encodeInto(text, this.#octets.subarray(start));
    this.#close(start + written, text.length);
  }

  /** A cell stands in one block: what is left of the one before is not used. */
  #makeRoom(length: number): void {
    const needed = HEAD + length + 1;
    if (this.#used + needed <= this.#octets.length) return;
    this.#blocks[this.#blocks.length - 1] = this.#octets.subarray(0, this.#used);
    this.#size = Math.min(2 * this.#size, LARGEST_BLOCK);
    this.#octets = new Uint8Array(Math.max(this.#size, needed));
    this.#blocks.push(this.#octets);
    this.#used = 0;
  }
}

/** Goes through the cells of a table from the first one on. */
class CellReader {
  octets: Uint8Array = new Uint8Array(0);
  /** Where the cell at hand starts and stops, and how many characters (units of a string) it has. */
  start = 0;
  stop = 0;
  length = 0;
  readonly #blocks: readonly Uint8Array[];
  #block = 0;
  #next = 0;

  constructor(blocks: readonly Uint8Array[]) {
    this.#blocks = blocks;
  }

  /** Goes to the next cell; there must be one. */
  next(): void {
    while (this.#next >= this.octets.length) {
      this.octets = this.#blocks[this.#block] ?? new Uint8Array(HEAD);
      this.#block += 1;
      this.#next = 0;
    }
    const { octets } = this;
    const count = octets[this.#next] ?? 0;
    this.length = octets[this.#next + 1] ?? 0;
    this.start = this.#next + HEAD;
    this.stop = this.start + count;
    this.#next = this.stop;
    if (count === LONG) this.#measure();
  }

  #measure(): void {
    const { octets, start } = this;
    this.stop = octets.indexOf(0, start);
    this.length = 0;
    for (let at = start; at < this.stop; at += 1) this.length += unitsOf(octets[at] ?? 0);
    this.#next = this.stop + 1;
  }
}

/** Units of a string that begin with an octet of UTF-8: none with a later octet of a character, two with one of four octets. */
function unitsOf(octet: number): number {
  if (octet < 0x80) return 1;
  return octet < 0xc0 ? 0 : octet < 0xf0 ? 1 : 2;
}
