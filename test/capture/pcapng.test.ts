import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { block, enhancedPacket, integer, pcapngFile, sectionHeader } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { ipv4Packet, segmentFrame, tcpSegment } from "../support/packet-builder";

const frame = segmentFrame({ flags: 2 });
const time = 1_700_000_000_123_456_789n;

function interfaceBlock(linkType: number, options: readonly number[] = [], snapLength = 0): number[] {
  return block(1, [...integer(linkType, 2), 0, 0, ...integer(snapLength, 4), ...options]);
}

function indexOf(octets: readonly number[]): ReturnType<typeof indexCapture> {
  return indexCapture(sourceOf(Uint8Array.from(octets)));
}

describe("pcapng files", () => {
  it.each(["little", "big"] as const)("are read in %s endian order", async (order) => {
    const index = await indexCapture(sourceOf(pcapngFile([{ octets: frame, time }], { order })));
    expect([index.format, index.start, index.conversations.count]).toEqual(["pcapng", time, 1]);
    expect(index.interfaces).toEqual([{ linkType: 1, number: 0 }]);
  });

  it.each([
    ["microseconds", 6, 1_700_000_000_123_456_000n],
    ["nanoseconds", 9, time],
    ["tenths of a nanosecond", 10, time],
    ["whole seconds", 0, 1_700_000_000_000_000_000n],
    ["1024ths of a second", 0x8a, 1_700_000_000_123_046_875n],
    ["2^-30 of a second", 0x9e, 1_700_000_000_123_456_788n],
  ])("count time in %s", async (_, resolution, expected) => {
    const index = await indexCapture(sourceOf(pcapngFile([{ octets: frame, time }], { resolution })));
    expect(index.start).toBe(expected);
  });

  it("add an interface's time offset, also a negative one", async () => {
    const offset = [...integer(14, 2), ...integer(8, 2), ...integer(-3600n, 8)];
    const index = await indexOf([
      ...sectionHeader(),
      ...interfaceBlock(1, offset),
      ...enhancedPacket(frame, "little", 7_200_000_000n),
    ]);
    expect(index.start).toBe(3600_000_000_000n);
  });

  it("keep the interfaces of each section apart", async () => {
    const raw = ipv4Packet(tcpSegment({ flags: 2 }));
    const index = await indexOf([
      ...sectionHeader(),
      ...interfaceBlock(1),
      ...interfaceBlock(101),
      ...enhancedPacket(frame, "little", 1n, 0),
      ...enhancedPacket(raw, "little", 2n, 1),
      ...sectionHeader(),
      ...interfaceBlock(101),
      ...enhancedPacket(raw, "little", 3n, 0),
    ]);
    expect([...index.frames.interfaceNumber]).toEqual([0, 1, 2]);
    expect(index.interfaces.map(({ number }) => number)).toEqual([0, 1, 0]);
    expect([...index.frames.conversation].every((side) => side >= 0)).toBe(true);
  });

  it("may change their byte order from section to section", async () => {
    const index = await indexOf([
      ...pcapngFile([frame], { order: "big" }),
      ...pcapngFile([frame], { order: "little" }),
    ]);
    expect(index.frameCount).toBe(2);
    expect(index.conversations.count).toBe(1);
  });

  it("give simple packets the snap length of the first interface", async () => {
    const simple = block(3, [...integer(frame.length, 4), ...frame.subarray(0, 60)]);
    const index = await indexOf([...sectionHeader(), ...interfaceBlock(1, [], 50), ...simple]);
    expect([index.frames.capturedLength[0], index.frames.originalLength[0]]).toEqual([50, frame.length]);
  });

  it("may hold the obsolete packet block", async () => {
    const head = [...integer(0, 2), ...integer(0, 2), ...integer(0, 4), ...integer(5, 4)];
    const lengths = [...integer(frame.length, 4), ...integer(frame.length, 4)];
    const index = await indexOf([
      ...sectionHeader(),
      ...interfaceBlock(1),
      ...block(2, [...head, ...lengths, ...frame]),
    ]);
    expect([index.conversations.count, index.frames.nanoseconds[0]]).toEqual([1, 5000]);
  });

  it("may hold blocks of any type and size between the frames", async () => {
    const unknown = block(
      0x0bad,
      Array.from({ length: 500_000 }, () => 7),
    );
    const index = await indexOf([...pcapngFile([frame]), ...unknown, ...enhancedPacket(frame, "little", 1n)]);
    expect([index.frameCount, index.diagnostics]).toEqual([2, []]);
  });

  it("lose the frames of an interface that is not described, and say how many", async () => {
    const stray = enhancedPacket(frame, "little", 1n, 3);
    const index = await indexOf([...pcapngFile([frame]), ...stray, ...stray]);
    expect(index.frameCount).toBe(1);
    expect(index.diagnostics).toMatchObject([{ code: "unknown-interface", found: 3, count: 2 }]);
  });

  it("with a frame longer than its block keep what the block holds", async () => {
    const file = [...pcapngFile([frame])];
    file.splice(file.length - 4 - Math.ceil(frame.length / 4) * 4 - 8, 4, ...integer(9999, 4));
    const index = await indexOf(file);
    expect(index.frames.capturedLength[0]).toBe(Math.ceil(frame.length / 4) * 4);
    expect(index.diagnostics).toMatchObject([{ code: "frame-over-block", found: 9999 }]);
  });

  it.each([0, 11])("with a block of %i octets are read up to it", async (length) => {
    const bad = [...integer(5, 4), ...integer(length, 4), ...integer(0, 4)];
    const index = await indexOf([...pcapngFile([frame]), ...bad]);
    expect(index.frameCount).toBe(1);
    expect(index.diagnostics).toMatchObject([{ code: "bad-block-length", found: length, needed: 12 }]);
  });

  it("whose block names two lengths follow the first", async () => {
    const file = [...pcapngFile([frame]), ...enhancedPacket(frame, "little", 1n)];
    file.splice(file.length - 4, 4, ...integer(4, 4));
    const index = await indexOf(file);
    expect(index.frameCount).toBe(2);
    expect(index.diagnostics).toMatchObject([{ code: "block-length-mismatch", severity: "remark" }]);
  });

  it("that end in a skipped block say so", async () => {
    const unknown = block(
      0x0bad,
      Array.from({ length: 100 }, () => 7),
    ).slice(0, 50);
    const index = await indexOf([...pcapngFile([frame]), ...unknown]);
    expect(index.diagnostics).toMatchObject([{ code: "truncated-file", at: { frame: 2, layer: "pcapng" } }]);
  });
});
