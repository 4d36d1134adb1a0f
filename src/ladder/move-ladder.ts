import type { Ladder, LadderBox, LadderPoint, PlacedText } from "./ladder";

/** Gives the ladder with its leftmost part at x = 0, its width reaching to the rightmost; heights stay. */
export function moveLadder(ladder: Ladder): Ladder {
  const [left, right] = extent(ladder);
  const x = -left;
  const text = <T extends PlacedText | undefined>(each: T): T =>
    each === undefined ? each : { ...each, x: each.x + x };
  const box = <T extends LadderBox | undefined>(each: T): T =>
    each === undefined ? each : { ...each, x: each.x + x };
  const point = (each: LadderPoint): LadderPoint => [each[0] + x, each[1]];
  return {
    width: right - left,
    height: ladder.height,
    title: text(ladder.title),
    verdict: text(ladder.verdict),
    legend: ladder.legend.map((entry) => ({
      ...entry,
      points: entry.points.map(point),
      label: text(entry.label),
    })),
    lifelines: ladder.lifelines.map((line) => ({
      ...line,
      x: line.x + x,
      head: box(line.head),
      name: text(line.name),
      address: text(line.address),
    })),
    arrows: ladder.arrows.map((arrow) => ({
      ...arrow,
      points: arrow.points.map(point),
      foldedTo: arrow.foldedTo?.map(point),
      label: text(arrow.label),
      number: text(arrow.number),
      time: text(arrow.time),
    })),
    dividers: ladder.dividers.map((divider) => ({
      ...divider,
      x1: divider.x1 + x,
      x2: divider.x2 + x,
      box: box(divider.box),
      label: text(divider.label),
    })),
    remarks: ladder.remarks.map((remark) => ({ ...remark, box: box(remark.box), label: text(remark.label) })),
    endpointEvents: ladder.endpointEvents.map((event) => ({
      ...event,
      box: box(event.box),
      label: text(event.label),
      pointer: event.pointer?.map(point),
      at: point(event.at),
    })),
    brackets: ladder.brackets.map((bracket) => ({
      ...bracket,
      points: bracket.points.map(point),
      label: text(bracket.label),
    })),
  };
}

function extent(ladder: Ladder): readonly [left: number, right: number] {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const reach = (from: number, to: number): void => {
    left = Math.min(left, from);
    right = Math.max(right, to);
  };
  const line = (points: readonly LadderPoint[]): void => {
    for (const [x] of points) reach(x, x);
  };
  const text = (each: PlacedText | undefined): void => {
    if (each === undefined) return;
    const { x, width, height, angle } = each;
    const half = (width * Math.cos(angle) + height * Math.abs(Math.sin(angle))) / 2;
    reach(x - half, x + half);
  };
  [ladder.title, ladder.verdict].forEach(text);
  for (const { points, label } of ladder.legend) {
    line(points);
    text(label);
  }
  for (const { head, address } of ladder.lifelines) {
    reach(head.x, head.x + head.width);
    text(address);
  }
  for (const { points, label, number, time } of ladder.arrows) {
    line(points);
    [label, number, time].forEach(text);
  }
  for (const { x1, x2, box, label } of ladder.dividers) {
    reach(x1, x2);
    text(label);
    if (box !== undefined) reach(box.x, box.x + box.width);
  }
  for (const { box } of ladder.remarks) reach(box.x, box.x + box.width);
  for (const { box, label } of ladder.endpointEvents) {
    text(label);
    if (box !== undefined) reach(box.x, box.x + box.width);
  }
  for (const { points, label } of ladder.brackets) {
    line(points);
    text(label);
  }
  return left > right ? [0, 0] : [left, right];
}
