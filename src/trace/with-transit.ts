import { nanoseconds, type Nanoseconds } from "../base/time";
import type { ObservedSegment } from "../tcp/observed-segment";
import type { End } from "../tcp/tcp-state";
import { conversationSegments, type ConversationSegments } from "./conversation-segments";
import type { Segment, Trace, Transit } from "./trace";

const FIN = 0x01;
const SYN = 0x02;
const ACK = 0x10;

/** An end that answers within this part of the other's time stands where the capture was taken. */
const NEAR_SHARE = 0.2;

/** An answer after a repetition counts where it took at least this part of the least other one. */
const LIKELY_SHARE = 0.7;

/** Where both ends answer sooner, what was measured is programs at work (loopback), not a way. */
const LEAST_ROUND_TRIP = 200_000;

/**
 * Gives the trace of a capture with the times at which its segments are assumed to have left and arrived.
 *
 * A capture is taken at one point of the way. How long each end took to answer, from the SYN and its SYN,ACK
 * on, tells how far that point is from either: half of the least time is the way there. So no
 * acknowledgment leaves before what it acknowledges has arrived. Unchanged where an end's answer to a SYN
 * was not seen, where the ends are as near as on loopback, and in lists, whose
 * times a person gave.
 */
export function withTransit(trace: Trace): Trace {
  if (trace.source.format === "event list") return trace;
  const ways = new Map<string, NonNullable<Segment["assumedWay"]>>();
  const transits = new Map<number, Transit>();
  for (const conversation of conversationSegments(trace)) {
    const [client, server] = conversation.ends;
    // A loop at one lifeline has no way to go.
    if (client === server || conversation.segments.some(({ arrival }) => arrival !== undefined)) continue;
    const transit = transitOf(conversation);
    if (transit === undefined) continue;
    transits.set(conversation.conversation, transit);
    for (const [i, { from, time }] of conversation.segments.entries()) {
      const event = conversation.events[i];
      if (event !== undefined && time !== undefined) ways.set(event.id, wayOf(time, from, transit));
    }
  }
  if (transits.size === 0) return trace;
  const conversations = trace.conversations.map((each) => {
    const transit = transits.get(each.number);
    return transit === undefined ? each : { ...each, transit };
  });
  const events = trace.events.map((event) => {
    const assumedWay = ways.get(event.id);
    return assumedWay === undefined || event.kind !== "segment" ? event : { ...event, assumedWay };
  });
  return { ...trace, conversations, events };
}

function wayOf(time: number, from: End, transit: Transit): NonNullable<Segment["assumedWay"]> {
  const [before, after] = from === 0 ? [transit.client, transit.server] : [transit.server, transit.client];
  return { departure: nanoseconds(time - before), arrival: nanoseconds(time + after) };
}

function transitOf(conversation: ConversationSegments): Transit | undefined {
  const [client, server] = [leastAnswer(conversation, 0), leastAnswer(conversation, 1)];
  if (client === undefined || server === undefined) return undefined;
  const longest = Math.max(client, server);
  if (longest < LEAST_ROUND_TRIP) return undefined;
  const half = (span: number): Nanoseconds =>
    nanoseconds(span < NEAR_SHARE * longest ? 0 : Math.floor(span / 2));
  return { client: half(client), server: half(server) };
}

/** Gives the least time in which an end answered; undefined where no answer to a SYN was seen. */
function leastAnswer(conversation: ConversationSegments, end: End): number | undefined {
  const answers = answersOf(conversation, end);
  if (!answers.some(({ isHandshake }) => isHandshake)) return undefined;
  const least = Math.min(...answers.map(({ span }) => span));
  const likely = spansAfterRepeats(conversation, end).filter((span) => span >= LIKELY_SHARE * least);
  return Math.min(least, ...likely);
}

interface Answer {
  readonly span: number;
  readonly isHandshake: boolean;
}

/** Gives how long an end took to acknowledge each segment that had been sent only once. */
function answersOf({ segments, events }: ConversationSegments, end: End): readonly Answer[] {
  const positions = new Map(events.map(({ frame }, i) => [frame, i]));
  const sent = new Map<string, number>();
  // In a simultaneous open the peer's SYN,ACK repeats its SYN: what is answered is the SYN.
  const syn = segments.find(({ from, flags }) => from !== end && (flags & SYN) !== 0);
  return segments.flatMap((segment) => {
    if (segment.from !== end) {
      sent.set(keyOf(segment), (sent.get(keyOf(segment)) ?? 0) + 1);
      return [];
    }
    const acked = segments[positions.get(segment.analysis?.acksFrame) ?? -1];
    if (acked === undefined || sent.get(keyOf(acked)) !== 1) return [];
    const isHandshake = (acked.flags & SYN) !== 0;
    const span = (segment.time ?? 0) - ((isHandshake ? syn?.time : acked.time) ?? Infinity);
    return span > 0 ? [{ span, isHandshake }] : [];
  });
}

/** Gives the times from data sent again to the next segment of the end that may answer them, or the first try. */
function spansAfterRepeats({ segments }: ConversationSegments, end: End): readonly number[] {
  const sent = new Set<string>();
  let repeated: number | undefined;
  return segments.flatMap((segment) => {
    if (segment.from !== end) {
      if (segment.payloadLength > 0 && sent.has(keyOf(segment))) repeated = segment.time;
      sent.add(keyOf(segment));
      return [];
    }
    const span = repeated === undefined ? 0 : (segment.time ?? 0) - repeated;
    repeated = undefined;
    return span > 0 ? [span] : [];
  });
}

/** The same for a segment and its repetitions: the answer to one of them may be to another. */
function keyOf({ flags, seq, payloadLength }: ObservedSegment): string {
  const isCounted = payloadLength > 0 || (flags & (SYN | FIN)) !== 0;
  return `${String(flags & (SYN | FIN | ACK))} ${isCounted ? "counted" : "bare"} ${String(seq)}`;
}
