import { isBareSyn } from "./end-memory";
import { ACK, RST, SYN } from "./flags";
import { addToSequence } from "./sequence-number";
import type { End, StateSegment } from "./tcp-state";
import type { WireOutlook } from "./wire-outlook";

/**
 * Gives the positions of SYNs of earlier connections that turn up late (RFC 9293 §3.5, figures 8 and 11): their
 * sender answers the SYN,ACK with a bare reset at just that number, as an end does that knows nothing of it.
 *
 * Not those of a connection that goes on afterwards, nor of one that both ends open.
 */
export function oldSyns(segments: readonly StateSegment[], outlook: WireOutlook): ReadonlySet<number> {
  const old = new Set<number>();
  const known = new Set<string>();
  for (const [position, answer] of segments.entries()) {
    const end: End = answer.from === 0 ? 1 : 0;
    if (isBareSyn(answer)) known.add(synKey(answer));
    if (!isRefused(answer, segments[outlook.nextOf(end, position)])) continue;
    const isBoth = known.has(synKey(answer));
    if (isBoth || segments.some((each, at) => at > position && goesOn(each, answer))) continue;
    for (const [at, each] of segments.entries()) if (at < position && isAnswered(each, answer)) old.add(at);
  }
  return old;
}

function synKey({ from, seq }: StateSegment): string {
  return `${String(from)} ${String(seq)}`;
}

function isRefused({ flags, ack, isLost }: StateSegment, next: StateSegment | undefined): boolean {
  if ((flags & (SYN | ACK)) !== (SYN | ACK) || isLost || ack === undefined || next === undefined)
    return false;
  return (next.flags & (RST | ACK)) === RST && next.seq === ack;
}

function goesOn({ from, flags, seq }: StateSegment, answer: StateSegment): boolean {
  return from !== answer.from && (flags & (RST | ACK)) === ACK && seq === answer.ack;
}

function isAnswered(segment: StateSegment, answer: StateSegment): boolean {
  const { from, seq, payloadLength } = segment;
  if (from === answer.from || !isBareSyn(segment) || seq === undefined) return false;
  return [1, 1 + payloadLength].some((count) => addToSequence(seq, count) === answer.ack);
}
