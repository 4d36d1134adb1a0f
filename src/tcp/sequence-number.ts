/**
 * Gives how far `to` lies after `from`, modulo 2^32 and signed (RFC 9293 §3.4): 1 from 0xFFFFFFFF to 0.
 * From −2^31 to 2^31−1; numbers half the space apart count as before.
 */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** Gives the sequence number `count` octets after `from`; `count` may be negative. */
export function addToSequence(from: number, count: number): number {
  return (from + count) >>> 0;
}

/** Gives whether `left` lies before `right` on the shorter way round, or is the same number. */
export function isSequenceUpTo(left: number, right: number): boolean {
  return sequenceDistance(right, left) <= 0;
}

/** Gives whether `left` lies before `right` on the shorter way round. */
export function isSequenceBefore(left: number, right: number): boolean {
  return sequenceDistance(right, left) < 0;
}
