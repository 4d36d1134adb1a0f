import { isBareSyn, isCounted } from "./end-memory";
import { ACK, FIN, RST, SYN } from "./flags";
import type { End, StateSegment } from "./tcp-state";

/** What the ends will still send, asked from a position in the list of their segments. */
export class WireOutlook {
  readonly #segments: readonly StateSegment[];
  /** Positions, −1 where there is none: the last segment, the last with data or FIN, the first FIN. */
  readonly #last: [number, number] = [-1, -1];
  readonly #lastCounted: [number, number] = [-1, -1];
  readonly #firstFin: [number, number] = [-1, -1];
  /** Of each end, the position of its next segment after a position. */
  readonly #next: readonly [Int32Array, Int32Array];

  constructor(segments: readonly StateSegment[]) {
    this.#segments = segments;
    const length = segments.length + 1;
    this.#next = [new Int32Array(length).fill(-1), new Int32Array(length).fill(-1)];
    segments.forEach((segment, position) => {
      const { from, flags } = segment;
      this.#last[from] = position;
      if (isCounted(segment) && (flags & SYN) === 0) this.#lastCounted[from] = position;
      if ((flags & FIN) !== 0 && this.#firstFin[from] === -1) this.#firstFin[from] = position;
    });
    for (let at = segments.length - 1; at > 0; at -= 1) {
      for (const end of [0, 1] as const)
        this.#next[end][at - 1] = segments[at]?.from === end ? at : (this.#next[end][at] ?? -1);
    }
  }

  /** Gives true where an end sends data or its first FIN after a position, and has sent no FIN until then. */
  isStillSending(end: End, position: number): boolean {
    const fin = this.#firstFin[end];
    return this.#lastCounted[end] > position && (fin === -1 || fin > position);
  }

  /** Gives the position of an end's first FIN, −1 where it sends none. */
  firstFin(end: End): number {
    return this.#firstFin[end];
  }

  /** Gives true where an end sends anything after a position. */
  speaksAfter(end: End, position: number): boolean {
    return this.#last[end] > position;
  }

  /** Gives the position of an end's next segment after a position, −1 where there is none. */
  nextOf(end: End, position: number): number {
    return this.#next[end][position] ?? -1;
  }

  /** Gives true where an end answers the SYN at a position with SYN,ACK before it sends another SYN or RST. */
  isAccepted(end: End, position: number): boolean {
    for (let at = this.#next[end][position] ?? -1; at >= 0; at = this.#next[end][at] ?? -1) {
      const segment = this.#segments[at];
      if (segment === undefined || isBareSyn(segment) || (segment.flags & RST) !== 0) return false;
      if ((segment.flags & (SYN | ACK)) === (SYN | ACK)) return true;
    }
    return false;
  }
}
