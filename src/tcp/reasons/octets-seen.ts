import { isSequenceBefore } from "../sequence-number";

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

/** Holes that are remembered at most; a sender has fewer under way. */
const MOST_HOLES = 1000;
/** Segments among which the one that is repeated is looked for. */
const MOST_RANGES = 500;

/** The octets of one end that were seen, SYN and FIN counted as one each; numbers raw. */
export class OctetsSeen {
  /** After the highest octet; undefined until one is seen. */
  #end: number | undefined;
  readonly holes: Hole[] = [];
  readonly #ranges: { readonly left: number; readonly right: number; readonly position: number }[] = [];

  /** The number after the highest octet seen. */
  get end(): number | undefined {
    return this.#end;
  }

  /** Gives what the octets from `left` to before `right` are, sent by the segment at `position`, and remembers them. */
  add(left: number, right: number, position: number): Coverage {
    const coverage = this.#coverage(left, right, position);
    if (coverage.kind === "ahead" && this.holes.length < MOST_HOLES) this.holes.push({ ...coverage.hole });
    if (coverage.kind === "fills") this.#fill(left, right);
    if (this.#end === undefined || isSequenceBefore(this.#end, right)) this.#end = right;
    this.#ranges.push({ left, right, position });
    return coverage;
  }

  #coverage(left: number, right: number, position: number): Coverage {
    const end = this.#end;
    if (end === undefined || left === end) return { kind: "new" };
    if (isSequenceBefore(end, left))
      return { kind: "ahead", hole: { left: end, right: left, seenAt: position } };
    const hole = this.holes.find(
      (each) => isSequenceBefore(left, each.right) && isSequenceBefore(each.left, right),
    );
    if (hole !== undefined) return { kind: "fills", hole: { ...hole } };
    // Data that takes up the octet of a probe again brings something new.
    return isSequenceBefore(end, right) ? { kind: "new" } : { kind: "again", original: this.#original(left) };
  }

  /** Repeats follow soon: only the latest segments are looked through. */
  #original(left: number): number | undefined {
    const least = Math.max(0, this.#ranges.length - MOST_RANGES);
    for (let at = this.#ranges.length - 1; at >= least; at -= 1) {
      const range = this.#ranges[at];
      if (range !== undefined && !isSequenceBefore(left, range.left) && isSequenceBefore(left, range.right))
        return range.position;
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
