import { ACK, SYN } from "../../tcp/flags";
import type { EndpointIndex, Segment, TraceEvent } from "../../trace/trace";

/** A larger shift counts as this one (RFC 7323 §2.3). */
const MOST_SHIFT = 14;

/** Both ends must offer it. */
const NOT_IN_USE = -1;

/** Shifts of a conversation's ends; an end is missing while nothing tells of it. */
type Shifts = Map<EndpointIndex, number>;

/**
 * Gives the segments of a list their windows after scaling, as a capture has them (RFC 7323 §2.2): by the
 * sender's shift, never in a SYN itself, and not where the peer's SYN offered none. As Wireshark does, the
 * option is taken from any segment.
 */
export function scaleWindows(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const conversations = new Map<number, Shifts>();
  for (const event of events) {
    if (event.kind !== "segment") continue;
    const shifts = conversations.get(event.conversation) ?? new Map<EndpointIndex, number>();
    conversations.set(event.conversation, shifts);
    learnShift(shifts, event);
  }
  return events.map((event) => {
    if (event.kind !== "segment" || event.window === undefined) return event;
    const shift =
      (event.flags & SYN) === 0 ? conversations.get(event.conversation)?.get(event.from) : undefined;
    return { ...event, scaledWindow: event.window * 2 ** Math.max(0, shift ?? 0) };
  });
}

function learnShift(shifts: Shifts, { flags, from, to, options: { windowScale } }: Segment): void {
  if (windowScale !== undefined) shifts.set(from, Math.min(windowScale, MOST_SHIFT));
  if ((flags & SYN) === 0) return;
  if (!shifts.has(from)) {
    shifts.set(from, NOT_IN_USE);
    shifts.set(to, NOT_IN_USE);
  } else if ((flags & ACK) !== 0 && shifts.get(to) === NOT_IN_USE) shifts.set(from, NOT_IN_USE);
}
