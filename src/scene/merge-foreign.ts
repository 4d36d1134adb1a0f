import { LIFELINE } from "./align-trails";
import { originOf } from "./merge-base";
import type { SceneElement } from "./scene";

/** Movements below this are none. */
const EXACT = 0.01;

/** Something as high as this many rows belongs to where it begins, not to what is in its middle. */
const TALL = 3;

/** Where a person's element is to go, and the event it sat on where that is gone. */
export interface ForeignMove {
  readonly dx: number;
  readonly dy: number;
  readonly goneEvent?: string;
}

/** A generated element before and after: `after` is undefined where it is gone. */
export interface Travelled {
  readonly before: SceneElement;
  readonly after: SceneElement | undefined;
}

/**
 * Gives how a person's elements move: with what they lie on, else with the nearest row.
 *
 * What stands above the first row stays. Groups move as one, texts with what they are bound to. Elements that
 * do not move and miss nothing are left out.
 */
export function foreignMoves(
  foreign: readonly SceneElement[],
  travelled: readonly Travelled[],
): ReadonlyMap<string, ForeignMove> {
  const moves = new Map<string, ForeignMove>();
  const steps = travelled.filter(({ before }) => isStep(before));
  if (steps.length === 0 || travelled.every(isAtRest)) return moves;
  const rows = rowsOf(steps);
  for (const members of unitsOf(foreign)) {
    const move = moveOf(unionBox(members), members, { travelled, rows });
    const isNothing = Math.abs(move.dx) <= EXACT && Math.abs(move.dy) <= EXACT;
    if (isNothing && move.goneEvent === undefined) continue;
    for (const { id } of members) moves.set(id, move);
  }
  return moves;
}

function isStep(element: SceneElement): boolean {
  const event = originOf(element)?.event ?? "";
  return event !== "ladder" && !event.startsWith(LIFELINE);
}

function isAtRest({ before, after }: Travelled): boolean {
  if (after === undefined) return false;
  const [from, to] = [centre(before), centre(after)];
  return Math.abs(from.x - to.x) <= EXACT && Math.abs(from.y - to.y) <= EXACT;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Gives the upright box of an element; its points may lead to the left and up. */
function boxOf(element: SceneElement): Box {
  const { x, y, width, height } = element;
  if (element.type !== "line" && element.type !== "arrow") return { x, y, width, height };
  const left = Math.min(...element.points.map(([px]) => px));
  const top = Math.min(...element.points.map(([, py]) => py));
  return { x: x + left, y: y + top, width, height };
}

function centre(element: SceneElement): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = boxOf(element);
  return { x: x + width / 2, y: y + height / 2 };
}

function unionBox(elements: readonly SceneElement[]): Box {
  const boxes = elements.map(boxOf);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** What moves as one: outermost groups, and boxes with the text in them. */
function unitsOf(foreign: readonly SceneElement[]): Iterable<readonly SceneElement[]> {
  const byId = new Map(foreign.map((element) => [element.id, element]));
  const units = new Map<string, SceneElement[]>();
  for (const element of foreign) {
    const container = element.type === "text" ? byId.get(element.containerId ?? "") : undefined;
    const { groupIds, id } = container ?? element;
    const key = groupIds.at(-1) ?? id;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [element]);
    else unit.push(element);
  }
  return units.values();
}

/** The height of an event in the drawing, and how far that moves; undefined where the event is gone. */
interface Row {
  readonly event: string;
  readonly y: number;
  readonly dy: number | undefined;
}

interface Ground {
  readonly travelled: readonly Travelled[];
  readonly rows: readonly Row[];
}

function rowsOf(steps: readonly Travelled[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { before, after } of steps) {
    const event = originOf(before)?.event ?? "";
    if (rows.get(event)?.dy !== undefined) continue;
    const { y } = centre(before);
    rows.set(event, { event, y, dy: after === undefined ? undefined : centre(after).y - y });
  }
  return [...rows.values()].sort((one, other) => one.y - other.y);
}

function moveOf(box: Box, members: readonly SceneElement[], { travelled, rows }: Ground): ForeignMove {
  const gap = rowGap(rows);
  const isTall = box.height > TALL * gap;
  const y = isTall ? box.y : box.y + box.height / 2;
  const ground = isTall ? undefined : groundOf(box, members, travelled);
  if (ground?.after !== undefined) {
    const [from, to] = [centre(ground.before), centre(ground.after)];
    return { dx: to.x - from.x, dy: to.y - from.y };
  }
  const gone = ground === undefined ? {} : { goneEvent: originOf(ground.before)?.event ?? "" };
  const first = rows[0];
  if (first === undefined || y < first.y - gap) return { dx: 0, dy: 0, ...gone };
  const standing = rows.filter(({ dy }) => dy !== undefined);
  return { dx: 0, dy: nearestRow(standing, y)?.dy ?? 0, ...gone };
}

function rowGap(rows: readonly Row[]): number {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || rows.length < 2) return 40;
  return Math.max(10, (last.y - first.y) / (rows.length - 1));
}

function nearestRow(rows: readonly Row[], y: number): Row | undefined {
  let nearest: Row | undefined;
  for (const row of rows) {
    if (nearest === undefined || Math.abs(row.y - y) < Math.abs(nearest.y - y)) nearest = row;
  }
  return nearest;
}

/** Gives what a person's element lies on: what it is grouped with, else of what it covers the nearest. */
function groundOf(
  box: Box,
  members: readonly SceneElement[],
  travelled: readonly Travelled[],
): Travelled | undefined {
  const groups = new Set(members.flatMap(({ groupIds }) => groupIds));
  const bound = boundIds(members);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  let nearest: Travelled | undefined;
  let distance = Infinity;
  for (const each of travelled) {
    const { before } = each;
    if (before.groupIds.some((group) => groups.has(group)) || isBoundTo(before, bound)) return each;
    if ((originOf(before)?.part ?? "").startsWith("life-") || !overlaps(boxOf(before), box)) continue;
    const from = centre(before);
    const away = Math.hypot(from.x - x, from.y - y);
    if (away < distance) {
      nearest = each;
      distance = away;
    }
  }
  return nearest;
}

/** Gives the ids of elements that are bound to these, as an arrow to a shape, and of these. */
function boundIds(members: readonly SceneElement[]): ReadonlySet<string> {
  // Older versions of Excalidraw write null for an empty list.
  const bound = members.flatMap(({ boundElements }) => (boundElements as typeof boundElements | null) ?? []);
  return new Set([...bound, ...members].map(({ id }) => id));
}

/** Whether a generated element is bound to one of a person's: an arrow to a shape, a text to a box. */
function isBoundTo(element: SceneElement, bound: ReadonlySet<string>): boolean {
  if (!bound.has(element.id)) return element.type === "text" && bound.has(element.containerId ?? "");
  return true;
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
