import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import type { Ladder, LadderArrow, LadderBracket, LadderPoint, PlacedText } from "../../src/ladder/ladder";
import { boxPolygon, overlap, textPolygon, type Polygon } from "../../src/ladder/polygon";
import type { Message, Segment, TraceEvent } from "../../src/trace/trace";
import { arbitraryOptions, arbitraryTrace } from "./arbitrary-trace";
import { foundTraces } from "./found-traces";

/** What must keep clear of each other, with a name to read in a failure. */
interface Thing {
  readonly name: string;
  readonly polygon: Polygon;
}

function isText(text: PlacedText | undefined): text is PlacedText {
  return text !== undefined;
}

function labels(ladder: Ladder): Thing[] {
  return ladder.arrows.flatMap(({ label, event }) =>
    label === undefined ? [] : [{ name: `label ${event} ${label.text}`, polygon: textPolygon(label) }],
  );
}

function strokes(ladder: Ladder): Thing[] {
  return ladder.arrows.flatMap(({ event, points, foldedTo = [] }) =>
    [points, foldedTo].flatMap((line) =>
      line.slice(1).map((point, i) => ({ name: `arrow ${event}`, polygon: [line[i] ?? point, point] })),
    ),
  );
}

function lifelines(ladder: Ladder): Thing[] {
  return ladder.lifelines.flatMap(({ key, x, spans }) =>
    spans.map(
      ({ top, bottom }): Thing => ({
        name: `lifeline ${key}`,
        polygon: [
          [x, top],
          [x, bottom],
        ],
      }),
    ),
  );
}

/** Bars stand on their lifeline, where arrows end; brackets beside it, where none do. */
function isBesideLadder({ points }: LadderBracket): boolean {
  return points.length === 4;
}

/** The ground a bar stands on; bars may touch where one begins and another ends. */
function ground(points: readonly LadderPoint[]): Polygon {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys) + 1e-6];
  const bottom = Math.max(top, Math.max(...ys) - 1e-6);
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** Boxes stand on their own ground: they may cover a lifeline, but no arrow and no label. */
function boxes(ladder: Ladder): Thing[] {
  const captions = ladder.dividers.map(({ event, box, label }) => ({
    name: `divider ${event}`,
    polygon: box === undefined ? (label === undefined ? [] : textPolygon(label)) : boxPolygon(box),
  }));
  const remarks = ladder.remarks.map(({ event, box }) => ({
    name: `remark ${event}`,
    polygon: boxPolygon(box),
  }));
  const states = ladder.endpointEvents.map(({ event, box, label }) => ({
    name: `endpoint ${event}`,
    polygon: box === undefined ? textPolygon(label) : boxPolygon(box),
  }));
  const timers = ladder.brackets.filter(isBesideLadder).flatMap(({ event, points, label }) => [
    { name: `bracket ${event}`, polygon: points },
    { name: `timer ${event}`, polygon: textPolygon(label) },
  ]);
  return [...captions.filter(({ polygon }) => polygon.length > 0), ...remarks, ...states, ...timers];
}

function overlaps(things: readonly Thing[], others: readonly Thing[]): string[] {
  return things.flatMap((thing, i) =>
    others
      .filter((other, k) => (things === others ? k > i : true) && overlap(thing.polygon, other.polygon))
      .map((other) => `${thing.name} × ${other.name}`),
  );
}

/** Checks a law on arbitrary traces and options. */
function law(check: (ladder: Ladder) => void): void {
  fc.assert(
    fc.property(arbitraryTrace, arbitraryOptions, (trace, options) => {
      check(layoutLadder(trace, options));
    }),
    { numRuns: 150, examples: foundTraces.map(([trace, options]) => [trace, options]) },
  );
}

function ends({ points }: LadderArrow): readonly [sent: number, arrived: number] {
  return [points[0]?.[1] ?? Number.NaN, points.at(-1)?.[1] ?? Number.NaN];
}

/** The same event, as from a capture at one end: arrival unknown, alone in its row. */
function withoutTransit(event: TraceEvent): TraceEvent {
  if (event.kind !== "segment" && event.kind !== "message") return event;
  const { arrival: _arrival, assumedWay: _way, delay: _delay, lostAt: _lostAt, ...rest } = event;
  return { ...rest, together: false };
}

/** A message between two lifelines whose departure and arrival are known. */
function isUnderWay(event: TraceEvent): event is (Segment | Message) & {
  assumedWay: NonNullable<Segment["assumedWay"]>;
} {
  if (event.kind !== "segment" && event.kind !== "message") return false;
  const isAlone = isRun(event) || event.from === event.to;
  return event.assumedWay !== undefined && event.arrival === undefined && !isAlone;
}

/** Whether the lines of two arrows between the same two lifelines cross between these. */
function doCross(a: LadderArrow, b: LadderArrow): boolean {
  const isOpposite = a.from === b.to && a.to === b.from;
  if (!isOpposite && !(a.from === b.from && a.to === b.to)) return false;
  const [[sent, arrived], [left, right]] = [ends(a), isOpposite ? [ends(b)[1], ends(b)[0]] : ends(b)];
  return (sent - left) * (arrived - right) < -1e-6;
}

/** Has its label inside, not above. */
function isRun(event: TraceEvent): boolean {
  return event.kind === "message" && event.folded !== undefined;
}

function heightAt(points: readonly LadderPoint[], x: number): number {
  const [[x1, y1] = [0, 0], [x2, y2] = [1, 0]] = points;
  return y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}

describe("layoutLadder", () => {
  it("lets no label overlap another label, an arrow, a box or a lifeline", () => {
    law((ladder) => {
      const texts = labels(ladder);
      expect(overlaps(texts, texts)).toEqual([]);
      expect(overlaps(texts, strokes(ladder))).toEqual([]);
      expect(overlaps(texts, boxes(ladder))).toEqual([]);
      expect(overlaps(texts, lifelines(ladder))).toEqual([]);
    });
  });

  it("puts every label above the middle of its arrow, in a column, where no arrow is under way beside another", () => {
    fc.assert(
      fc.property(arbitraryTrace, arbitraryOptions, (trace, options) => {
        const events = trace.events.filter((event) => !isRun(event)).map((event) => withoutTransit(event));
        const source = { name: "made", format: "pcapng" } as const;
        const ladder = layoutLadder({ ...trace, source, events }, { ...options, slant: undefined });
        const middles = ladder.lifelines.slice(1).map(({ x }, i) => (x + (ladder.lifelines[i]?.x ?? x)) / 2);
        for (const { from, to, text, label, points } of ladder.arrows) {
          if (from === to || text.trim() === "") continue;
          expect(label).toBeDefined();
          if (label === undefined) continue;
          const onArrow = label.x + (label.height / 2) * Math.sin(label.angle);
          expect(Math.min(...middles.map((middle) => Math.abs(middle - onArrow)))).toBeLessThan(7);
          expect(label.y).toBeLessThan(heightAt(points, label.x));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("lets no arrow run through a box and no two boxes overlap", () => {
    law((ladder) => {
      const blocks = boxes(ladder);
      expect(overlaps(blocks, blocks)).toEqual([]);
      expect(overlaps(strokes(ladder), blocks)).toEqual([]);
    });
  });

  it("keeps the bars of timers on their lifeline, or left of it where others run at once, not below its end", () => {
    law((ladder) => {
      const bars = ladder.brackets.filter((each) => !isBesideLadder(each));
      for (const { points, endpoint } of bars) {
        const offset =
          ((points[0]?.[0] ?? 0) + (points[1]?.[0] ?? 0)) / 2 - (ladder.lifelines[endpoint]?.x ?? 0);
        expect(offset).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(offset / 15 - Math.round(offset / 15))).toBeLessThan(1e-6);
        for (const [, y] of points) expect(y).toBeLessThanOrEqual(ladder.height);
      }
      const grounds = bars.map(({ event, points }) => ({ name: `bar ${event}`, polygon: ground(points) }));
      expect(overlaps(grounds, grounds)).toEqual([]);
    });
  });

  it("lets a lifeline run wherever an arrow ends on it, and never twice in one place", () => {
    law(({ lifelines: lines, arrows, dividers }) => {
      const isTorn = (y: number): boolean =>
        dividers.some(({ what, top, bottom }) => what === "tear" && y > top && y < bottom);
      for (const { points, from, to, lost } of arrows)
        for (const [i, y] of [[from, points[0]?.[1] ?? 0] as const, [to, points.at(-1)?.[1] ?? 0] as const])
          if (!isTorn(y) && !(lost && i === to))
            expect(lines[i]?.spans.some(({ top, bottom }) => top <= y + 1e-6 && y <= bottom + 1e-6)).toBe(
              true,
            );
      for (const { spans } of lines)
        for (const [i, { top, bottom }] of spans.entries()) {
          expect(bottom).toBeGreaterThanOrEqual(top);
          expect(top).toBeGreaterThanOrEqual(spans[i - 1]?.bottom ?? 0);
        }
    });
  });

  it("keeps heads apart and above everything that happens", () => {
    law((ladder) => {
      const heads = ladder.lifelines.map(({ key, head }) => ({ name: key, polygon: boxPolygon(head) }));
      expect(overlaps(heads, heads)).toEqual([]);
      const headBottom = Math.max(0, ...ladder.lifelines.map(({ head }) => head.y + head.height));
      for (const arrow of ladder.arrows) expect(ends(arrow)[0]).toBeGreaterThan(headBottom);
    });
  });

  it("starts and ends every arrow on its lifelines, but for lost ones, which end before", () => {
    law((ladder) => {
      for (const { points, from, to, lost } of ladder.arrows) {
        const [start, end] = [ladder.lifelines[from]?.x ?? 0, ladder.lifelines[to]?.x ?? 0];
        expect(points[0]?.[0]).toBeCloseTo(start, 6);
        const last = points.at(-1)?.[0] ?? Number.NaN;
        if (lost) expect((last - start) * (last - end)).toBeLessThanOrEqual(1e-6);
        else expect(last).toBeCloseTo(end, 6);
      }
    });
  });

  it("never lets an arrow arrive before it leaves, nor be sent above one sent earlier", () => {
    law((ladder) => {
      let previous = Number.NEGATIVE_INFINITY;
      for (const arrow of ladder.arrows) {
        const [sent, arrived] = ends(arrow);
        expect(arrived).toBeGreaterThanOrEqual(sent);
        expect(sent).toBeGreaterThanOrEqual(previous);
        previous = sent;
      }
    });
  });

  it("lets arrows between the same two lifelines cross only where both were under way at once", () => {
    fc.assert(
      fc.property(arbitraryTrace, arbitraryOptions, (trace, options) => {
        const source = { name: "made", format: "pcapng" } as const;
        const events = trace.events.filter(isUnderWay).map(({ lostAt: _lostAt, ...event }) => event);
        const ways = new Map(events.map(({ id, assumedWay }) => [id, assumedWay]));
        const slanted = { ...options, time: "proportional", slant: undefined } as const;
        const { arrows } = layoutLadder({ ...trace, source, events }, slanted);
        for (const [i, a] of arrows.entries())
          for (const b of arrows.slice(i + 1)) {
            const [one, other] = [ways.get(a.event), ways.get(b.event)];
            if (one === undefined || other === undefined || !doCross(a, b)) continue;
            expect(one.departure).toBeLessThanOrEqual(other.arrival);
            expect(other.departure).toBeLessThanOrEqual(one.arrival);
          }
      }),
      { numRuns: 150 },
    );
  });

  it("keeps frame numbers and times apart from each other and left of everything else", () => {
    law((ladder) => {
      const margin = ladder.arrows.flatMap(({ event, number, time }) =>
        [number, time]
          .filter(isText)
          .map((text) => ({ name: `margin ${event}`, polygon: textPolygon(text) })),
      );
      expect(overlaps(margin, margin)).toEqual([]);
      expect(overlaps(margin, [...boxes(ladder), ...strokes(ladder), ...labels(ladder)])).toEqual([]);
    });
  });

  it("keeps every part inside the page, in finite numbers", () => {
    law((ladder) => {
      const things = [...labels(ladder), ...strokes(ladder), ...lifelines(ladder), ...boxes(ladder)];
      for (const { name, polygon } of things) {
        for (const [x, y] of polygon) {
          expect([name, x >= -1e-6 && x <= ladder.width + 1e-6]).toEqual([name, true]);
          expect([name, y >= 0 && y <= ladder.height]).toEqual([name, true]);
        }
      }
    });
  });

  it("draws every message, and gives the same ladder twice", () => {
    fc.assert(
      fc.property(arbitraryTrace, arbitraryOptions, (trace, options) => {
        const ladder = layoutLadder(trace, options);
        const messages = trace.events.filter(({ kind }) => kind === "segment" || kind === "message");
        expect(new Set(ladder.arrows.map(({ event }) => event))).toEqual(
          new Set(messages.map(({ id }) => id)),
        );
        expect(layoutLadder(trace, options)).toEqual(ladder);
      }),
      { numRuns: 50 },
    );
  });
});
