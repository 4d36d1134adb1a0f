import type { Divider, Message, Segment, Trace, TraceEvent } from "./trace";

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;

/** What of a segment, or of a run of them, tells a phase. */
interface Signs {
  readonly flags: number;
  readonly octets: number;
}

/** Parts of a connection's life (RFC 9293 §3.3.2), by what each begins with. */
const PHASES: readonly { readonly caption: string; readonly begins: (signs: Signs) => boolean }[] = [
  { caption: "Establishment", begins: ({ flags }) => (flags & SYN) !== 0 },
  {
    caption: "Data transfer",
    begins: ({ flags, octets }) => (flags & (SYN | FIN | RST)) === 0 && octets > 0,
  },
  { caption: "Teardown", begins: ({ flags }) => (flags & (FIN | RST)) !== 0 },
];

/**
 * Gives the trace with the phases of its connection before the segments they begin with: establishment, data
 * transfer, teardown. Only those that happen; a phase does not come back.
 *
 * Unchanged where a person wrote phases, and with more than one connection, whose phases overlap.
 */
export function withPhases(trace: Trace): Trace {
  const conversations = new Set(
    trace.events.flatMap((event) => (event.kind === "segment" ? [event.conversation] : [])),
  );
  const isWritten = trace.events.some((event) => event.kind === "divider" && event.what === "phase");
  if (conversations.size !== 1 || isWritten) return trace;
  let next = 0;
  const events = trace.events.flatMap((event): TraceEvent[] => {
    if (!isExchange(event)) return [event];
    const found = PHASES.findIndex(({ begins }, i) => i >= next && begins(signsOf(event)));
    const phase = PHASES[found];
    if (phase === undefined) return [event];
    next = found + 1;
    return [dividerBefore(event, phase.caption), event];
  });
  return { ...trace, events };
}

/** A segment, or a row that stands for a run of them. */
type Exchange = Segment | Message;

function isExchange(event: TraceEvent): event is Exchange {
  return event.kind === "segment" || (event.kind === "message" && event.folded !== undefined);
}

function signsOf(event: Exchange): Signs {
  return event.kind === "segment"
    ? { flags: event.flags, octets: event.payloadLength ?? 0 }
    : { flags: 0, octets: event.folded?.octets ?? 0 };
}

function dividerBefore(event: Exchange, caption: string): Divider {
  const time = event.assumedWay?.departure ?? event.time;
  return {
    kind: "divider",
    id: `phase ${caption}`,
    what: "phase",
    text: caption,
    isFound: true,
    ...(time === undefined ? {} : { time }),
  };
}
