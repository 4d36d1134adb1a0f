import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { captureInMemory, openCaptureFile } from "../../src/node/capture-file";
import { CommandError } from "../../src/node/command-error";
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

it("gives octets in memory like those of a file", async () => {
  const source = captureInMemory("stdin", octets);
  expect(Buffer.compare(await source.octets(299_990, 20), octets.subarray(299_990))).toBe(0);
});
