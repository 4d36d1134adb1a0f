import { FIN, SYN } from "../../../tcp/flags";
import { addToSequence } from "../../../tcp/sequence-number";
import { endKey } from "../frame-conversations";
import type { PastedFrame, PastedSegment } from "../pasted-frame";
import { isMisreadOf, isSwapOf, roughShape } from "./confusable";
import type { Repair } from "./repair";

/** Shorter numbers differ in one digit too often to tell a misread one. */
const SHORTEST = 5;
const LONG = 8;
/** Rows that must agree on where an end's numbers begin. */
const FEWEST_VOTES = 2;
/** Where more borders than these look alike, more than one fits. */
const MOST_COMPARED = 200;

/** One end's numbers: where its segments may begin and end, once its first number is known. */
interface Space {
  /** Octets sent so far, as offsets from the first number; every border of a segment. */
  readonly borders: number[];
  readonly votes: Map<number, number>;
}

/**
 * Repairs sequence and acknowledgment numbers that look like a border of the sender's segments.
 *
 * The first pass adds up the lengths each end sent and lets every number vote for the number the end
 * began with; the second replaces a number that is no border, where exactly one border looks like it.
 */
export function repairNumbers(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  return repairAlike(frames, note, { shortest: SHORTEST, looks: isMisreadOf });
}

/** The same for a text that shows no other damage: only long numbers, and only 0 for 8 or 8 for 0. */
export function repairSwaps(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  return repairAlike(frames, note, { shortest: LONG, looks: isSwapOf });
}

/** How much a number may differ from what it is taken for. */
interface Likeness {
  readonly shortest: number;
  readonly looks: (found: string, meant: string) => boolean;
}

function repairAlike(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
  likeness: Likeness,
): readonly PastedFrame[] {
  const spaces = new Map<string, Space>();
  const keys = frames.map((frame) => (frame.segment === undefined ? undefined : keysOf(frame)));
  for (const [i, { segment }] of frames.entries()) {
    const key = keys[i];
    if (segment !== undefined && key !== undefined) vote(spaces, key, segment);
  }
  const known = new Map([...spaces].map(([key, space]) => [key, bordersOf(space)]));
  return frames.map((frame, i) => {
    const { segment, line } = frame;
    const key = keys[i];
    if (segment === undefined || key === undefined) return frame;
    const seq = meantNumber(segment.seq, known.get(key.own), likeness);
    const ack = meantNumber(segment.ack, known.get(key.peer), likeness);
    if (seq === segment.seq && ack === segment.ack) return frame;
    for (const [found, made] of [
      [segment.seq, seq],
      [segment.ack, ack],
    ]) {
      if (found !== made) note({ code: "repaired-number", line, found: String(found), made: String(made) });
    }
    return {
      ...frame,
      segment: {
        ...segment,
        ...(seq === undefined ? {} : { seq }),
        ...(ack === undefined ? {} : { ack }),
      },
    };
  });
}

/** Whose numbers a segment's sequence number and acknowledgment are. */
interface SpaceKeys {
  readonly own: string;
  readonly peer: string;
}

function keysOf({ source, destination }: PastedFrame): SpaceKeys {
  const [from, to] = [endKey(source), endKey(destination)];
  return { own: `${from} ${to}`, peer: `${to} ${from}` };
}

function vote(spaces: Map<string, Space>, keys: SpaceKeys, segment: PastedSegment): void {
  const own = spaceOf(spaces, keys.own);
  const peer = spaceOf(spaces, keys.peer);
  const start = own.borders.at(-1) ?? 0;
  if (segment.seq !== undefined) count(own.votes, addToSequence(segment.seq, -start));
  if (segment.ack !== undefined && peer.borders.length > 0)
    count(peer.votes, addToSequence(segment.ack, -(peer.borders.at(-1) ?? 0)));
  const octets = (segment.payloadLength ?? 0) + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1);
  if (own.borders.length === 0) own.borders.push(0);
  if (octets > 0) own.borders.push(start + octets);
}

function spaceOf(spaces: Map<string, Space>, key: string): Space {
  const known = spaces.get(key);
  if (known !== undefined) return known;
  const space: Space = { borders: [], votes: new Map() };
  spaces.set(key, space);
  return space;
}

function count(votes: Map<number, number>, base: number): void {
  votes.set(base, (votes.get(base) ?? 0) + 1);
}

/** The borders of one end's segments as numbers: all of them, and by what they look like once that is asked for. */
interface Borders {
  readonly numbers: ReadonlySet<number>;
  alike: ReadonlyMap<string, readonly number[]> | undefined;
}

function bordersOf(space: Space): Borders | undefined {
  const base = winner(space.votes);
  if (base === undefined) return undefined;
  return { numbers: new Set(space.borders.map((offset) => addToSequence(base, offset))), alike: undefined };
}

function byShape(numbers: ReadonlySet<number>): ReadonlyMap<string, readonly number[]> {
  const alike = new Map<string, number[]>();
  for (const number of numbers) {
    const shape = roughShape(String(number));
    const known = alike.get(shape);
    if (known === undefined) alike.set(shape, [number]);
    else known.push(number);
  }
  return alike;
}

function meantNumber(
  number: number | undefined,
  borders: Borders | undefined,
  { shortest, looks }: Likeness,
): number | undefined {
  if (number === undefined || borders === undefined || borders.numbers.has(number)) return number;
  const found = String(number);
  if (found.length < shortest) return number;
  borders.alike ??= byShape(borders.numbers);
  const candidates = borders.alike.get(roughShape(found)) ?? [];
  const fitting = candidates.slice(0, MOST_COMPARED).filter((border) => looks(found, String(border)));
  const [made] = fitting;
  if (made === undefined || fitting.length !== 1) return number;
  return made;
}

/** The first number that most rows agree on; undefined in a tie, or where too few do. */
function winner(votes: ReadonlyMap<number, number>): number | undefined {
  const [first, second] = [...votes].sort(([, left], [, right]) => right - left);
  if (first === undefined || first[1] < FEWEST_VOTES) return undefined;
  return second !== undefined && second[1] === first[1] ? undefined : first[0];
}
