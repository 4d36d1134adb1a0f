import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lifelinePages } from "../../src/trace/lifeline-pages";
import type { Message, Trace } from "../../src/trace/trace";

/** Messages between ends by their numbers, of a capture or a list. */
function traceOf(
  ends: number,
  ways: readonly (readonly [from: number, to: number])[],
  format: "pcap" | "event list" = "pcap",
): Trace {
  const endpoints = Array.from({ length: ends }, (_, i) => ({
    key: `192.0.2.${String(i)}`,
    name: String(i),
  }));
  const events = ways.map(
    ([from, to], i): Message => ({
      kind: "message",
      id: `m${String(i)}`,
      from,
      to,
      marks: [],
      summary: "",
    }),
  );
  return {
    source: { name: "made", format },
    start: undefined,
    endpoints,
    conversations: [],
    events,
    diagnostics: [],
  };
}

/** One server at place 1, which every other end asks and gets an answer from. */
function hub(ends: number): readonly (readonly [number, number])[] {
  return Array.from({ length: ends }, (_, i) => i).flatMap((i) =>
    i === 1 ? [] : [[i, 1] as const, [1, i] as const],
  );
}

function names(page: Trace): readonly string[] {
  return page.endpoints.map(({ name }) => name);
}

describe("lifelinePages", () => {
  it("puts forty clients of one server on pages of ten lifelines, the server on each", () => {
    const pages = lifelinePages(traceOf(41, hub(41)));
    expect(pages.map((page) => page.endpoints.length)).toEqual([10, 10, 10, 10, 5]);
    for (const page of pages) expect(names(page)).toContain("1");
    expect(pages.map(({ events }) => events.length)).toEqual([18, 18, 18, 18, 8]);
  });

  it("leaves twelve lifelines, and any list, on one page", () => {
    const capture = traceOf(12, hub(12));
    expect(lifelinePages(capture)).toEqual([capture]);
    const list = traceOf(41, hub(41), "event list");
    expect(lifelinePages(list)).toEqual([list]);
  });

  it("loses no message, parts none from others between the same ends, and keeps their order", () => {
    const way = fc.tuple(fc.nat({ max: 29 }), fc.nat({ max: 29 }));
    fc.assert(
      fc.property(fc.array(way, { maxLength: 60 }), (ways) => {
        const trace = traceOf(30, ways);
        const pages = lifelinePages(trace);
        const ids = pages.map(({ events }) => events.map(({ id }) => id));
        expect(ids.flat().sort()).toEqual(trace.events.map(({ id }) => id).sort());
        const pageOf = new Map(ids.flatMap((page, i) => page.map((id) => [id, i])));
        const ends = new Map<string, number | undefined>();
        for (const [i, [from, to]] of ways.entries()) {
          const pair = [from, to].sort((a, b) => a - b).join(" ");
          const page = pageOf.get(`m${String(i)}`);
          expect(ends.get(pair) ?? page).toBe(page);
          ends.set(pair, page);
        }
        for (const page of ids) {
          const places = page.map((id) => Number(id.slice(1)));
          expect(places).toEqual([...places].sort((a, b) => a - b));
        }
        if (pages.length > 1) for (const page of pages) expect(page.endpoints.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
