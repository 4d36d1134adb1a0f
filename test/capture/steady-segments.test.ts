import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaptureIndex } from "../../src/capture/capture-index";
import { indexCapture } from "../../src/capture/index-capture";
import { ACK, SYN } from "../../src/tcp/flags";
import { arbitraryExchange, type ExchangeSegment } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { exchangeFrames, type ExchangeEnds } from "../support/exchange-frames";
import type { TimedFrame } from "../support/packet-builder";

const ethernet = 14;
const ipv4 = 20;
const tcp = 20;
const noOperations = [1, 1, 1, 1];
const ends: readonly ExchangeEnds[] = [
  ["192.0.2.1:40000", "192.0.2.2:80"],
  ["192.0.2.2:80", "192.0.2.1:40001"],
];

/** Gives a frame with four octets of padding among its options: what no shortcut takes. */
function padded(frame: TimedFrame): TimedFrame {
  const header = ethernet + ipv4 + tcp;
  const { octets } = frame;
  const longer = new Uint8Array(octets.length + noOperations.length);
  longer.set(octets.subarray(0, header));
  longer.set(noOperations, header);
  longer.set(octets.subarray(header), header + noOperations.length);
  const view = new DataView(longer.buffer);
  view.setUint16(ethernet + 2, view.getUint16(ethernet + 2) + noOperations.length);
  view.setUint8(header - 8, view.getUint8(header - 8) + 0x10);
  return { ...frame, octets: longer, originalLength: (frame.originalLength ?? 0) + noOperations.length };
}

/** All that does not follow from how long the frames are. */
function content({ frames, conversations, eventful, sentAgain, resets, ...rest }: CaptureIndex): unknown {
  const { offset: _, capturedLength: _captured, originalLength, ...columns } = frames;
  const { octets, ...facts } = conversations;
  const headers = octets.map((count, side) => count - lengths(frames, side, originalLength));
  const { pauses, pausedBy } = rest;
  return { columns, facts, headers, eventful, sentAgain, resets, pauses, pausedBy };
}

function lengths({ conversation }: CaptureIndex["frames"], side: number, length: Uint32Array): number {
  return length.reduce((sum, each, row) => sum + (conversation[row] === side ? each : 0), 0);
}

/** An exchange that has settled, acknowledgments of nothing new so many milliseconds apart, and data. */
function settled(waits: readonly number[]): readonly ExchangeSegment[] {
  const segments: ExchangeSegment[] = [];
  let time = 0;
  const send = (from: 0 | 1, [flags, seq, ack, payloadLength]: readonly number[], pause = 1): void => {
    time += pause * 1e6;
    segments.push({
      ...{ from, time, flags: flags ?? 0, seq: seq ?? 0, ack: ack ?? 0 },
      ...{ payloadLength: payloadLength ?? 0, window: 1000 },
    });
  };
  send(0, [SYN, 0, 0, 0]);
  send(1, [SYN | ACK, 0, 1, 0]);
  send(0, [ACK, 1, 1, 0]);
  send(0, [ACK, 1, 1, 100]);
  send(1, [ACK, 1, 101, 100]);
  send(0, [ACK, 101, 101, 0]);
  for (const pause of waits) send(0, [ACK, 101, 101, 0], pause);
  send(0, [ACK, 101, 101, 100]);
  return segments;
}

describe("segments that follow on", () => {
  it.each([
    { waits: [300, 300], silence: 601 },
    { waits: [200, 200], silence: 0 },
  ])("are no news where they acknowledge nothing new: $waits", async ({ waits, silence }) => {
    const frames = exchangeFrames(settled(waits), ends[0] ?? ["", ""]);
    const index = await indexCapture(sourceOf(pcapFile(frames)));
    expect([...index.pauses]).toEqual([silence * 1e6]);
    expect([...index.eventful]).toEqual([0]);
  });

  it("tell of their conversation what they tell where each is followed in full", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryExchange, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(...(["4.0", "4.4"] as const)),
        async (exchanges, rules) => {
          const each = exchanges.map((exchange, at) => exchangeFrames(exchange, ends[at] ?? ["", ""]));
          const longest = Math.max(...each.map(({ length }) => length));
          const frames = Array.from({ length: longest }, (_, at) => at).flatMap((at) =>
            each.flatMap((list) => list[at] ?? []),
          );
          const index = await indexCapture(sourceOf(pcapFile(frames)), undefined, rules);
          const full = await indexCapture(sourceOf(pcapFile(frames.map(padded))), undefined, rules);
          expect(content(index)).toEqual(content(full));
        },
      ),
      { numRuns: 300 },
    );
  });
});
