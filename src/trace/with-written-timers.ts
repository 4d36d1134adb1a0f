import type { EndpointEvent, Trace, TraceEvent } from "./trace";

/** `start TIME-WAIT 60s`, `stop RTO`, `expire RTO`: the words of a timer in a list. */
const WORDS = /^(start|stop|expire|expires|restart)\s+(\S+)/iu;

/**
 * Gives the trace of a list with a span from each timer's start to where it is stopped, expires or starts again.
 *
 * The lines keep their words; a span has none. A timer that is never stopped has no span: nobody says how
 * long it ran.
 */
export function withWrittenTimers(trace: Trace): Trace {
  const running = new Map<string, EndpointEvent>();
  const events = trace.events.flatMap((event): TraceEvent[] => {
    const words = timerWords(event);
    if (words === undefined) return [event];
    const key = `${String(words.event.endpoint)} ${words.name}`;
    const started = running.get(key);
    running.delete(key);
    if (words.isStart) running.set(key, words.event);
    return started === undefined ? [event] : [event, spanOf(started, words.event)];
  });
  return { ...trace, events };
}

interface TimerWords {
  readonly event: EndpointEvent;
  readonly name: string;
  readonly isStart: boolean;
}

function timerWords(event: TraceEvent): TimerWords | undefined {
  if (event.kind !== "endpoint-event" || event.what !== "timer" || event.since !== undefined)
    return undefined;
  const [, verb = "", name = ""] = WORDS.exec(event.text) ?? [];
  if (name === "") return undefined;
  return { event, name: name.toLowerCase(), isStart: verb.toLowerCase().endsWith("start") };
}

function spanOf(start: EndpointEvent, end: EndpointEvent): EndpointEvent {
  return {
    kind: "endpoint-event",
    id: `span of ${start.id}`,
    endpoint: start.endpoint,
    what: "timer",
    text: "",
    since: { event: start.id, side: "arrival" },
    at: { event: end.id, side: "arrival" },
  };
}
