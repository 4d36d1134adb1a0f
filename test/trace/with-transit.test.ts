import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LadderArrow, LadderPoint } from "../../src/ladder/ladder";
import { openCaptureFile } from "../../src/node/capture-file";
import { layoutBlock, readBlock, type BlockReading } from "../../src/pipeline";
import type { Segment } from "../../src/trace/trace";
import { withTransit } from "../../src/trace/with-transit";
import type { SegmentAnalysis } from "../../src/tcp/judged-segment";
import { captureOf, segment } from "../ladder/ladders";
import { root } from "../node/command-line";

const captures = join(root, "samples/captures");

function read(file: string, lines = ""): Promise<BlockReading> {
  return readBlock(`capture: ${file}\n${lines}`, file, () =>
    Promise.resolve(openCaptureFile(join(captures, file))),
  );
}

function segments({ trace }: BlockReading): readonly Segment[] {
  return trace.events.filter((event): event is Segment => event.kind === "segment");
}

function numbered(seq: number, ack: number): Pick<Segment, "seq" | "ack"> {
  return { seq: { kind: "number", value: seq }, ack: { kind: "number", value: ack } };
}

/** What the analysis says of a segment that acknowledges a frame. */
function answer(acksFrame: number): SegmentAnalysis {
  return {
    marks: new Set(),
    acksFrame,
    roundTrip: 1,
    bytesInFlight: undefined,
    pushedBytes: undefined,
    duplicate: undefined,
    timeoutFrame: undefined,
    timeout: undefined,
    initialRoundTrip: undefined,
  };
}

function line({ points }: LadderArrow): readonly [LadderPoint, LadderPoint] {
  return [points[0] ?? [0, 0], points.at(-1) ?? [0, 0]];
}

function arrowOf(arrows: readonly LadderArrow[], frame: string): readonly [LadderPoint, LadderPoint] {
  const arrow = arrows.find(({ number }) => number?.text === frame);
  if (arrow === undefined) throw new Error(`no arrow of frame ${frame}`);
  return line(arrow);
}

describe("withTransit", () => {
  it("finds that the capture was taken at the client, half of the round trip from the server", async () => {
    const { trace } = await read("simultaneous-open.pcap");
    const transit = trace.conversations[0]?.transit;
    expect(transit?.client).toBe(0);
    expect((transit?.server ?? 0) / 1e6).toBeCloseTo(50, 0);
  });

  it("lets a segment of the far end leave before it was seen, and one of the near end arrive after", async () => {
    for (const { from, time, assumedWay } of segments(await read("simultaneous-open.pcap"))) {
      expect(assumedWay?.[from === 0 ? "departure" : "arrival"]).toBe(time);
      expect((assumedWay?.arrival ?? 0) - (assumedWay?.departure ?? 0)).toBeGreaterThan(49e6);
    }
  });

  it("lets no acknowledgment leave before what it acknowledges has arrived", async () => {
    for (const file of ["simultaneous-open.pcap", "web-page.pcapng"]) {
      const all = segments(await read(file));
      const byFrame = new Map(all.map((segment) => [segment.frame, segment]));
      const pairs = all.flatMap((segment) => {
        const acked = byFrame.get(segment.analysis?.acksFrame);
        const isRepeated = (acked?.flags ?? 0) === 0x12 && file.startsWith("simultaneous");
        return acked === undefined || isRepeated ? [] : [{ acked, segment }];
      });
      expect(pairs.length).toBeGreaterThan(3);
      for (const { acked, segment } of pairs)
        expect(segment.assumedWay?.departure).toBeGreaterThanOrEqual(acked.assumedWay?.arrival ?? Infinity);
    }
  });

  it("lets the answer to data sent again leave after these have come, though no numbers tell which it answers", () => {
    const made = withTransit(
      captureOf([
        segment("0>1", "SYN", 0, numbered(0, 0)),
        segment("1>0", "SYN ACK", 18, { ...numbered(100, 1), analysis: answer(1) }),
        segment("0>1", "ACK", 18.01, { ...numbered(1, 101), analysis: answer(2) }),
        segment("0>1", "PSH ACK", 20, { ...numbered(1, 101), payloadLength: 10 }),
        segment("0>1", "PSH ACK", 320, { ...numbered(1, 101), payloadLength: 10 }),
        segment("1>0", "ACK", 337, numbered(101, 11)),
      ]),
    );
    const [again, last] = made.events.slice(-2);
    const ways = [again, last].map((event) => (event?.kind === "segment" ? event.assumedWay : undefined));
    expect(made.conversations[0]?.transit?.server).toBe(8_500_000);
    expect(ways[1]?.departure).toBeGreaterThanOrEqual(ways[0]?.arrival ?? Infinity);
  });

  it("draws the two SYNs of a simultaneous open crossing, and so their SYN,ACKs", async () => {
    const { arrows } = layoutBlock(await read("simultaneous-open.pcap"));
    for (const [own, peers] of [
      ["1", "2"],
      ["3", "4"],
    ] as const) {
      const [[sent, arrived], [peerSent, peerArrived]] = [arrowOf(arrows, own), arrowOf(arrows, peers)];
      expect(peerSent[1]).toBeLessThan(arrived[1]);
      expect(sent[1]).toBeLessThan(peerArrived[1]);
    }
  });

  it("puts a state of the far end where the segment that brought it about arrives", async () => {
    const { arrows, endpointEvents } = layoutBlock(await read("simultaneous-open.pcap"));
    const received = endpointEvents.find(
      ({ endpoint, label }) => endpoint === 1 && label.text === "SYN-RECEIVED",
    );
    expect(received?.at[1]).toBeCloseTo(arrowOf(arrows, "1")[1][1], 6);
  });

  it("writes number and time where the capture saw the segment", async () => {
    const { arrows } = layoutBlock(await read("web-page.pcapng"));
    for (const arrow of arrows.slice(0, 3)) {
      const [sent, arrived] = line(arrow);
      expect(arrow.time?.y).toBeCloseTo(arrow.from === 0 ? sent[1] : arrived[1], 6);
    }
  });

  it("says that the slant is assumed, and from what", async () => {
    const { verdict } = layoutBlock(await read("simultaneous-open.pcap"));
    expect(verdict?.text).toContain("slant assumed: 50.3 ms each way, half the round trip");
    expect(verdict?.text.replaceAll("\n", " ")).toContain("captured at 198.51.100.1");
  });

  it("assumes nothing on loopback, where both ends are as near, and where another slant is asked for", async () => {
    for (const reading of [
      await read("echo.pcap"),
      await read("web-page.pcapng", "slant: none"),
      await read("web-page.pcapng", "slant: 5ms"),
    ])
      expect(segments(reading).map(({ assumedWay }) => assumedWay)).not.toContainEqual(expect.anything());
  });
});
