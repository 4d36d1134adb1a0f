import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message, Trace } from "../../src/trace/trace";
import { withEndpointOrder } from "../../src/trace/with-endpoint-order";

/** A list of messages between ends named `a`, `b`, …: "ab" is one from a to b. */
function listOf(names: string, ...messages: readonly string[]): Trace {
  const events = messages.map((ends, i): Message => {
    const [from, to] = [names.indexOf(ends.charAt(0)), names.indexOf(ends.charAt(1))];
    return { kind: "message", id: `event ${String(i)}`, from, to, summary: ends, marks: [] };
  });
  return {
    source: { name: "test", format: "event list" },
    start: undefined,
    endpoints: Array.from(names, (name) => ({ key: name, name })),
    conversations: [],
    events,
    diagnostics: [],
  };
}

function orderOf({ endpoints }: Trace): string {
  return endpoints.map(({ key }) => key).join("");
}

/** Each message by the names of its ends, as its text says them. */
function endsOf({ endpoints, events }: Trace): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "message" ? [`${endpoints[event.from]?.key ?? ""}${endpoints[event.to]?.key ?? ""}`] : [],
  );
}

function lengthOf({ events }: Trace): number {
  return events.reduce((sum, event) => sum + ("from" in event ? Math.abs(event.from - event.to) : 0), 0);
}

describe("the order of lifelines", () => {
  it("puts those beside each other that talk most", () => {
    expect(orderOf(withEndpointOrder(listOf("abc", "ab", "ac", "ca", "ac", "ca")))).toBe("acb");
    expect(orderOf(withEndpointOrder(listOf("adbc", "ad", "db", "bc", "cb", "ac", "ca", "ac")))).toBe("acbd");
  });

  it("is that of appearance where another is hardly shorter", () => {
    const star = listOf("abcd", "ab", "ba", "ac", "ca", "ad", "da");
    expect(withEndpointOrder(star)).toBe(star);
    const chain = listOf("abc", "ab", "bc", "cb", "ba", "ac");
    expect(withEndpointOrder(chain)).toBe(chain);
  });

  it("moves what belongs to an end along", () => {
    const { events, ...rest } = listOf("abc", "ac", "ca", "ac");
    const state = { kind: "endpoint-event", id: "s", endpoint: 2, what: "state", text: "x" } as const;
    const remark = { kind: "remark", id: "r", where: "over", endpoints: [1, 2], text: "y" } as const;
    const moved = withEndpointOrder({ ...rest, events: [...events, state, remark] });
    expect(orderOf(moved)).toBe("acb");
    expect(moved.events.slice(-2)).toEqual([
      { ...state, endpoint: 1 },
      { ...remark, endpoints: [2, 1] },
    ]);
  });

  it("never changes who talks to whom, never makes the way longer, and is the same when asked again", () => {
    const names = "abcdefghijkl";
    const end = fc.integer({ min: 0, max: 11 }).map((i) => names.charAt(i));
    fc.assert(
      fc.property(fc.array(fc.tuple(end, end), { maxLength: 40 }), (pairs) => {
        const trace = listOf(names, ...pairs.map(([from, to]) => from + to));
        const ordered = withEndpointOrder(trace);
        expect(endsOf(ordered)).toEqual(endsOf(trace));
        expect(orderOf(ordered).charAt(0)).toBe("a");
        expect(lengthOf(ordered)).toBeLessThanOrEqual(lengthOf(trace));
        expect(withEndpointOrder(trace)).toEqual(ordered);
      }),
    );
  });
});
