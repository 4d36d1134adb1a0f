import { describe, expect, it } from "vitest";
import { nanoseconds } from "../../src/base/time";
import type { LadderArrow } from "../../src/ladder/ladder";
import { captureOf, echo, handshake, ladderOf, listOf, message, segment, simultaneousOpen } from "./ladders";

function sentAt({ points }: LadderArrow): number {
  return points[0]?.[1] ?? Number.NaN;
}

function arrivedAt({ points }: LadderArrow): number {
  return points.at(-1)?.[1] ?? Number.NaN;
}

describe("layoutLadder", () => {
  it("slants every arrow downwards", () => {
    for (const arrow of ladderOf(handshake).arrows)
      expect(arrivedAt(arrow)).toBeGreaterThan(sentAt(arrow) + 20);
  });

  it("draws level arrows where no slant is wanted", () => {
    for (const arrow of ladderOf(handshake, { slant: "none" }).arrows)
      expect(arrivedAt(arrow)).toBe(sentAt(arrow));
  });

  it("lets messages that start together cross, each label in the half of its sender", () => {
    const { arrows, lifelines } = ladderOf(simultaneousOpen);
    const [first, second] = arrows;
    const middle = ((lifelines[0]?.x ?? 0) + (lifelines[1]?.x ?? 0)) / 2;
    expect(first && second && sentAt(first) === sentAt(second)).toBe(true);
    expect(first?.label?.x).toBeLessThan(middle);
    expect(second?.label?.x).toBeGreaterThan(middle);
  });

  it("lets equal times of a list share a row, and never those of a capture", () => {
    const listed = listOf(["A", "B"], [message("0>1", "SYN", { ms: 0 }), message("1>0", "SYN", { ms: 0 })]);
    const [a, b] = ladderOf(listed, { time: "rows" }).arrows.map(sentAt);
    expect(a).toBe(b);
    const captured = captureOf([segment("0>1", "SYN", 0), segment("1>0", "SYN ACK", 0)]);
    const [syn, synAck] = ladderOf(captured, { time: "rows" }).arrows;
    expect(syn && synAck && sentAt(synAck) > arrivedAt(syn)).toBe(true);
  });

  it("ends an arrow where its arrival is among the other times", () => {
    const { arrows } = ladderOf(
      listOf(
        ["A", "B"],
        [
          message("0>1", "overtaken", { ms: 0, arrival: nanoseconds(50e6) }),
          message("0>1", "fast", { ms: 10, arrival: nanoseconds(20e6) }),
        ],
      ),
    );
    const [overtaken, fast] = arrows;
    expect(overtaken && fast && arrivedAt(overtaken) > arrivedAt(fast)).toBe(true);
  });

  it("tears a silence that is long and unusual, and says how long it was", () => {
    const tears = ladderOf(echo).dividers.filter(({ what }) => what === "tear");
    expect(tears.map(({ label }) => label?.text)).toEqual(["5 s"]);
  });

  it("tears nothing where one second is the usual pace", () => {
    const steady = [0, 1000, 2000, 3000].map((ms) => message("0>1", "tick", { ms }));
    expect(ladderOf(listOf(["A", "B"], steady)).dividers).toEqual([]);
  });

  it("tears from the span that is asked for", () => {
    const ladder = ladderOf(echo, { tear: nanoseconds(15e6) });
    expect(ladder.dividers.map(({ label }) => label?.text)).toEqual([
      "18.2 ms",
      "17.5 ms",
      "5 s",
      "18.5 ms",
      "17.5 ms",
    ]);
  });

  it("gives a longer silence more space, up to a page's patience", () => {
    const { arrows } = ladderOf(
      listOf(
        ["A", "B"],
        [0, 1, 2, 12, 912].map((ms) => message("0>1", "data", { ms })),
      ),
    );
    const heights = arrows.map(sentAt);
    const gaps = heights.slice(1).map((y, i) => y - (heights[i] ?? 0));
    expect(gaps[2]).toBeGreaterThan((gaps[1] ?? 0) + 10);
    expect(gaps[3]).toBeGreaterThan(gaps[2] ?? 0);
    expect(gaps[3]).toBeLessThan(200);
  });

  it("shortens a label that is wider than the widest ladder in its middle, and keeps the whole of it", () => {
    const text = `GET /${"long/".repeat(60)}end`;
    const label = ladderOf(listOf(["A", "B"], [message("0>1", text)])).arrows[0]?.label;
    expect(label?.text).toMatch(/^GET .*….*end$/);
    expect(label?.full).toBe(text);
  });

  it("stops a lost message on its way", () => {
    const ladder = ladderOf(listOf(["A", "B"], [message("0>1", "data", { lostAt: 0.25 })]));
    const [a, b] = ladder.lifelines.map(({ x }) => x);
    expect(ladder.arrows[0]?.points.at(-1)?.[0]).toBeCloseTo((a ?? 0) + ((b ?? 0) - (a ?? 0)) / 4, 6);
  });

  it("draws heads and lifelines where nothing happened", () => {
    const ladder = ladderOf(listOf(["A", "B"], []));
    expect(ladder.lifelines.map(({ key }) => key)).toEqual(["A", "B"]);
    expect(ladder.height).toBeGreaterThan(0);
  });

  it("assumes a transit time where one is given: what is sent meanwhile crosses", () => {
    const trace = listOf(["A", "B"], [message("0>1", "data", { ms: 0 }), message("1>0", "data", { ms: 10 })]);
    const [first, second] = ladderOf(trace, { slant: nanoseconds(50e6) }).arrows;
    expect(first && second && arrivedAt(first) > sentAt(second)).toBe(true);
  });

  it("puts labels outside the ladder where crossing arrows leave them no room", () => {
    const stream = Array.from({ length: 40 }, (_, i) =>
      message(i % 2 === 0 ? "0>1" : "1>0", `segment ${String(i)} of a stream`, {
        ms: i,
        delay: nanoseconds(30e6),
      }),
    );
    const { arrows, lifelines } = ladderOf(listOf(["A", "B"], stream));
    const [left = 0, right = 0] = lifelines.map(({ x }) => x);
    for (const { label, text } of arrows) {
      expect(label?.text).toBe(text);
      expect(label !== undefined && (label.x < left || label.x > right)).toBe(true);
    }
  });

  it("writes the time since the message before where that is asked for", () => {
    const show = new Set(["time", "delta"] as const);
    const ladder = ladderOf(echo, { show });
    expect(ladder.arrows.slice(0, 2).map(({ time }) => time?.text)).toEqual([
      "0.000000  +0.000000",
      "0.018221  +0.018221",
    ]);
  });

  it("writes times with as many decimals as tell them apart", () => {
    const coarse = listOf(["A", "B"], [message("0>1", "a", { ms: 0 }), message("0>1", "b", { ms: 12 })]);
    const fine = listOf(["A", "B"], [message("0>1", "a", { ms: 0 }), message("0>1", "b", { ms: 0.0001 })]);
    expect(ladderOf(coarse).arrows[1]?.time?.text).toBe("0.012");
    expect(ladderOf(fine).arrows[1]?.time?.text).toBe("0.000000100");
  });
});
