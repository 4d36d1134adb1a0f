import { describe, expect, it } from "vitest";
import { nanoseconds } from "../../src/base/time";
import type { Segment, Trace } from "../../src/trace/trace";
import { withoutCrowdedTransit } from "../../src/trace/without-crowded-transit";

/** Segments sent one each millisecond that are under way for so many. */
function underWay(milliseconds: number): Trace {
  const events = Array.from({ length: 30 }, (_, i): Segment => {
    const departure = nanoseconds(i * 1e6);
    const arrival = nanoseconds((i + milliseconds) * 1e6);
    const assumedWay = { departure, arrival };
    const rest = { conversation: 0, flags: 16, marks: [], options: {}, time: departure };
    return { kind: "segment", id: `frame ${String(i)}`, from: 0, to: 1, assumedWay, ...rest };
  });
  const transit = { client: nanoseconds(0), server: nanoseconds(milliseconds * 1e6) };
  return {
    source: { name: "test", format: "pcap" },
    start: undefined,
    endpoints: ["10.0.0.1", "10.0.0.2"].map((key) => ({ key, name: key })),
    conversations: [{ number: 0, client: "10.0.0.1:1", server: "10.0.0.2:2", transit, verdict: "" }],
    events,
    diagnostics: [],
  };
}

describe("assumed times under way", () => {
  it("stay where a page can show them", () => {
    const trace = underWay(8);
    expect(withoutCrowdedTransit(trace)).toBe(trace);
  });

  it("are left out, and no longer said, where arrows would have to fall past many others", () => {
    const { events, conversations } = withoutCrowdedTransit(underWay(9));
    expect(events.some((event) => "assumedWay" in event)).toBe(false);
    expect(conversations.map(({ transit }) => transit)).toEqual([undefined]);
  });
});
