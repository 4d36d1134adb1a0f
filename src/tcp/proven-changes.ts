import { endOf, isBareSyn, isCounted } from "./end-memory";
import { ACK, FIN, RST, SYN } from "./flags";
import { isSequenceBefore } from "./sequence-number";
import type { StateChange, StateSegment, TcpState } from "./tcp-state";

/** A change as it is found; `isShown`: by the segment that made it. */
export interface FoundChange extends StateChange {
  readonly isShown: boolean;
}

/** Gives true where the sender of `segment` shows by it that `earlier` had arrived; where it cannot show it, too. */
export function hasReceived(segment: StateSegment, earlier: StateSegment): boolean {
  if (isBareSyn(segment)) return !isCounted(earlier);
  // In a simultaneous open both SYN,ACKs carry the numbers of the SYNs: who still sends SYN has not seen the other's.
  if ((segment.flags & SYN) !== 0 && (earlier.flags & (SYN | ACK)) === (SYN | ACK)) return false;
  if (!isCounted(earlier) || (segment.flags & ACK) === 0) return true;
  // Data on a SYN need not be taken with it (RFC 7413 §3).
  const end = (earlier.flags & SYN) === 0 ? endOf(earlier) : endOf({ ...earlier, payloadLength: 0 });
  return end === undefined || segment.ack === undefined || !isSequenceBefore(segment.ack, end);
}

/** Gives the changes, each with the segment of its end that shows it. */
export function proven(
  changes: readonly FoundChange[],
  segments: readonly StateSegment[],
): readonly StateChange[] {
  const later: [StateChange | undefined, StateChange | undefined] = [undefined, undefined];
  const done: StateChange[] = [];
  for (let at = changes.length - 1; at >= 0; at -= 1) {
    const found = changes[at];
    if (found === undefined) continue;
    const { isShown, ...change } = found;
    done.push({
      ...change,
      provenBy: isShown ? change.cause.segment : shownBy(change, later[change.end], segments),
    });
    later[change.end] = change;
  }
  return done.reverse();
}

/** Gives the first segment of an end, before its next change or making it, that shows that a change had happened. */
function shownBy(
  change: StateChange,
  next: StateChange | undefined,
  segments: readonly StateSegment[],
): number | undefined {
  const cause = segments[change.cause.segment];
  if (change.cause.kind !== "arrived" || cause === undefined) return undefined;
  for (
    let at = Math.max(change.cause.segment, change.afterOwn) + 1;
    at < endOfChange(next, segments);
    at += 1
  ) {
    const segment = segments[at];
    if (segment?.from === change.end && shows(segment, change.to, cause)) return at;
  }
  return undefined;
}

/** Gives the position after the last segment that an end sent in a state, the one that left it included. */
function endOfChange(next: StateChange | undefined, segments: readonly StateSegment[]): number {
  if (next === undefined) return segments.length;
  return next.cause.kind === "sent" ? next.cause.segment + 1 : next.afterOwn + 1;
}

function shows(segment: StateSegment, state: TcpState, cause: StateSegment): boolean {
  if ((segment.flags & ACK) === 0 || state === "LISTEN") return false;
  // Data, or an acknowledgment without SYN, is not sent before the connection is established.
  if (state === "ESTABLISHED" && (segment.flags & (SYN | FIN | RST)) === 0) return true;
  return isCounted(cause) && hasReceived(segment, cause);
}
