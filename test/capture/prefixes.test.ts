import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import type { CaptureIndex } from "../../src/capture/capture-index";
import { indexCapture } from "../../src/capture/index-capture";
import { isDissection } from "../../src/read/dissected-frame";
import { pcapngFile } from "../support/capture-builder";
import { repositoryRoot, sourceOf } from "../support/capture-files";
import { bigEndian, segmentFrame, udpFrame } from "../support/packet-builder";

const frames = [segmentFrame({ flags: 2 }), udpFrame(53, 4000), segmentFrame({ flags: 16, payload: "abc" })];

function snoopFile(): Uint8Array {
  const header = [...new TextEncoder().encode("snoop\0\0\0"), ...bigEndian([2, 4], [4, 4])];
  const records = frames.flatMap((octets) => {
    const { length } = octets;
    const numbers = bigEndian([length, 4], [length, 4], [24 + length, 4], [0, 4], [1_700_000_000, 4], [0, 4]);
    return [...numbers, ...octets];
  });
  return Uint8Array.from([...header, ...records]);
}

function files(folder: string, names: RegExp): readonly Uint8Array[] {
  return readdirSync(repositoryRoot + folder)
    .filter((name) => names.test(name))
    .map((name) => new Uint8Array(readFileSync(repositoryRoot + folder + name)))
    .filter(({ length }) => length < 20_000);
}

const pcaps = [
  ...files("test/fixtures/encapsulations/", /\.pcap$/u),
  ...files("test/fixtures/captures/", /\.pcap$/u),
];
const dissections = files("test/fixtures/dissections/", /\.gz$/u);
const plain = [
  ...pcaps,
  pcapngFile(frames),
  pcapngFile(frames, { order: "big" }),
  snoopFile(),
  ...dissections.map((octets) => new Uint8Array(gunzipSync(octets))),
];
const compressed = [
  ...dissections,
  ...[pcapngFile(frames), ...pcaps.slice(0, 5)].map((octets) => new Uint8Array(gzipSync(octets))),
];

async function read(octets: Uint8Array): Promise<CaptureIndex | undefined> {
  try {
    return await indexCapture(sourceOf(octets, 997));
  } catch (error) {
    expect(error).toBeInstanceOf(DiagnosticError);
    return undefined;
  }
}

/** Reads the start of a file, which must be the start of what the whole file is read as. */
async function startOf(file: Uint8Array, length: number): Promise<CaptureIndex | undefined> {
  const whole = await read(file);
  const start = await read(file.subarray(0, length));
  const count = start?.frameCount ?? 0;
  for (const column of ["offset", "seconds", "conversation", "originalLength"] as const)
    expect([...(start?.frames[column] ?? [])]).toEqual([...(whole?.frames[column].subarray(0, count) ?? [])]);
  const codes = start?.diagnostics.map(({ code }) => code) ?? [];
  expect(codes).toEqual([...new Set(codes)]);
  return start;
}

const anyOf = (list: readonly Uint8Array[]): fc.Arbitrary<number> => fc.nat(list.length - 1);

it("every start of a file is read, with a remark for each cause", async () => {
  await fc.assert(
    fc.asyncProperty(anyOf(plain), fc.nat(), async (number, place) => {
      const file = plain[number] ?? new Uint8Array(0);
      const length = place % (file.length + 1);
      const start = await startOf(file, length);
      const whole = await read(file);
      // How a text begins may be anything; and packets that were filtered out stand nowhere.
      const isText = whole !== undefined && isDissection(whole.format);
      const known = whole?.frames.offset.at(isText ? -1 : 0) ?? Infinity;
      expect(start !== undefined || length <= known).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("every start of a gzipped file is read, too", async () => {
  await fc.assert(
    fc.asyncProperty(anyOf(compressed), fc.nat(), async (number, place) => {
      const file = compressed[number] ?? new Uint8Array(0);
      await startOf(file, place % (file.length + 1));
    }),
    { numRuns: 100 },
  );
});
