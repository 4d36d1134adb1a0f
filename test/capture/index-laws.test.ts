import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import type { CaptureIndex } from "../../src/capture/capture-index";
import { indexCapture } from "../../src/capture/index-capture";
import { ACK, FIN, PSH, RST, SYN } from "../../src/tcp/flags";
import { pcapFile, pcapngFile, type FileForm, type FrameLike } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { segmentFrame, udpFrame } from "../support/packet-builder";

const end = fc.constantFrom("192.0.2.1:1000", "192.0.2.2:80", "192.0.2.3:80");
const flags = fc.constantFrom(SYN, SYN | ACK, ACK, ACK | PSH, ACK | FIN, RST, RST | ACK);
const anySegment = fc
  .record({
    from: end,
    to: end,
    flags,
    seq: fc.nat(50),
    ack: fc.nat(50),
    payload: fc.string({ maxLength: 20 }),
  })
  .map(segmentFrame);
const anyFrame: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: anySegment },
  { weight: 1, arbitrary: fc.constant(udpFrame(53, 4000)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);
const frames = fc.array(anyFrame, { maxLength: 12 });
const writers: readonly ((frames: readonly FrameLike[], form?: FileForm) => Uint8Array)[] = [
  pcapFile,
  pcapngFile,
];
const writer = fc.constantFrom(...writers);

/** What must be the same, as plain data. */
function content(index: CaptureIndex): unknown {
  const { format: _, ...rest } = index;
  return JSON.parse(
    JSON.stringify(rest, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
  );
}

describe("an index", () => {
  it("is the same wherever the file is cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(frames, writer, fc.integer({ min: 1, max: 700 }), async (list, write, chunkSize) => {
        const file = write(list);
        const whole = await indexCapture(sourceOf(file));
        expect(content(await indexCapture(sourceOf(file, chunkSize)))).toEqual(content(whole));
      }),
    );
  });

  it("is the same in both byte orders", async () => {
    await fc.assert(
      fc.asyncProperty(frames, writer, async (list, write) => {
        const little = await indexCapture(sourceOf(write(list, { order: "little" })));
        const big = await indexCapture(sourceOf(write(list, { order: "big" })));
        expect(content(big)).toEqual(content(little));
      }),
    );
  });

  it("of a file's start is the start of the file's index", async () => {
    await fc.assert(
      fc.asyncProperty(
        frames,
        writer,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (list, write, part) => {
          const file = write(list);
          const whole = await indexCapture(sourceOf(file));
          const length = Math.max(write([]).length, Math.floor(file.length * part));
          const cut = await indexCapture(sourceOf(file.subarray(0, length)));
          const { conversation, offset } = whole.frames;
          expect([...cut.frames.offset]).toEqual([...offset.subarray(0, cut.frameCount)]);
          expect([...cut.frames.conversation]).toEqual([...conversation.subarray(0, cut.frameCount)]);
          expect(cut.diagnostics.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("is made of any octets, or they are refused with a diagnostic", async () => {
    const heads = [
      pcapFile([]),
      pcapFile([], { order: "big" }),
      pcapngFile([]),
      new Uint8Array(0),
      Uint8Array.of(31, 139, 8),
    ];
    const octets = fc
      .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }))
      .map(([head, rest]) => Uint8Array.from([...head, ...rest]));
    await fc.assert(
      fc.asyncProperty(octets, async (file) => {
        const outcome = await indexCapture(sourceOf(file)).catch((error: unknown) => error);
        expect(outcome instanceof Error ? outcome instanceof DiagnosticError : true).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("of a damaged file counts no more frames than fit into it", async () => {
    await fc.assert(
      fc.asyncProperty(frames, writer, fc.nat(), fc.nat(255), async (list, write, place, octet) => {
        const file = write(list);
        file[place % file.length] = octet;
        const index = await indexCapture(sourceOf(file)).catch(() => undefined);
        expect(index?.frameCount ?? 0).toBeLessThanOrEqual(file.length / 16);
      }),
    );
  });

  it("holds plain data alone, ready for another thread", async () => {
    const index = await indexCapture(sourceOf(pcapngFile([segmentFrame({ flags: SYN })])));
    expect(content(structuredClone(index))).toEqual(content(index));
  });

  it("takes exactly the memory its rows need", async () => {
    const index = await indexCapture(sourceOf(pcapFile([segmentFrame({}), segmentFrame({})])));
    expect(index.frames.sequence.buffer.byteLength).toBe(8);
    expect(index.conversations.base.buffer.byteLength).toBe(8);
  });
});
