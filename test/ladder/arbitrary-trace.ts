import fc from "fast-check";
import { nanoseconds } from "../../src/base/time";
import type { LadderOptions } from "../../src/ladder/ladder-options";
import { defaultLadderOptions } from "../../src/ladder/ladder-options";
import type { Endpoint, FoldedRun, Message, Segment, Trace, TraceEvent } from "../../src/trace/trace";

/** Words as people write them, and as nobody should. */
const words = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("SYN seq=client", "日本語のラベル", "שלום עולם", "x".repeat(300), "", "a b ".repeat(40)),
);

const time = fc.option(fc.double({ min: 0, max: 2e10, noNaN: true }).map(Math.round), { nil: undefined });

/** Any event a reader may give, between `ends` endpoints; ids come later. */
function event(ends: number): fc.Arbitrary<TraceEvent> {
  const end = fc.nat({ max: ends - 1 });
  const base = { id: fc.constant(""), together: fc.boolean() };
  const arrow = {
    ...base,
    from: end,
    to: end,
    marks: fc.array(fc.constantFrom("retransmission", "zero window"), { maxLength: 2 }),
  };
  const may = {
    frame: fc.nat({ max: 100_000 }),
    delay: fc.nat({ max: 1e9 }).map(nanoseconds),
    arrival: fc.nat({ max: 2e9 }).map(nanoseconds),
    assumedWay: fc.tuple(fc.nat({ max: 2e9 }), fc.nat({ max: 1e9 })).map(([departure, span]) => ({
      departure: nanoseconds(departure),
      arrival: nanoseconds(departure + span),
    })),
    lostAt: fc.double({ min: 0, max: 1, noNaN: true }),
    note: words,
    dashed: fc.boolean(),
  };
  const optional = fc.record(may, { requiredKeys: [] });
  const run = fc.record({
    conversation: fc.nat({ max: 2 }),
    segments: fc.nat({ max: 9000 }),
    octets: fc.nat(),
    octetsBack: fc.nat(),
    frames: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
    until: time.map((until) => (until === undefined ? undefined : nanoseconds(until))),
  });
  const folded = fc.option(run, { nil: undefined, freq: 6 });
  const message = fc
    .tuple(
      fc.record({ ...arrow, kind: fc.constant("message" as const), summary: words, written: words, folded }),
      optional,
    )
    .map(
      ([{ folded: folds, ...fixed }, rest]): Message => ({
        ...fixed,
        ...rest,
        // A run is between two ends, and arrived.
        ...(folds === undefined || fixed.from === fixed.to || rest.lostAt !== undefined
          ? {}
          : { folded: runOf(folds) }),
      }),
    );
  const segment = fc
    .tuple(fc.record({ ...arrow, flags: fc.nat({ max: 4095 }), payload: words }), optional)
    .map(
      ([fixed, rest]): Segment => ({
        ...fixed,
        ...rest,
        kind: "segment",
        conversation: 0,
        relativeSeq: 0,
        relativeAck: 1,
        payloadLength: 1460,
        options: { mss: 1460 },
      }),
    );
  const remark = fc.record({
    ...base,
    kind: fc.constant("remark" as const),
    where: fc.constantFrom("left" as const, "right" as const, "over" as const),
    endpoints: fc.array(end, { minLength: 1, maxLength: 2 }),
    text: words,
  });
  const endpointEvent = fc.record({
    ...base,
    kind: fc.constant("endpoint-event" as const),
    endpoint: end,
    what: fc.constantFrom("state" as const, "call" as const, "socket" as const, "timer" as const),
    text: fc.oneof(words, fc.constantFrom("create", "close", "start RTO", "expire RTO")),
  });
  const divider = fc.record(
    {
      ...base,
      kind: fc.constant("divider" as const),
      what: fc.constantFrom("phase" as const, "tear" as const, "step" as const),
      text: words,
      isFound: fc.constant(true as const),
    },
    { requiredKeys: ["id", "together", "kind", "what", "text"] },
  );
  return fc.oneof(
    { weight: 5, arbitrary: message },
    { weight: 5, arbitrary: segment },
    { weight: 1, arbitrary: remark },
    { weight: 1, arbitrary: endpointEvent },
    { weight: 1, arbitrary: divider },
  );
}

function runOf({
  until,
  ...run
}: Omit<FoldedRun, "until"> & { readonly until: FoldedRun["until"] | undefined }): FoldedRun {
  return until === undefined ? run : { ...run, until };
}

/** What may stand at the ends of an arrow: states, none to three of them at each. */
const beside = fc.array(
  fc.record({
    side: fc.constantFrom("departure" as const, "arrival" as const),
    text: fc.oneof(fc.constantFrom("ESTABLISHED", "CLOSE-WAIT", "TIME-WAIT, restarted"), words),
    assumed: fc.boolean(),
  }),
  { maxLength: 3 },
);

/** Gives the events with states at the ends of arrows. */
function withBeside(
  events: readonly TraceEvent[],
  chosen: readonly (readonly { side: "departure" | "arrival"; text: string; assumed: boolean }[])[],
): readonly TraceEvent[] {
  return events.flatMap((each, i): TraceEvent[] => {
    if (each.kind !== "segment" && each.kind !== "message") return [each];
    const states = (chosen[i] ?? []).map(
      ({ side, text, assumed }, k): TraceEvent => ({
        kind: "endpoint-event",
        id: `${each.id} state ${String(k)}`,
        endpoint: side === "departure" ? each.from : each.to,
        what: "state",
        at: { event: each.id, side },
        text,
        assumed,
      }),
    );
    const since = events[i - 1];
    const [first] = chosen[i] ?? [];
    if (since?.kind !== "segment" || first === undefined || since.from === since.to) return [each, ...states];
    const timer: TraceEvent = {
      kind: "endpoint-event",
      id: `${each.id} timer`,
      endpoint: each.from,
      what: "timer",
      since: { event: since.id, side: since.from === each.from ? "departure" : "arrival" },
      at: { event: each.id, side: "departure" },
      text: first.text,
    };
    return [each, ...states, timer];
  });
}

function endpoint(name: string, i: number): Endpoint {
  return { key: `192.0.2.${String(i)}`, name, address: `192.0.2.${String(i)}` };
}

/** Traces of every shape a reader may give: one to five endpoints, with and without times. */
export const arbitraryTrace: fc.Arbitrary<Trace> = fc.integer({ min: 1, max: 5 }).chain((ends) =>
  fc
    .record({
      names: fc.array(words, { minLength: ends, maxLength: ends }),
      events: fc.array(fc.tuple(event(ends), time), { maxLength: 24 }),
      states: fc.array(beside, { maxLength: 24 }),
      format: fc.constantFrom("pcapng" as const, "event list" as const),
    })
    .map(
      ({ names, events, states, format }): Trace => ({
        source: { name: "made", format },
        start: undefined,
        endpoints: names.map(endpoint),
        conversations: [
          {
            number: 0,
            client: "192.0.2.0",
            server: "192.0.2.1",
            verdict: "opened by the client, 2 bytes each way",
          },
        ],
        events: withBeside(
          events.map(([each, at], i) => ({
            ...each,
            id: `event-${String(i)}`,
            ...(at === undefined ? {} : { time: nanoseconds(at) }),
          })),
          states,
        ),
        diagnostics: [],
      }),
    ),
);

/** Every way a ladder may be asked for. */
export const arbitraryOptions: fc.Arbitrary<LadderOptions> = fc
  .record({
    title: fc.option(words, { nil: undefined }),
    time: fc.constantFrom("rows" as const, "proportional" as const, undefined),
    sequence: fc.constantFrom("relative" as const, "raw" as const, "symbolic" as const, "off" as const),
    slant: fc.constantFrom("none" as const, nanoseconds(5e7), undefined),
  })
  .map((options) => ({ ...defaultLadderOptions, ...options }));
