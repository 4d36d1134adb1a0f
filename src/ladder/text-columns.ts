import type { Ladder, LadderArrow, LadderBox } from "./ladder";
import { cellsOf } from "./text-canvas";

/** Least cells between two lifelines, and the cells beside a label. */
const LEAST_GAP = 18;
const LABEL_MARGIN = 4;

/** Gives the gap (its left lifeline) a label stands in. */
export function labelGap(ladder: Ladder, { label, from, to }: LadderArrow): number {
  const right = ladder.lifelines.findIndex(({ x }) => label !== undefined && x > label.x);
  return right < 1 ? Math.min(from, to) : right - 1;
}

/** The gap (its left lifeline) in which a box lies; undefined outside the ladder and over lifelines. */
function innerGap({ lifelines }: Ladder, { x, width }: Pick<LadderBox, "x" | "width">): number | undefined {
  const gap = lifelines.findIndex((line, i) => line.x <= x && x + width <= (lifelines[i + 1]?.x ?? x));
  return gap < 0 ? undefined : gap;
}

/** Gives the column of each lifeline: wide enough for everything written between two of them. */
export function columnsOf(ladder: Ladder): readonly number[] {
  const gaps = ladder.lifelines.slice(1).map(({ name }, i) => {
    const heads = (cellsOf(name.text) + cellsOf(ladder.lifelines[i]?.name.text ?? "")) / 2 + LABEL_MARGIN;
    return Math.max(LEAST_GAP, Math.ceil(heads));
  });
  for (const { box, label } of [...ladder.remarks, ...ladder.endpointEvents]) {
    const gap = innerGap(ladder, box ?? { x: label.x - label.width / 2, width: label.width });
    if (gap !== undefined)
      gaps[gap] = Math.max(gaps[gap] ?? 0, cellsOf(label.text.replaceAll("\n", " ")) + LABEL_MARGIN + 2);
  }
  for (const arrow of ladder.arrows) {
    const gap = arrow.from === arrow.to ? arrow.from : labelGap(ladder, arrow);
    const cells =
      cellsOf(arrow.label?.text ?? "") + LABEL_MARGIN + (arrow.from === arrow.to ? LABEL_MARGIN : 0);
    if (gap < gaps.length) gaps[gap] = Math.max(gaps[gap] ?? 0, cells);
  }
  let column = firstColumn(ladder);
  return ladder.lifelines.map((_, i) => (column += i === 0 ? 0 : (gaps[i - 1] ?? 0)));
}

/** Cells left of the first lifeline that its head, states and remarks need. */
function leftCells({ lifelines, remarks, endpointEvents, brackets }: Ladder): number {
  const first = lifelines[0];
  if (first === undefined) return 0;
  const texts = [
    ...remarks.filter(({ box }) => box.x + box.width <= first.x),
    ...endpointEvents.filter(({ label }) => label.x < first.x),
    ...brackets.filter(({ label }) => label.x < first.x),
  ].map(({ label }) => cellsOf(label.text.replaceAll("\n", " ")) + LABEL_MARGIN);
  return Math.max(Math.ceil(cellsOf(first.name.text) / 2) + 2, ...texts);
}

/** Gives the cells that frame numbers and times take. */
export function marginCells({ arrows }: Ladder): number {
  const cells = arrows.map(
    ({ number, time }) => cellsOf(number?.text ?? "") + cellsOf(time?.text ?? "") + (number && time ? 1 : 0),
  );
  return Math.max(0, ...cells);
}

function firstColumn(ladder: Ladder): number {
  const margin = marginCells(ladder);
  // What stands left at an arrow shares its row with number and time.
  const isBesideLeft = ladder.endpointEvents.some(
    ({ arrow, label, at }) => arrow !== undefined && label.x < at[0],
  );
  return Math.max(margin + 3, leftCells(ladder) + (isBesideLeft ? margin : 0));
}
