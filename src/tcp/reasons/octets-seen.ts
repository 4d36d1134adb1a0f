import { addToSequence, isSequenceBefore } from "../sequence-number";
import { FIN, SYN } from "../flags";
import type { SegmentColumns } from "./segment-columns";

/** Octets passed by, and the segment that passed them. */
export interface Hole {
  left: number;
  right: number;
  /** Position of the segment after the hole. */
  readonly seenAt: number;
}

/** What a segment's octets are to those seen before from the same end. */
export type Coverage =
  | { readonly kind: "new" }
  /** Beyond the next octet: a hole is left. */
  | { readonly kind: "ahead"; readonly hole: Hole }
  | { readonly kind: "fills"; readonly hole: Hole }
  /** All seen before; the latest segment that held the first of them, where there is one. */
  | { readonly kind: "again"; readonly original: number | undefined };

const NEW: Coverage = { kind: "new" };

/** Holes that are remembered at most; a sender has fewer under way. */
const MOST_HOLES = 1000;
/** Segments among which the one that is repeated is looked for. */
const MOST_RANGES = 500;

/** Gives the sequence number after a segment whose own is known, SYN and FIN counted. */
export function endOfSegment(columns: SegmentColumns, at: number): number {
  const counted = countedFlags(columns.flagsOf(at));
  return addToSequence(columns.seqOf(at), columns.lengthOf(at) + counted);
}

/** Gives how many octets the flags of a segment count as: one each for SYN and FIN. */
export function countedFlags(flags: number): number {
  return ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
}

/** The octets of one end that were seen, SYN and FIN counted as one each; numbers raw. */
export class OctetsSeen {
  /** The number after the highest octet seen; meant where `isBegun`. */
  end = 0;
  isBegun = false;
  holes: Hole[] = [];
  /** The latest segment that was added: those before it follow by `SegmentColumns.previous`. */
  #latest = -1;
  readonly #columns: SegmentColumns;

  constructor(columns: SegmentColumns) {
    this.#columns = columns;
  }

  /** Forgets everything: what comes now is counted by other numbers. */
  beginAnew(): void {
    this.isBegun = false;
    this.holes = [];
    this.#latest = -1;
  }

  /** Gives what the octets of the segment at a position are, and remembers them; its number is known. */
  add(position: number): Coverage {
    const columns = this.#columns;
    const left = columns.seqOf(position);
    const right = endOfSegment(columns, position);
    const coverage = this.#coverage(left, right, position);
    if (coverage.kind === "ahead" && this.holes.length < MOST_HOLES) this.holes.push({ ...coverage.hole });
    if (coverage.kind === "fills") this.#fill(left, right);
    if (!this.isBegun || isSequenceBefore(this.end, right)) this.end = right;
    this.isBegun = true;
    columns.previous[position] = this.#latest;
    this.#latest = position;
    return coverage;
  }

  #coverage(left: number, right: number, position: number): Coverage {
    const { end, holes } = this;
    if (!this.isBegun || left === end) return NEW;
    if (isSequenceBefore(end, left))
      return { kind: "ahead", hole: { left: end, right: left, seenAt: position } };
    const hole = holes.find(
      (each) => isSequenceBefore(left, each.right) && isSequenceBefore(each.left, right),
    );
    if (hole !== undefined) return { kind: "fills", hole: { ...hole } };
    // Data that takes up the octet of a probe again brings something new.
    return isSequenceBefore(end, right) ? NEW : { kind: "again", original: this.#original(left) };
  }

  /** Repeats follow soon: only the latest segments are looked through. */
  #original(left: number): number | undefined {
    const columns = this.#columns;
    let at = this.#latest;
    for (let tries = 0; tries < MOST_RANGES && at >= 0; tries += 1) {
      const first = columns.seqOf(at);
      if (!isSequenceBefore(left, first) && isSequenceBefore(left, endOfSegment(columns, at))) return at;
      at = columns.previous[at] ?? -1;
    }
    return undefined;
  }

  #fill(left: number, right: number): void {
    for (const hole of [...this.holes]) {
      if (!isSequenceBefore(left, hole.right) || !isSequenceBefore(hole.left, right)) continue;
      const at = this.holes.indexOf(hole);
      const rest: Hole[] = [];
      if (isSequenceBefore(hole.left, left)) rest.push({ ...hole, right: left });
      if (isSequenceBefore(right, hole.right)) rest.push({ ...hole, left: right });
      this.holes.splice(at, 1, ...rest);
    }
  }
}
