import { LIFELINE } from "./align-trails";
import { boxOf, centre, overlaps, unionBox, type Box } from "./element-box";
import { isRecord, originOf } from "./merge-base";
import { isFrame } from "./merge-frames";
import type { SceneElement } from "./scene";

/** Movements below this are none. */
const EXACT = 0.01;

/** Something as high as this many rows belongs to where it begins, not to what is in its middle. */
const TALL = 3;

/** What stood at a deleted row is one gap above the next, but for rounding. */
const TIE = 0.5;

/** Where a person's element is to go, and the event it sat on where that is gone. */
export interface ForeignMove {
  readonly dx: number;
  readonly dy: number;
  readonly goneEvent?: string;
  /** By how much a frame grows around what is in it. */
  readonly wider?: number;
  readonly higher?: number;
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
    const [frame] = members.filter(isFrame);
    const move =
      (frame === undefined ? undefined : frameMove(frame, travelled)) ??
      moveOf(unionBox(members), members, { travelled, rows });
    const { dx, dy, wider = 0, higher = 0 } = move;
    const isNothing = [dx, dy, wider, higher].every((by) => Math.abs(by) <= EXACT);
    if (isNothing && move.goneEvent === undefined) continue;
    // What is in one group with a frame goes where it goes, and keeps its size.
    const { wider: _, higher: __, ...place } = move;
    for (const member of members) moves.set(member.id, member === frame ? move : place);
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
  const grounds = groundsOf(members, travelled, isTall ? undefined : box);
  const isAbove = rows.every((row) => y < row.y - gap + TIE);
  const goneEvent = lostEvent(grounds, isAbove ? undefined : nearestRow(rows, y));
  const gone = goneEvent === undefined ? {} : { goneEvent };
  const ground = grounds.find(({ after }) => after !== undefined);
  if (ground?.after !== undefined) {
    const [from, to] = [centre(ground.before), centre(ground.after)];
    return { dx: to.x - from.x, dy: to.y - from.y, ...gone };
  }
  const standing = isAbove ? [] : rows.filter(({ dy }) => dy !== undefined);
  return { dx: 0, dy: nearestRow(standing, y)?.dy ?? 0, ...gone };
}

/** Gives the event that is gone of those an element belongs to, or that it stood beside. */
function lostEvent(grounds: readonly Travelled[], beside: Row | undefined): string | undefined {
  const lost = grounds.find(({ after }) => after === undefined);
  if (lost !== undefined) return originOf(lost.before)?.event;
  return grounds.length === 0 && beside?.dy === undefined ? beside?.event : undefined;
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

/** Gives what a person's element belongs to; without a box, only what it is tied to. */
function groundsOf(
  members: readonly SceneElement[],
  travelled: readonly Travelled[],
  box: Box | undefined,
): readonly Travelled[] {
  const tied = tiedGrounds(members, travelled);
  if (tied.length > 0 || box === undefined) return tied;
  const covered = coveredGround(box, travelled);
  return covered === undefined ? [] : [covered];
}

/** Gives what a person's element is grouped with or bound to. */
function tiedGrounds(
  members: readonly SceneElement[],
  travelled: readonly Travelled[],
): readonly Travelled[] {
  const groups = new Set(members.flatMap(({ groupIds }) => groupIds));
  const bound = new Set([...members.map(({ id }) => id), ...members.flatMap(boundIds)]);
  return travelled.filter(
    ({ before }) =>
      before.groupIds.some((group) => groups.has(group)) ||
      bound.has(before.id) ||
      (before.type === "text" && bound.has(before.containerId ?? "")),
  );
}

/** Gives the ids of the elements that one is bound to: the texts and arrows at it, its box, the ends of an arrow. */
function boundIds(element: SceneElement): readonly string[] {
  const fields: Readonly<Record<string, unknown>> = { ...element };
  // Older versions of Excalidraw write null for an empty list.
  const bound = (element.boundElements as typeof element.boundElements | null) ?? [];
  const ends = [fields["endBinding"], fields["startBinding"]].map((end) =>
    isRecord(end) ? end["elementId"] : undefined,
  );
  return [...bound.map(({ id }) => id), fields["containerId"], ...ends].filter(
    (id) => typeof id === "string",
  );
}

/** Gives what a person's element lies on: of what it covers, the nearest. */
function coveredGround(box: Box, travelled: readonly Travelled[]): Travelled | undefined {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  let nearest: Travelled | undefined;
  let distance = Infinity;
  for (const each of travelled) {
    const { before } = each;
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

/** Gives how a frame follows the generated elements in it that are still there; undefined where there are none. */
function frameMove(frame: SceneElement, travelled: readonly Travelled[]): ForeignMove | undefined {
  const held = travelled.flatMap(({ before, after }) =>
    before.frameId === frame.id && after !== undefined ? [{ before, after }] : [],
  );
  if (held.length === 0) return undefined;
  const from = unionBox(held.map(({ before }) => before));
  const to = unionBox(held.map(({ after }) => after));
  // A frame that held what is now elsewhere keeps its size: it has no inside out.
  const wider = Math.max(to.width - from.width, -frame.width / 2);
  const higher = Math.max(to.height - from.height, -frame.height / 2);
  return { dx: to.x - from.x, dy: to.y - from.y, wider, higher };
}
