import type {
  ArrowMark,
  Ladder,
  LadderArrow,
  LadderBracket,
  LadderDivider,
  LadderEndpointEvent,
  LadderRemark,
} from "./ladder";
import { cellsOf, TextCanvas } from "./text-canvas";
import { columnsOf, labelGap, marginCells } from "./text-columns";

type Item =
  | { readonly kind: "arrow"; readonly y: number; readonly arrow: LadderArrow }
  | { readonly kind: "divider"; readonly y: number; readonly divider: LadderDivider }
  | { readonly kind: "remark"; readonly y: number; readonly remark: LadderRemark }
  | { readonly kind: "endpoint-event"; readonly y: number; readonly event: LadderEndpointEvent }
  | { readonly kind: "bracket"; readonly y: number; readonly bracket: LadderBracket };

/**
 * Gives a ladder as box characters, for terminals, mail and reviews.
 *
 * One row or two for each part, from top to bottom as in the drawing; slants are not shown, but an arrow
 * that crosses the one before it has `╳` at its right. Ends with a line break.
 */
export function textPicture(ladder: Ladder): string {
  const canvas = new TextCanvas();
  for (const heading of [ladder.title, ladder.verdict]) {
    for (const line of heading?.text.split("\n") ?? []) canvas.write(canvas.newLine(), 0, line);
  }
  if (ladder.title !== undefined || ladder.verdict !== undefined) canvas.newLine();
  const picture = new Picture(ladder, canvas);
  picture.heads();
  for (const item of itemsOf(ladder)) picture.draw(item);
  picture.end();
  return canvas.text();
}

function itemsOf(ladder: Ladder): readonly Item[] {
  const items: Item[] = [
    ...ladder.arrows.map((arrow): Item => ({ kind: "arrow", y: arrow.points[0]?.[1] ?? 0, arrow })),
    ...ladder.dividers.map((divider): Item => ({ kind: "divider", y: divider.top, divider })),
    ...ladder.remarks.map((remark): Item => ({ kind: "remark", y: remark.box.y, remark })),
    ...ladder.endpointEvents
      .filter((event) => !isInRow(event, ladder))
      .map((event): Item => ({ kind: "endpoint-event", y: event.at[1], event })),
    ...ladder.brackets
      .filter(({ label }) => label.text !== "")
      .map((bracket): Item => ({ kind: "bracket", y: bottomOf(bracket), bracket })),
  ];
  return items.sort((a, b) => a.y - b.y);
}

/** What a marked arrow starts with, as in the drawing. */
const TAILS: Partial<Record<ArrowMark, string>> = {
  retransmission: "●",
  "duplicate-ack": "○",
  "out-of-order": "◆",
  "window-full": "◇",
  "zero-window": "┃",
};

function dashOf({ foldedTo, dashed, mark }: LadderArrow): string {
  if (foldedTo !== undefined) return "═";
  if (mark === "reset") return "━";
  if (mark === "keep-alive") return "┄";
  return dashed ? "╌" : "─";
}

/** The rows of a picture: where the lifelines stand, and what is drawn between them. */
class Picture {
  private readonly ladder: Ladder;
  private readonly canvas: TextCanvas;
  private readonly columns: readonly number[];
  private previous: LadderArrow | undefined = undefined;

  constructor(ladder: Ladder, canvas: TextCanvas) {
    this.ladder = ladder;
    this.canvas = canvas;
    this.columns = columnsOf(ladder);
  }

  heads(): void {
    const [top, middle, bottom] = [this.canvas.newLine(), this.canvas.newLine(), this.canvas.newLine()];
    this.ladder.lifelines.forEach(({ name }, i) => {
      const inside = cellsOf(name.text) + 2;
      const left = this.column(i) - Math.floor(inside / 2) - 1;
      this.canvas.write(top, left, `┌${"─".repeat(inside)}┐`);
      this.canvas.write(middle, left, `│ ${name.text} │`);
      this.canvas.write(bottom, left, `└${"─".repeat(inside)}┘`);
      this.canvas.write(bottom, this.column(i), "┬");
    });
  }

  draw(item: Item): void {
    if (item.kind === "arrow") this.arrow(item.arrow);
    else if (item.kind === "divider") this.divider(item.divider);
    else if (item.kind === "remark") this.remark(item.remark);
    else if (item.kind === "bracket") this.bracket(item.bracket);
    else this.endpointEvent(item.event);
  }

  end(): void {
    this.row();
  }

  private arrow(arrow: LadderArrow): void {
    if (arrow.from === arrow.to) this.loop(arrow);
    else this.straight(arrow);
    this.previous = arrow;
  }

  private straight(arrow: LadderArrow): void {
    const [left, right] = this.ends(arrow);
    if (arrow.label !== undefined) {
      const room = this.labelColumns(arrow);
      const line = this.row();
      const start = room.left + (room.right - room.left - cellsOf(arrow.label.text)) / 2;
      this.canvas.write(line, Math.ceil(start), arrow.label.text);
    }
    const line = this.row();
    this.margin(line, arrow);
    const dash = dashOf(arrow);
    for (let column = left + 1; column < right; column += 1) {
      const isLifeline = this.columns.includes(column);
      this.canvas.write(line, column, isLifeline ? "┼" : dash);
    }
    const forward = arrow.from < arrow.to;
    if (arrow.lost) this.lose(line, arrow, { left, right });
    else this.canvas.write(line, forward ? right - 1 : left + 1, forward ? "▶" : "◀");
    const tail = arrow.mark === undefined ? undefined : TAILS[arrow.mark];
    if (tail !== undefined) this.canvas.write(line, forward ? left + 1 : right - 1, tail);
    const beside = this.endsOf(line, arrow);
    if (this.crossesPrevious(arrow)) this.canvas.write(line, (this.columns.at(-1) ?? 0) + 2 + beside, "╳");
  }

  /** Writes what stands at the ends of an arrow, the first on its row; gives the cells taken there at the right. */
  private endsOf(line: number, { event }: LadderArrow): number {
    const all = this.ladder.endpointEvents.filter(
      (each) => each.arrow === event && isInRow(each, this.ladder),
    );
    const sides = [true, false].map((isLeft) => all.filter(({ at, label }) => label.x < at[0] === isLeft));
    const rows = Math.max(...sides.map(({ length }) => length));
    for (let i = 0; i < rows; i += 1) {
      const row = i === 0 ? line : this.row();
      for (const side of sides) for (const each of side.slice(i, i + 1)) this.besideEnd(row, each);
    }
    const first = sides[1]?.[0];
    return first === undefined ? 0 : cellsOf(wordsOf(first)) + 1;
  }

  private besideEnd(line: number, event: LadderEndpointEvent): void {
    const words = wordsOf(event);
    const column = this.column(event.endpoint);
    this.canvas.write(line, event.label.x < event.at[0] ? column - 1 - cellsOf(words) : column + 2, words);
  }

  private lose(line: number, arrow: LadderArrow, { left, right }: { left: number; right: number }): void {
    const [start, end] = [this.ladder.lifelines[arrow.from]?.x ?? 0, this.ladder.lifelines[arrow.to]?.x ?? 1];
    const share = ((arrow.points.at(-1)?.[0] ?? end) - start) / (end - start);
    const way = Math.min(right - left - 1, Math.max(1, Math.round((right - left) * share)));
    const at = arrow.from < arrow.to ? left + way : right - way;
    const [clearFrom, clearTo] = arrow.from < arrow.to ? [at + 1, right] : [left + 1, at];
    for (let column = clearFrom; column < clearTo; column += 1) {
      this.canvas.write(line, column, this.columns.includes(column) ? "│" : " ");
    }
    this.canvas.write(line, at, "x");
  }

  private loop(arrow: LadderArrow): void {
    const column = this.column(arrow.from);
    const [out, back] = [this.row(), this.row()];
    this.margin(out, arrow);
    this.canvas.write(out, column + 1, `───╮ ${arrow.label?.text ?? ""}`);
    this.canvas.write(back, column + 1, "◀──╯");
  }

  private divider({ what, label }: LadderDivider): void {
    const [first, last] = [this.columns[0] ?? 0, this.columns.at(-1) ?? 0];
    const fill = what === "tear" ? "≈" : "═";
    const line = what === "tear" ? this.canvas.newLine() : this.row();
    this.canvas.write(line, first - 2, fill.repeat(last - first + 5));
    const text = label === undefined ? "" : ` ${label.text.replaceAll("\n", " ")} `;
    this.canvas.write(line, (first + last - cellsOf(text)) / 2, text);
  }

  private remark({ box, label }: LadderRemark): void {
    const words = `[${label.text.replaceAll("\n", " ")}]`;
    this.canvas.write(this.row(), this.beside(box.x, box.width, cellsOf(words)), words);
  }

  private endpointEvent(event: LadderEndpointEvent): void {
    this.besideEnd(this.row(), event);
  }

  /** A timer is told above what it did. */
  private bracket({ endpoint, points, label }: LadderBracket): void {
    const isLeft = label.x < (points[0]?.[0] ?? 0);
    const words = isLeft ? `${label.text} ┤` : `├ ${label.text}`;
    const column = this.column(endpoint);
    this.canvas.write(this.row(), isLeft ? column - 1 - cellsOf(words) : column + 2, words);
  }

  /** The column at which a text starts whose box in the drawing starts at x. */
  private beside(x: number, width: number, cells: number): number {
    const lifelines = this.ladder.lifelines;
    const centre = x + width / 2;
    const over = lifelines.findIndex((line) => line.x > x && line.x < x + width);
    if (over >= 0) {
      const last = lifelines.filter((line) => line.x < x + width).length - 1;
      return Math.max(0, (this.column(over) + this.column(last) - cells) / 2);
    }
    const next = lifelines.findIndex((line) => line.x > centre);
    if (next === 0) return this.column(0) - 1 - cells;
    const before = next < 0 ? lifelines.length - 1 : next - 1;
    const isRight = centre - (lifelines[before]?.x ?? 0) <= (lifelines[before + 1]?.x ?? Infinity) - centre;
    return isRight ? this.column(before) + 2 : this.column(before + 1) - 1 - cells;
  }

  private margin(line: number, { number, time }: LadderArrow): void {
    const words = [number?.text, time?.text].filter((text) => text !== undefined).join(" ");
    this.canvas.write(line, marginCells(this.ladder) - cellsOf(words), words);
  }

  private crossesPrevious(arrow: LadderArrow): boolean {
    const other = this.previous;
    if (other === undefined || other.from !== arrow.to || other.to !== arrow.from) return false;
    return (other.points.at(-1)?.[1] ?? 0) > (arrow.points[0]?.[1] ?? 0);
  }

  /** Adds a line with all lifelines on it. */
  private row(): number {
    const line = this.canvas.newLine();
    for (const column of this.columns) this.canvas.write(line, column, "│");
    return line;
  }

  private column(lifeline: number): number {
    return this.columns[lifeline] ?? 0;
  }

  private ends({ from, to }: LadderArrow): readonly [left: number, right: number] {
    return [this.column(Math.min(from, to)), this.column(Math.max(from, to))];
  }

  private labelColumns(arrow: LadderArrow): { readonly left: number; readonly right: number } {
    const gap = labelGap(this.ladder, arrow);
    return { left: this.column(gap), right: this.column(gap + 1) };
  }
}

/** Whether an event stands in the row of its arrow: not where its end sent another arrow while that was under way. */
function isInRow({ arrow, endpoint, at }: LadderEndpointEvent, { arrows }: Ladder): boolean {
  if (arrow === undefined) return false;
  const position = arrows.findIndex(({ event }) => event === arrow);
  const next = arrows[position + 1];
  return (
    next?.from !== endpoint || (next.points[0]?.[1] ?? 0) >= at[1] || arrows[position]?.from === endpoint
  );
}

/** The height at which a timer ends, just above what it did. */
function bottomOf({ points }: LadderBracket): number {
  return (points.at(-1)?.[1] ?? 0) - 1;
}

/** A state in brackets, round ones where it is assumed; anything else as it is. */
function wordsOf({ box, label, assumed }: LadderEndpointEvent): string {
  const text = label.text.replaceAll("\n", " ");
  if (box === undefined) return text;
  return assumed ? `(${text})` : `[${text}]`;
}
