import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import { readCapture } from "../../src/read/read-capture";
import { block, integer, pcapFile, sectionHeader } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { bigEndian, segmentFrame } from "../support/packet-builder";

const nothingChosen = { endpoints: [], names: new Map<string, string>() };
const frame = segmentFrame({ flags: 2 });

/** A pcap whose record headers have some octets more. */
function longHeaderFile(magic: number, extra: number): Uint8Array {
  const file = pcapFile([]);
  file.set(integer(magic, 4), 0);
  const record = [...integer(1_700_000_000, 4), ...integer(5, 4), ...integer(frame.length, 4)];
  const one = [
    ...record,
    ...integer(frame.length, 4),
    ...Array.from({ length: extra }, () => 0xff),
    ...frame,
  ];
  return Uint8Array.from([...file, ...one, ...one, ...one]);
}

describe("a pcap of", () => {
  it.each([
    ["Nokia's, with the usual magic", 0xa1b2c3d4, 4],
    ["Kuznetzov's patch behind the usual magic", 0xa1b2c3d4, 8],
    ["Kuznetzov's patch", 0xa1b2cd34, 8],
    ["his older patch", 0xa1b2cd34, 12],
    ["no such kind", 0xa1b2c3d4, 0],
  ])("%s is read whole", async (_, magic, extra) => {
    const index = await indexCapture(sourceOf(longHeaderFile(magic, extra)));
    expect([index.frameCount, index.conversations.count, index.diagnostics]).toEqual([3, 1, []]);
  });
});

describe("a snoop file", () => {
  const header = [...new TextEncoder().encode("snoop\0\0\0"), ...bigEndian([2, 4], [4, 4])];
  const length = 24 + frame.length + 2;
  const record = [
    ...bigEndian([frame.length, 4], [frame.length, 4], [length, 4], [0, 4], [1_700_000_000, 4], [250_000, 4]),
    ...frame,
    ...[0, 0],
  ];

  it("is read, with its padding and microseconds", async () => {
    const index = await indexCapture(sourceOf(Uint8Array.from([...header, ...record, ...record])));
    expect([index.format, index.frameCount, index.conversations.count]).toEqual(["snoop", 2, 1]);
    expect(index.start).toBe(1_700_000_000_250_000_000n);
  });

  it("with a record shorter than its frame is read up to that", async () => {
    const bad = [...record];
    bad.splice(8, 4, 0, 0, 0, 30);
    const index = await indexCapture(sourceOf(Uint8Array.from([...header, ...record, ...bad])));
    expect(index.frameCount).toBe(1);
    expect(index.diagnostics).toMatchObject([{ code: "frame-too-long" }]);
  });
});

describe("a pcapng file's", () => {
  const interfaceBlock = block(1, [...integer(1, 2), 0, 0, ...integer(0, 4)]);
  const text = (words: string): number[] => [...new TextEncoder().encode(words)];
  const option = (code: number, value: readonly number[]): number[] => {
    const padding = Array.from({ length: (4 - (value.length % 4)) % 4 }, () => 0);
    return [...integer(code, 2), ...integer(value.length, 2), ...value, ...padding];
  };
  const packet = (...comments: readonly string[]): number[] =>
    block(6, [
      ...[...integer(0, 4), ...integer(0, 8), ...integer(frame.length, 4), ...integer(frame.length, 4)],
      ...[...frame, ...Array.from({ length: (4 - (frame.length % 4)) % 4 }, () => 0)],
      ...comments.flatMap((comment) => option(1, text(comment))),
    ]);
  const names = block(4, [...option(1, [192, 0, 2, 2, ...text("web.example\0other\0")]), 0, 0, 0, 0]);
  const source = (...parts: readonly (readonly number[])[]): ReturnType<typeof sourceOf> =>
    sourceOf(Uint8Array.from([sectionHeader(), interfaceBlock, ...parts].flat()));

  it("comments are notes on the arrows, in one visible line", async () => {
    const capture = source(packet("look\n here\u0007 [[x]]"));
    const index = await indexCapture(capture);
    expect([...index.comments]).toEqual([[0, "look here [[x]]"]]);
    const { events } = (await readCapture(capture, index, nothingChosen)).trace;
    expect(events).toMatchObject([{ note: "look here [ [x] ]" }]);
  });

  it("comments are all kept where a packet has several, and printed as by tshark", async () => {
    const capture = source(packet("first", "second\n", " "));
    const index = await indexCapture(capture);
    const { events } = (await readCapture(capture, index, nothingChosen)).trace;
    expect(events).toMatchObject([{ note: "first; second" }]);
    const rows: (readonly string[])[] = [];
    for await (const row of packetRows(capture, index, ["frame.comment"])) rows.push(row);
    expect(rows).toEqual([["first,second"]]);
  });

  it("resolved names are those of the lifelines, unless a person gives others", async () => {
    const capture = source(names, packet(""));
    const index = await indexCapture(capture);
    expect([...index.names]).toEqual([["192.0.2.2", "web.example"]]);
    const { endpoints } = (await readCapture(capture, index, nothingChosen)).trace;
    expect(endpoints.map(({ name }) => name)).toEqual(["192.0.2.1", "web.example"]);
    const own = { ...nothingChosen, names: new Map([["192.0.2.2", "Server"]]) };
    expect((await readCapture(capture, index, own)).trace.endpoints[1]?.name).toBe("Server");
  });

  it("custom blocks count as frames, as in Wireshark, and are not drawn", async () => {
    const custom = block(0x0bad, [...integer(32473, 4), ...text("anything")]);
    const capture = source(custom, packet(""));
    const index = await indexCapture(capture);
    expect([index.frameCount, index.conversations.firstFrame[0]]).toEqual([2, 1]);
    const { trace } = await readCapture(capture, index, {
      ...nothingChosen,
      conversation: { kind: "all" },
    });
    expect(trace.events).toMatchObject([{ frame: 2 }]);
    const bare = source(custom);
    await expect(readCapture(bare, await indexCapture(bare), nothingChosen)).rejects.toMatchObject({
      diagnostic: { code: "no-frames" },
    });
  });

  it("list of names that claims to be endless costs nothing", async () => {
    const claim = [...integer(4, 4), ...integer(0x7ffffff0, 4), 0, 0, 0, 0];
    const index = await indexCapture(source(packet(""), claim));
    expect([index.frameCount, index.names.size]).toEqual([1, 0]);
  });
});
