import { isRecord } from "./merge-base";
import { pathFields, pathOf, type Path, type PathFields } from "./merge-line";
import type { LinearElement, Point, SceneElement } from "./scene";

/** Movements below this are none. */
const EXACT = 0.01;

/** Points of an elbow that differ by less are in one line. */
const STRAIGHT = 0.5;

/** An element before and after; undefined where it is gone. */
type Fate = readonly [before: SceneElement, after: SceneElement | undefined];

/** How far both ends of an arrow go. */
interface EndMoves {
  readonly start: Point;
  readonly end: Point;
}

/** Where something of a person's goes. */
export type BoundPlace = Partial<PathFields> & Pick<PathFields, "x" | "y">;

/**
 * Gives where a person's arrows go, and the texts on them, with their ends where the elements are that they are bound
 * to, as the editor would put them.
 *
 * `moved` has the elements of `before` as they are now, each in its place. An arrow that is bound at one end moves as
 * a whole where that end is bound to a person's own element; what it does else is decided already. Arrows that are
 * bound to what is gone are left out.
 */
export function boundPlaces(
  before: readonly SceneElement[],
  moved: readonly SceneElement[],
  isForeign: (element: SceneElement) => boolean,
): ReadonlyMap<string, BoundPlace> {
  const places = new Map<string, BoundPlace>();
  const arrows = before.filter(isArrow).filter((each) => isForeign(each) && !each.isDeleted);
  if (arrows.length === 0) return places;
  const fates = new Map<string, Fate>(
    before.map((each, at) => [each.id, [each, moved[at]?.isDeleted === true ? undefined : moved[at]]]),
  );
  const byId = new Map(before.map((each) => [each.id, each]));
  for (const arrow of arrows) {
    const ends = endMoves(arrow, fates, isForeign);
    if (ends === undefined) continue;
    places.set(arrow.id, stretchedArrow(arrow, ends));
    for (const { id } of (arrow.boundElements as LinearElement["boundElements"] | null) ?? []) {
      const text = byId.get(id);
      if (text?.type !== "text" || text.containerId !== arrow.id || !isForeign(text)) continue;
      places.set(id, { x: text.x + between(ends, 0, 0.5), y: text.y + between(ends, 1, 0.5) });
    }
  }
  return places;
}

function isArrow(element: SceneElement): element is LinearElement {
  return element.type === "arrow" && Array.isArray(element.points) && element.points.length > 1;
}

function endMoves(
  arrow: LinearElement,
  fates: ReadonlyMap<string, Fate>,
  isForeign: (element: SceneElement) => boolean,
): EndMoves | undefined {
  const bindings: Readonly<Record<string, unknown>> = { ...arrow };
  const [start, end] = ["startBinding", "endBinding"].map((name) => boundPoint(bindings[name], fates));
  if (start !== undefined && end !== undefined) return { start: start.by, end: end.by };
  const only = start ?? end;
  return only !== undefined && isForeign(only.to) ? { start: only.by, end: only.by } : undefined;
}

/** Gives what an end is bound to, and how far that takes it. */
function boundPoint(
  binding: unknown,
  fates: ReadonlyMap<string, Fate>,
): { readonly to: SceneElement; readonly by: Point } | undefined {
  if (!isRecord(binding) || typeof binding["elementId"] !== "string") return undefined;
  const [to, after] = fates.get(binding["elementId"]) ?? [];
  if (to === undefined || after === undefined) return undefined;
  const share = sharesOf(binding["fixedPoint"]);
  const [from, now] = [pointOn(to, share), pointOn(after, share)];
  return { to, by: [now[0] - from[0], now[1] - from[1]] };
}

/** Where an end is bound, in shares of the width and height; older versions of Excalidraw do not say, then in the middle. */
function sharesOf(fixedPoint: unknown): Point {
  const shares: readonly unknown[] = Array.isArray(fixedPoint) ? fixedPoint : [];
  const [across, down] = [0, 1].map((at) => (typeof shares[at] === "number" ? shares[at] : 0.5));
  return [across ?? 0.5, down ?? 0.5];
}

function pointOn({ x, y, width, height }: SceneElement, [across, down]: Point): Point {
  return [x + width * across, y + height * down];
}

function stretchedArrow(arrow: LinearElement, ends: EndMoves): BoundPlace {
  const { start, end } = ends;
  const [dx, dy] = start.map((by) => (Math.abs(by) < EXACT ? 0 : by)) as [number, number];
  if (Math.abs(start[0] - end[0]) < EXACT && Math.abs(start[1] - end[1]) < EXACT)
    return { x: arrow.x + dx, y: arrow.y + dy };
  const path = pathOf(arrow);
  const fields = pathFields(arrow.elbowed === true ? bentPath(path, ends) : straightPath(path, ends));
  const { fixedSegments }: Readonly<Record<string, unknown>> = { ...arrow };
  if (!Array.isArray(fixedSegments)) return fields;
  // The editor keeps the ends of segments that a person has put somewhere.
  const segments = fixedSegments.map((segment: { readonly index: number }) => ({
    ...segment,
    start: fields.points[segment.index - 1],
    end: fields.points[segment.index],
  }));
  return { ...fields, fixedSegments: segments } as BoundPlace;
}

/** Each end goes its way, what is between them in proportion. */
function straightPath(path: Path, ends: EndMoves): Path {
  return path.map(([x, y], at): Point => {
    const share = at / (path.length - 1);
    return [x + between(ends, 0, share), y + between(ends, 1, share)];
  });
}

function between({ start, end }: EndMoves, side: 0 | 1, share: number): number {
  return start[side] + (end[side] - start[side]) * share;
}

/** Of an elbow, what is one above the other stays so, and what is beside each other. */
function bentPath(path: Path, ends: EndMoves): Path {
  const [across, down] = ([0, 1] as const).map((side) => {
    const moves: number[] = [];
    for (let from = 0; from < path.length; ) {
      let to = from;
      while (Math.abs((path[to + 1]?.[side] ?? Infinity) - (path[from]?.[side] ?? 0)) < STRAIGHT) to += 1;
      const share = from === 0 ? 0 : to === path.length - 1 ? 1 : 0.5;
      while (from <= to) moves[from++] = between(ends, side, share);
    }
    return moves;
  });
  return path.map(([x, y], at): Point => [x + (across?.[at] ?? 0), y + (down?.[at] ?? 0)]);
}
