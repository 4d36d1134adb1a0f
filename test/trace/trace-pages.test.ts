import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tracePages } from "../../src/trace/trace-pages";
import type { TraceEvent } from "../../src/trace/trace";
import { arbitraryTrace } from "../ladder/arbitrary-trace";
import { listOf, message } from "../ladder/ladders";

function arrows(events: readonly TraceEvent[]): readonly string[] {
  return events.flatMap(({ id, kind }) => (kind === "segment" || kind === "message" ? [id] : []));
}

function timed(count: number, silences: ReadonlySet<number> = new Set<number>()) {
  let ms = 0;
  const events = Array.from({ length: count }, (_, i) => {
    ms += silences.has(i) ? 500 : 1;
    return message("0>1", `message ${String(i)}`, { ms });
  });
  return listOf(["A", "B"], events);
}

describe("tracePages", () => {
  it("leaves nothing out, doubles nothing, keeps the order and the limit", () => {
    fc.assert(
      fc.property(arbitraryTrace, fc.integer({ min: 1, max: 12 }), (trace, limit) => {
        const pages = tracePages(trace, limit);
        expect(pages.flatMap(({ events }) => arrows(events))).toEqual(arrows(trace.events));
        expect(pages.flatMap(({ events }) => events.map(({ id }) => id)).sort()).toEqual(
          trace.events.map(({ id }) => id).sort(),
        );
        for (const { events } of pages) expect(arrows(events).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("keeps what belongs to an arrow on its page, and lets no timer reach into another", () => {
    fc.assert(
      fc.property(arbitraryTrace, fc.integer({ min: 1, max: 12 }), (trace, limit) => {
        const all = new Set(trace.events.map(({ id }) => id));
        for (const { events } of tracePages(trace, limit)) {
          const here = new Set(events.map(({ id }) => id));
          for (const event of events) {
            if (event.kind !== "endpoint-event") continue;
            for (const end of [event.at?.event, event.since?.event])
              expect(end === undefined || !all.has(end) || here.has(end)).toBe(true);
          }
        }
      }),
    );
  });

  it("gives the trace itself where one page is enough", () => {
    const trace = timed(30);
    expect(tracePages(trace, 30)).toEqual([trace]);
  });

  it("ends a page in the longest silence of its last third", () => {
    const [first] = tracePages(timed(60, new Set([5, 24])), 30);
    expect(arrows(first?.events ?? [])).toHaveLength(24);
  });

  it("moves no other message to another page where one is put in before a silence", () => {
    const starts = (trace: ReturnType<typeof timed>) =>
      tracePages(trace, 30).map(({ events }) => {
        const [first] = events;
        return first?.kind === "message" ? first.written : "";
      });
    const trace = timed(80, new Set([24, 50]));
    const extra = message("1>0", "put in", { ms: 3.5 })("new");
    const longer = { ...trace, events: [...trace.events.slice(0, 3), extra, ...trace.events.slice(3)] };
    expect(starts(longer)).toEqual(starts(trace));
    expect(starts(trace).slice(1)).toEqual(["message 24", "message 50"]);
  });

  it("has room for ten thousand messages", () => {
    const pages = tracePages(timed(10_000), 300);
    expect(pages.length).toBeGreaterThanOrEqual(34);
    expect(pages.length).toBeLessThanOrEqual(48);
  });
});
