/** Characters that take two cells of a terminal: East Asian wide forms and most emoji. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f000, 0x1faff],
  [0x20000, 0x3ffff],
];

/** Characters that take none: they stand on, or only steer, the one before. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Gives the cells a text takes in a terminal. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellWidth(character);
  return cells;
}

function cellWidth(character: string): 0 | 1 | 2 {
  if (ZERO.test(character)) return 0;
  const codePoint = character.codePointAt(0) ?? 0;
  return WIDE.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1;
}

/** Lines of cells that grow as they are written to. */
export class TextCanvas {
  private readonly lines: string[][] = [];

  /** Adds an empty line and gives its number. */
  newLine(): number {
    this.lines.push([]);
    return this.lines.length - 1;
  }

  /** Writes over what stands there; cells left of the first column are cut off. */
  write(line: number, column: number, text: string): void {
    const cells = this.lines[line];
    if (cells === undefined) return;
    let at = Math.round(column);
    for (const character of text) {
      const width = cellWidth(character);
      if (width === 0) {
        if (at > 0) cells[at - 1] = (cells[at - 1] ?? "") + character;
        continue;
      }
      while (cells.length < at + width) cells.push(" ");
      if (at >= 0) cells[at] = character;
      // A wide character fills its second cell with nothing.
      if (at >= 0 && width === 2) cells[at + 1] = "";
      at += width;
    }
  }

  /** Gives all lines without blanks at their ends, each closed by a line break. */
  text(): string {
    return this.lines.map((cells) => `${cells.join("").trimEnd()}\n`).join("");
  }
}
