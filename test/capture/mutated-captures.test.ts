import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { indexCapture } from "../../src/capture/index-capture";
import { listConversations, listDatagrams } from "../../src/capture/list-conversations";
import { isDissection } from "../../src/read/dissected-frame";
import { packetRows } from "../../src/read/packet-fields";
import { readCapture } from "../../src/read/read-capture";
import { repositoryRoot, sourceOf } from "../support/capture-files";

const folders = [
  "test/fixtures/captures/",
  "test/fixtures/scenarios/",
  "test/fixtures/encapsulations/",
  "test/fixtures/dissections/",
  "test/broken/",
];
const captures = folders.flatMap((folder) =>
  readdirSync(repositoryRoot + folder)
    .filter((name) => /\.(?:pcap|pcapng|gz)$/u.test(name))
    .map((name) => new Uint8Array(readFileSync(repositoryRoot + folder + name)))
    .filter((octets) => octets.length > 0 && octets.length < 20_000),
);

const fields = ["frame.protocols", "tcp.stream", "udp.stream", "tcp.analysis.flags", "dns.qry.name"];

/** Reads all that can be read of a capture, as the doors do. */
async function readAll(octets: Uint8Array): Promise<number> {
  const source = sourceOf(octets, 997);
  const index = await indexCapture(source);
  let rows = 0;
  for await (const row of packetRows(source, index, fields)) rows += row.length > 0 ? 1 : 0;
  expect(listConversations(index).length + listDatagrams(index).length).toBeLessThanOrEqual(2 * rows);
  const everything = {
    endpoints: [],
    names: new Map<string, string>(),
    conversation: { kind: "all" },
  } as const;
  const { trace } = await readCapture(source, index, everything);
  expect(trace.events.length).toBeLessThanOrEqual(rows);
  // Of what tshark printed, frames that its numbers leave out are counted, and not printed.
  return isDissection(index.format) ? Math.min(0, index.frameCount - rows) : index.frameCount - rows;
}

// `npm run laws -- 1 test/capture/mutated-captures.test.ts 10000` reads 10,000 of them.
it("a capture with octets changed, or cut, reads or is refused with a diagnostic", async () => {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.constant(255), fc.constant(0), fc.nat(255)));
  const changes = fc.array(change, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...captures), changes, fc.option(fc.nat()), async (file, list, end) => {
      const octets = file.slice(0, end === null ? undefined : 1 + (end % file.length));
      for (const [place, octet] of list) octets[place % octets.length] = octet;
      const outcome: unknown = await readAll(octets).catch((error: unknown) => error);
      expect(outcome instanceof DiagnosticError ? 0 : outcome).toBe(0);
    }),
    { numRuns: Number(process.env["LAW_RUNS"] ?? 100) },
  );
});
