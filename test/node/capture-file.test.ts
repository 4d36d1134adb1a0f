import { join } from "node:path";
import { Readable } from "node:stream";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { openCaptureFile } from "../../src/node/capture-file";
import { CommandError } from "../../src/node/command-error";
import { streamedCapture } from "../../src/node/streamed-capture";
import { scratchFolder } from "./scratch";

const octets = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

it("gives the octets asked for, wherever they lie and in whatever order", async () => {
  const file = openCaptureFile(join(scratchFolder({ "a.pcap": octets }), "a.pcap"));
  const place = fc.tuple(fc.nat(310_000), fc.nat(100_000));
  await fc.assert(
    fc.asyncProperty(fc.array(place, { maxLength: 5 }), async (places) => {
      for (const [offset, length] of places) {
        const found = await file.octets(offset, length);
        expect(Buffer.compare(found, octets.subarray(offset, offset + length))).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});

it("gives the whole file again and again", async () => {
  const file = openCaptureFile(join(scratchFolder({ "a.pcap": octets }), "a.pcap"));
  for (let pass = 0; pass < 2; pass += 1) {
    const pieces: Buffer[] = [];
    for await (const piece of file.chunks()) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).equals(octets)).toBe(true);
  }
});

it("knows the file's name and size", () => {
  const file = openCaptureFile(join(scratchFolder({ "a b.pcap": octets }), "a b.pcap"));
  expect([file.name, file.size]).toEqual(["a b.pcap", octets.length]);
});

it("says in words that a file is gone", () => {
  expect(() => openCaptureFile(join(scratchFolder(), "a.pcap"))).toThrow(CommandError);
});

it.each([false, true])(
  "gives a stream in pieces, and again unless it is read once (%s)",
  async (isReadOnce) => {
    const rest = Readable.from([octets.subarray(10_000, 200_000), octets.subarray(200_000)]);
    const source = streamedCapture("stdin.pcap", octets.slice(0, 10_000), rest, isReadOnce);
    expect([source.size, Buffer.compare(await source.octets(0, 3), octets.subarray(0, 3))]).toEqual([
      undefined,
      0,
    ]);
    for (let pass = 0; pass < (isReadOnce ? 1 : 2); pass += 1) {
      const pieces: Buffer[] = [];
      for await (const piece of source.chunks()) pieces.push(Buffer.from(piece));
      expect(Buffer.concat(pieces).equals(octets)).toBe(true);
    }
    expect(source.size).toBe(octets.length);
    const later = await source.octets(299_990, 20);
    expect(Buffer.compare(later, isReadOnce ? new Uint8Array(0) : octets.subarray(299_990))).toBe(0);
  },
);
