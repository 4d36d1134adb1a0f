import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { indexCapture } from "../../src/capture/index-capture";
import { readFrames } from "../../src/read/frame-reading";
import { repositoryRoot, sourceOf } from "../support/capture-files";

const folders = ["test/fixtures/captures/", "test/fixtures/scenarios/", "test/fixtures/encapsulations/"];
const captures = folders.flatMap((folder) =>
  readdirSync(repositoryRoot + folder)
    .filter((name) => /\.(?:pcap|pcapng)$/u.test(name))
    .map((name) => new Uint8Array(readFileSync(repositoryRoot + folder + name)))
    .filter((octets) => octets.length < 100_000),
);

/** Lets everything through; but of what it looks at, it may not miss a layer. */
const everything = { text: "frame", at: { kind: "text", line: 1, column: 1, length: 5 } } as const;

/** Gives how many frames were read, each the same by the shortcut for segments and taken apart layer by layer. */
async function readBothWays(octets: Uint8Array): Promise<number> {
  const source = sourceOf(octets);
  const index = await indexCapture(source);
  const rows = [...index.frames.offset.keys()];
  const short = await readFrames(source, index, rows, undefined);
  const long = await readFrames(source, index, rows, everything);
  expect(short.readings).toEqual(long.readings);
  return long.readings.length;
}

it("a segment is the same by the shortcut as taken apart layer by layer", async () => {
  for (const octets of captures) expect(await readBothWays(octets)).toBeGreaterThan(0);
});

it("also where octets were changed", async () => {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.constant(255), fc.constant(0), fc.nat(255)));
  const changes = fc.array(change, { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...captures), changes, async (file, list) => {
      const octets = file.slice();
      for (const [place, octet] of list) octets[place % octets.length] = octet;
      await readBothWays(octets).catch((error: unknown) => {
        if (!(error instanceof DiagnosticError)) throw error;
      });
    }),
    { numRuns: 100 },
  );
});
