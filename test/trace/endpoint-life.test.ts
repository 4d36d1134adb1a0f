import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Ladder } from "../../src/ladder/ladder";
import { openCaptureFile } from "../../src/node/capture-file";
import { drawBlock, layoutBlock, readBlock, type BlockReading } from "../../src/pipeline";
import { root } from "../node/command-line";

function list(text: string): Promise<BlockReading> {
  return readBlock(text, "list", () => Promise.resolve(undefined));
}

async function capture(lines: string): Promise<Ladder> {
  const path = join(root, "samples/captures/web-page.pcapng");
  return layoutBlock(
    await readBlock(`capture: web-page.pcapng\n${lines}`, "note", () =>
      Promise.resolve(openCaptureFile(path)),
    ),
  );
}

function heightOf(ladder: Ladder, words: string): number {
  const event = ladder.endpointEvents.find(({ label }) => label.text === words);
  if (event === undefined) throw new Error(`nothing says ${words}`);
  return event.at[1];
}

describe("a socket", () => {
  const written = `A: socket create
A -> B: hello
B -> A: goodbye
A: socket close
B: call close()`;

  it("begins and ends its lifeline", async () => {
    const ladder = layoutBlock(await list(written));
    expect(ladder.lifelines[0]?.spans).toEqual([
      { top: heightOf(ladder, "socket create"), bottom: heightOf(ladder, "socket close") },
    ]);
    expect(ladder.lifelines[1]?.spans).toHaveLength(1);
  });

  it("is drawn as a bar where it begins and a cross where it ends", async () => {
    const { elements } = drawBlock(await list(written));
    const marks = elements.filter(({ customData }) => customData?.packetLadder?.part === "mark");
    expect(marks.map(({ width, height }) => [width, height])).toEqual([
      [16, 0],
      [16, 16],
    ]);
  });

  it("is not needed where arrows come earlier, nor after another was created", async () => {
    const ladder = layoutBlock(await list(`A -> B: early\nA: socket create\nA: socket close\nB -> A: late`));
    const [line] = ladder.lifelines;
    expect(line?.spans[0]?.top).toBe((line?.head.y ?? 0) + (line?.head.height ?? 0));
    expect(line?.spans.at(-1)?.bottom).toBeGreaterThan(ladder.arrows.at(-1)?.points.at(-1)?.[1] ?? Infinity);
  });
});

describe("a call and a delivery", () => {
  it("point into the lifeline and out of it", async () => {
    const ladder = layoutBlock(await list(`A: call send()\nA -> B: data\nB: deliver 5 bytes`));
    const [a, b] = ladder.lifelines.map(({ x }) => x);
    const [call, deliver] = ladder.endpointEvents.map(({ pointer }) => pointer?.map(([x]) => x) ?? []);
    expect(call?.[1]).toBeCloseTo((a ?? 0) - 2, 6);
    expect(call?.[0]).toBeLessThan((a ?? 0) - 20);
    expect(deliver?.[0]).toBeCloseTo((b ?? 0) + 2, 6);
    expect(deliver?.[1]).toBeGreaterThan((b ?? 0) + 20);
  });
});

describe("a timer written in a list", () => {
  it("has a bracket from its start to where it expires", async () => {
    const ladder = layoutBlock(
      await list(`A: timer start RTO 1s\nA -x B: data\nA: timer expire RTO\nA -> B: data`),
    );
    const [bracket] = ladder.brackets;
    const ys = bracket?.points.map(([, y]) => y) ?? [];
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([
      heightOf(ladder, "timer start RTO 1s"),
      heightOf(ladder, "timer expire RTO"),
    ]);
    expect(ladder.brackets).toHaveLength(1);
  });

  it("is a bar on a lifeline with arrows at both sides", async () => {
    const text = `endpoints: A, B, C\nB: timer start T 1s\nA -> B: in\nB -> C: out\nB: timer stop T`;
    const ladder = layoutBlock(await list(text));
    const middle = ladder.lifelines[1]?.x ?? 0;
    for (const [x] of ladder.brackets[0]?.points ?? [[Infinity, 0]])
      expect(Math.abs(x - middle)).toBeLessThan(7);
  });

  it("has none where nobody says when it ended", async () => {
    expect(layoutBlock(await list(`A: timer start RTO 1s\nA -> B: data`)).brackets).toEqual([]);
  });
});

describe("phases and round trips", () => {
  it("are told for a capture that is asked for them, above the segments they begin with", async () => {
    const { dividers, arrows } = await capture("show: phases");
    expect(dividers.map(({ label }) => label?.text)).toEqual(["Establishment", "Data transfer", "Teardown"]);
    const sent = ["SYN ", "PSH, ACK", "FIN"].map(
      (flags) => arrows.find(({ text }) => text.startsWith(flags))?.points[0]?.[1] ?? 0,
    );
    for (const [i, { top }] of dividers.entries()) {
      expect(top).toBeLessThan(sent[i] ?? 0);
      expect(top).toBeGreaterThan((sent[i] ?? 0) - 60);
    }
  });

  it("are not told unasked", async () => {
    const { dividers, brackets } = await capture("");
    expect(dividers).toEqual([]);
    expect(brackets.filter(({ label }) => label.text.startsWith("RTT"))).toEqual([]);
  });

  it("are brackets from a segment to its acknowledgment, at both ends by their own time", async () => {
    const { brackets } = await capture("show: rtt");
    const trips = brackets.filter(({ label }) => label.text.startsWith("RTT"));
    expect(trips.length).toBeGreaterThan(8);
    expect(new Set(trips.map(({ endpoint }) => endpoint))).toEqual(new Set([0, 1]));
    for (const { label } of trips) expect(label.text).toMatch(/^RTT (?:2\d\.\d|65\.\d) ms$/u);
  });

  // Karn's algorithm, RFC 6298 §3.
  it.each([
    ["of a repetition are told where the list says that the first was lost", "-x", 20, ["RTT 20 ms"]],
    ["of what arrived twice are not told", "->", 20, []],
    ["of what was sent again in another cut are not told", "->", 10, []],
  ])("%s", async (_, arrow, length, expected) => {
    const { brackets } = layoutBlock(
      await list(`show: rtt
0ms A ${arrow} B: PSH ACK seq=1 ack=1 len=20
200ms A -> B: PSH ACK seq=${String(21 - length)} ack=1 len=${String(length)}
220ms B -> A: ACK seq=1 ack=21`),
    );
    const trips = brackets.map(({ label }) => label.text).filter((text) => text.startsWith("RTT"));
    expect(trips).toEqual(expected);
  });

  it("of a FIN are told although an ACK before it had the same number", async () => {
    const { brackets } = layoutBlock(
      await list(`show: rtt
0ms A -> B: ACK seq=1 ack=1 len=0
10ms A -> B: FIN ACK seq=1 ack=1 len=0
40ms B -> A: ACK seq=1 ack=2`),
    );
    expect(brackets.map(({ label }) => label.text)).toEqual(["RTT 30 ms"]);
  });
});
