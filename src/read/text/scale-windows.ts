import { SYN } from "../../tcp/flags";
import type { Segment, TraceEvent } from "../../trace/trace";

/**
 * Gives the segments of a list their windows after scaling, as a capture has them (RFC 7323 §2.2): by the
 * shift in the sender's SYN, never in a SYN itself, and not where the peer's SYN names none.
 */
export function scaleWindows(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const shifts = new Map<number, Map<number, number | undefined>>();
  for (const event of events) {
    if (event.kind !== "segment" || (event.flags & SYN) === 0) continue;
    const ends = shifts.get(event.conversation) ?? new Map<number, number | undefined>();
    shifts.set(event.conversation, ends.set(event.from, event.options.windowScale));
  }
  return events.map((event) => {
    if (event.kind !== "segment" || event.window === undefined) return event;
    const ends = shifts.get(event.conversation);
    const isScaled = [...(ends?.values() ?? [])].every((shift) => shift !== undefined);
    const factor = factorOf(event, isScaled ? ends?.get(event.from) : 0);
    return { ...event, scaledWindow: event.window * factor };
  });
}

function factorOf({ flags }: Segment, shift = 0): number {
  return (flags & SYN) === 0 ? 2 ** Math.min(shift, MOST_SHIFT) : 1;
}

/** A larger shift counts as this one. */
const MOST_SHIFT = 14;
