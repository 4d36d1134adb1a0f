import { FIN, SYN } from "../../../tcp/flags";
import { addToSequence } from "../../../tcp/sequence-number";
import { EndKeys } from "../frame-conversations";
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
  /** Once all rows have voted. */
  known: Borders | undefined;
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
  if (!frames.some(({ segment }) => isLong(segment, 10 ** (likeness.shortest - 1)))) return frames;
  const spaces = new NumberSpaces();
  const pairs = frames.map((frame) => (frame.segment === undefined ? undefined : spaces.pairOf(frame)));
  for (let i = 0; i < frames.length; i += 1) {
    const pair = pairs[i];
    const segment = frames[i]?.segment;
    if (segment !== undefined && pair !== undefined) vote(pair, segment);
  }
  for (const space of spaces.all) space.known = bordersOf(space);
  return frames.map((frame, i) => {
    const { segment, line } = frame;
    const pair = pairs[i];
    if (segment === undefined || pair === undefined) return frame;
    const seq = meantNumber(segment.seq, pair.own.known, likeness);
    const ack = meantNumber(segment.ack, pair.peer.known, likeness);
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

function isLong(segment: PastedSegment | undefined, least: number): boolean {
  return (segment?.seq ?? 0) >= least || (segment?.ack ?? 0) >= least;
}

/** Whose numbers a segment's sequence number and acknowledgment are. */
interface SpacePair {
  readonly own: Space;
  readonly peer: Space;
}

/** The numbers of all ends, by themselves and by whom they talk to. */
class NumberSpaces {
  readonly all: Space[] = [];
  readonly #keys = new EndKeys();
  readonly #spaces = new Map<string, Map<string, Space>>();

  pairOf({ source, destination }: PastedFrame): SpacePair {
    const [from, to] = [this.#keys.keyOf(source), this.#keys.keyOf(destination)];
    return { own: this.#space(from, to), peer: this.#space(to, from) };
  }

  #space(from: string, to: string): Space {
    const peers = this.#spaces.get(from) ?? new Map<string, Space>();
    if (peers.size === 0) this.#spaces.set(from, peers);
    const known = peers.get(to);
    if (known !== undefined) return known;
    const space: Space = { borders: [], votes: new Map(), known: undefined };
    peers.set(to, space);
    this.all.push(space);
    return space;
  }
}

function vote({ own, peer }: SpacePair, segment: PastedSegment): void {
  const start = own.borders.at(-1) ?? 0;
  if (segment.seq !== undefined) count(own.votes, addToSequence(segment.seq, -start));
  if (segment.ack !== undefined && peer.borders.length > 0)
    count(peer.votes, addToSequence(segment.ack, -(peer.borders.at(-1) ?? 0)));
  const octets = (segment.payloadLength ?? 0) + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1);
  if (own.borders.length === 0) own.borders.push(0);
  if (octets > 0) own.borders.push(start + octets);
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
