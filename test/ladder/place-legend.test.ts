import { describe, expect, it } from "vitest";
import { legendWords, markOfArrow } from "../../src/ladder/arrow-mark";
import { defaultLadderOptions } from "../../src/ladder/ladder-options";
import { textPolygon } from "../../src/ladder/polygon";
import { setInFont } from "../../src/ladder/set-in-font";
import { measureText } from "../../src/ladder/text-metrics";
import { readEventList } from "../../src/read/text/read-event-list";
import type { Segment } from "../../src/trace/trace";
import { echo, ladderOf, listOf, message, proxy } from "./ladders";

function arrow(marks: readonly string[], more: Partial<Segment> = {}): Segment {
  return {
    id: "e",
    kind: "segment",
    from: 0,
    to: 1,
    conversation: 0,
    flags: 0x10,
    options: {},
    marks,
    ...more,
  };
}

describe("markOfArrow", () => {
  it.each([
    ["TCP Fast Retransmission", "retransmission"],
    ["needless retransmission after 3 ms", "retransmission"],
    ["copy of the same segment", "retransmission"],
    ["TCP Out-Of-Order", "out-of-order"],
    ["5 B before it not seen yet", "out-of-order"],
    ["TCP Previous segment not captured", "out-of-order"],
    ["TCP Dup ACK 4#1", "duplicate-ack"],
    ["duplicate ACK 2", "duplicate-ack"],
    ["TCP ZeroWindow", "zero-window"],
    ["zero window probe", "keep-alive"],
    ["TCP ZeroWindowProbeAck", "keep-alive"],
    ["TCP Window Full", "window-full"],
    ["fills the window", "window-full"],
    ["TCP Keep-Alive ACK", "keep-alive"],
    ["window opens", undefined],
  ])("reads %s as %s", (words, mark) => {
    expect(markOfArrow(arrow([words]))).toBe(mark);
  });

  it("takes the gravest of several", () => {
    expect(markOfArrow(arrow(["zero window", "retransmission"]))).toBe("retransmission");
    expect(markOfArrow(arrow(["retransmission"], { flags: 0x14 }))).toBe("reset");
    expect(markOfArrow(arrow(["retransmission"], { lostAt: 0.5 }))).toBe("lost");
    expect(markOfArrow(arrow([], { flags: 0x11 }))).toBe("finish");
  });
});

describe("the legend", () => {
  it("explains the marks that are there and no others", () => {
    expect(ladderOf(proxy).legend.map(({ sample }) => sample)).toEqual([
      { mark: "lost" },
      { mark: "retransmission" },
    ]);
  });

  it("names the connections that share lifelines, by their ports", () => {
    const syn = (port: number): string => `10.0.0.1:${String(port)} -> 10.0.0.2:80: SYN`;
    const list = `lifelines: host\n${[syn(5001), syn(5002), syn(5001), "10.0.0.2:80 -> 10.0.0.1:5002: RST"].join("\n")}`;
    const { legend, arrows } = ladderOf(readEventList(list, "test").trace);
    const entries = legend.map(({ sample, label }) => [sample, label.text]);
    expect(entries.slice(0, 2)).toEqual([
      [{ connection: 0 }, "port 5001"],
      [{ connection: 1 }, "port 5002"],
    ]);
    expect(arrows.map(({ connection }) => connection)).toEqual([0, 1, 0, 1]);
    expect(arrows.map(({ text }) => text.slice(0, 6))).toEqual(["5001: ", "5002: ", "5001: ", "5002: "]);
  });

  it("leaves more connections than there are colours to their labels", () => {
    const lines = Array.from({ length: 6 }, (_, i) => `10.0.0.1:${String(5001 + i)} -> 10.0.0.2:80: SYN`);
    const list = `lifelines: host\n${lines.join("\n")}`;
    expect(ladderOf(readEventList(list, "test").trace).legend).toEqual([]);
  });

  it("is left out where nothing needs a word, and where it is hidden", () => {
    expect(ladderOf(echo).legend).toEqual([]);
    const show = new Set([...defaultLadderOptions.show].filter((item) => item !== "legend"));
    expect(ladderOf(proxy, { show }).legend).toEqual([]);
  });

  it("stands between verdict and heads, its entries clear of each other", () => {
    const marks = ["retransmission", "out-of-order", "zero window", "window full", "dup ack", "keep-alive"];
    const events = marks.map((mark) => message("0>1", "x", { marks: [mark] }));
    const ladder = ladderOf(listOf(["A", "B"], events), { title: "All of them" });
    const boxes = ladder.legend.map(({ points, label }) => {
      const ys = textPolygon(label).map(([, y]) => y);
      return {
        left: points[0]?.[0] ?? 0,
        right: label.x + label.width / 2,
        top: Math.min(...ys),
        bottom: Math.max(...ys),
      };
    });
    expect(boxes).toHaveLength(marks.length);
    for (const [i, one] of boxes.entries()) {
      expect(one.top).toBeGreaterThan((ladder.title?.y ?? 0) + (ladder.title?.height ?? 0) / 2);
      expect(one.bottom).toBeLessThan(Math.min(...ladder.lifelines.map(({ head }) => head.y)));
      for (const other of boxes.slice(i + 1))
        expect(one.right < other.left || other.right < one.left || one.bottom <= other.top).toBe(true);
    }
  });

  it("has words for every mark", () => {
    expect(Object.values(legendWords).every((words) => words !== "")).toBe(true);
  });
});

describe("setInFont", () => {
  it("moves nothing, and lets no text grow by more than the air around it", () => {
    const before = ladderOf(proxy, { title: "A title" });
    const after = setInFont(before, "Nunito");
    expect(after.arrows.map(({ points }) => points)).toEqual(before.arrows.map(({ points }) => points));
    for (const [i, { label }] of after.arrows.entries()) {
      const old = before.arrows[i]?.label;
      if (label?.align === "center") expect(label.x).toBeCloseTo(old?.x ?? Number.NaN, 6);
      expect(label?.width).toBeLessThanOrEqual((old?.width ?? 0) + 8);
      expect(label?.width).toBeCloseTo(
        measureText(label?.text ?? "", label?.fontSize ?? 0, "Nunito").width,
        6,
      );
    }
  });

  it("keeps the edge that a number in the margin is aligned to", () => {
    const [before, after] = [ladderOf(echo), setInFont(ladderOf(echo), "Nunito")];
    for (const [i, { number }] of after.arrows.entries()) {
      const old = before.arrows[i]?.number;
      expect((number?.x ?? 0) + (number?.width ?? 0) / 2).toBeCloseTo(
        (old?.x ?? 0) + (old?.width ?? 0) / 2,
        6,
      );
    }
  });
});
