import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { integer, pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { segmentFrame } from "../support/packet-builder";

const frame = segmentFrame({ flags: 2 });
const time = 1_700_000_000_123_456_789n;

describe("pcap files", () => {
  it.each(["little", "big"] as const)("are read in %s endian order", async (order) => {
    const index = await indexCapture(sourceOf(pcapFile([{ octets: frame, time }], { order })));
    expect([...index.frames.seconds]).toEqual([1_700_000_000]);
    expect([...index.frames.nanoseconds]).toEqual([123_456_000]);
    expect([...index.frames.capturedLength]).toEqual([frame.length]);
    expect(index.interfaces).toEqual([{ linkType: 1, number: undefined }]);
  });

  it("keep their nanoseconds where the magic says so", async () => {
    const index = await indexCapture(sourceOf(pcapFile([{ octets: frame, time }], { nanoseconds: true })));
    expect(index.start).toBe(time);
  });

  it("may hold more captured octets than there were", async () => {
    const index = await indexCapture(sourceOf(pcapFile([{ octets: frame, originalLength: 10 }, frame])));
    expect([...index.frames.capturedLength]).toEqual([frame.length, frame.length]);
    expect(index.conversations.count).toBe(1);
  });

  it("carry a fraction of more than a second into the seconds", async () => {
    const file = pcapFile([frame]);
    file.set(integer(1_500_000, 4), 28);
    const index = await indexCapture(sourceOf(file));
    expect([index.frames.seconds[0], index.frames.nanoseconds[0]]).toEqual([1_700_000_001, 500_000_000]);
  });

  it("of versions before 2.3 have their two lengths the other way round", async () => {
    const file = pcapFile([{ octets: frame, originalLength: 2000 }]);
    file.set(integer(2, 2), 6);
    file.set([...integer(2000, 4), ...integer(frame.length, 4)], 32);
    const index = await indexCapture(sourceOf(file));
    expect([index.frames.capturedLength[0], index.frames.originalLength[0]]).toEqual([frame.length, 2000]);
  });

  it("of Kuznetzov's kind have eight octets more in each record's header", async () => {
    const plain = pcapFile([frame]);
    const file = Uint8Array.from([...plain.subarray(0, 40), 0, 0, 0, 0, 0, 0, 0, 0, ...plain.subarray(40)]);
    file.set(integer(0xa1b2cd34, 4));
    const index = await indexCapture(sourceOf(file));
    expect(index.conversations.count).toBe(1);
    expect(index.frames.offset[0]).toBe(48);
  });

  it("without a frame are read as empty", async () => {
    const index = await indexCapture(sourceOf(pcapFile([])));
    expect([index.frameCount, index.start, index.diagnostics]).toEqual([0, undefined, []]);
  });

  it("that are cut in a record are read up to it, and say what is missing", async () => {
    const whole = pcapFile([frame, frame]);
    const index = await indexCapture(sourceOf(whole.subarray(0, whole.length - 5)));
    expect(index.frameCount).toBe(1);
    expect(index.diagnostics).toEqual([
      {
        code: "truncated-file",
        severity: "warning",
        at: { kind: "octets", offset: 40 + frame.length, frame: 2, layer: "pcap" },
        found: 16 + frame.length - 5,
        needed: 16 + frame.length,
      },
    ]);
  });

  it("with a record longer than any frame are read up to it", async () => {
    const file = pcapFile([frame, frame]);
    file.set(integer(262_145, 4), 24 + 16 + frame.length + 8);
    const index = await indexCapture(sourceOf(file));
    expect(index.frameCount).toBe(1);
    expect(index.diagnostics).toMatchObject([{ code: "frame-too-long", found: 262_145, needed: 262_144 }]);
  });

  it("cut in their own header are not readable", async () => {
    const file = pcapFile([]).subarray(0, 20);
    await expect(indexCapture(sourceOf(file))).rejects.toMatchObject({
      diagnostic: { code: "truncated-file", severity: "error", found: 20, needed: 24 },
    });
  });
});
