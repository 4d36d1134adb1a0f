import { ACK, SYN } from "./flags";
import { addToSequence } from "./sequence-number";

/** Direction of a segment within its conversation; which end is 0 is the caller's choice. */
export type Direction = 0 | 1;

/** What relative numbers depend on; `seq` and `ack` as on the wire. */
export interface NumberedSegment {
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
}

/** The numbers Wireshark shows. */
export interface RelativePair {
  readonly seq: number;
  /** Unchanged where ACK is not set, as Wireshark does: the field means nothing then. */
  readonly ack: number;
}

/** Gives the base of the sender's numbers by its first segment seen: a SYN counts from 0, other segments from 1. */
export function baseBySender(flags: number, seq: number): number {
  return (flags & SYN) !== 0 ? seq : addToSequence(seq, -1);
}

/** Gives the base of the other end's numbers by an acknowledgment of them, seen before any of its own segments. */
export function baseByAcknowledgment(ack: number): number {
  return addToSequence(ack, -1);
}

/**
 * Turns the numbers of one conversation into relative ones by Wireshark's rule.
 *
 * Each direction has its own base, fixed by the first segment that tells about it. Segments
 * are given in order; a segment without sequence number is the caller's to leave out.
 */
export class RelativeNumbers {
  readonly #bases: [number | undefined, number | undefined] = [undefined, undefined];

  /** Gives the relative numbers of the next segment, and learns the bases from it. */
  next(direction: Direction, segment: NumberedSegment): RelativePair {
    const reverse: Direction = direction === 0 ? 1 : 0;
    const hasAck = (segment.flags & ACK) !== 0;
    const forward = (this.#bases[direction] ??= baseBySender(segment.flags, segment.seq));
    if (hasAck) this.#bases[reverse] ??= baseByAcknowledgment(segment.ack);
    return {
      seq: addToSequence(segment.seq, -forward),
      ack: hasAck ? addToSequence(segment.ack, -(this.#bases[reverse] ?? 0)) : segment.ack,
    };
  }
}
