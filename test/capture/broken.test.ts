import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { formatDiagnostic } from "../../src/base/format-diagnostic";
import { indexCapture } from "../../src/capture/index-capture";
import { readCapture } from "../../src/read/read-capture";
import { repositoryRoot, sourceOf } from "../support/capture-files";

const folder = `${repositoryRoot}test/broken`;

/** Frames drawn, and the findings' codes; "none" where nothing can be drawn. */
async function outcome(name: string): Promise<{ readonly frames: number | "none"; readonly says: string }> {
  const source = sourceOf(new Uint8Array(readFileSync(`${folder}/${name}`)), undefined, name);
  try {
    const nothingChosen = { endpoints: [], names: new Map() };
    const { trace } = await readCapture(source, await indexCapture(source), nothingChosen);
    const says = trace.diagnostics
      .map((each) => formatDiagnostic(each, { name }).split("\n")[0] ?? "")
      .join("; ");
    return { frames: trace.events.length, says };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { frames: "none", says: formatDiagnostic(error.diagnostic, { name }).split("\n")[0] ?? "" };
  }
}

it("what is read of broken captures, and what is said, is this", async () => {
  const captures = readdirSync(folder).filter((name) => !name.endsWith(".md"));
  const table = await Promise.all(captures.map(async (name) => ({ name, ...(await outcome(name)) })));
  expect(table.map(({ name, frames, says }) => `${String(frames)} drawn. ${says === "" ? name : says}`))
    .toMatchInlineSnapshot(`
    [
      "18 drawn. gzip-cut.pcap.gz: gzip at octet 382: the compressed data is damaged or cut [damaged-gzip]",
      "11 drawn. gzip-damaged.pcap.gz: frame 12, pcap at octet 980: a frame of 808727605 octets; at most 262144 are possible [frame-too-long]",
      "none drawn. pcap-cut-in-file-header.pcap: frame 1, pcap at octet 0: the file ends inside a record: 24 octets needed, 13 there [truncated-file]",
      "1 drawn. pcap-cut-in-frame.pcap: frame 2, pcap at octet 94: warning: the file ends inside a record: 70 octets needed, 60 there [truncated-file]",
      "1 drawn. pcap-cut-in-record-header.pcap: frame 2, pcap at octet 94: warning: the file ends inside a record: 16 octets needed, 7 there [truncated-file]",
      "1 drawn. pcap-record-length-huge.pcap: frame 2, pcap at octet 94: a frame of 4294967295 octets; at most 262144 are possible [frame-too-long]",
      "1 drawn. pcap-snap-length-cuts-tcp-header.pcap: frame 1, tcp at octet 34: warning: 20 octets needed, 12 captured [truncated-header]",
      "2 drawn. pcap-trailing-garbage.pcap: frame 3, pcap at octet 164: warning: the file ends inside a record: 16 octets needed, 3 there [truncated-file]",
      "2 drawn. pcapng-block-length-huge.pcapng: frame 3, pcapng at octet 236: a block of 4294967280 octets; at most 393216 are possible [bad-block-length]",
      "2 drawn. pcapng-block-length-zero.pcapng: frame 3, pcapng at octet 236: a block of 0 octets; at least 12 are needed [bad-block-length]",
      "1 drawn. pcapng-cut-in-block.pcapng: frame 2, pcapng at octet 148: warning: the file ends inside a record: 88 octets needed, 82 there [truncated-file]",
      "none drawn. pcapng-no-interface.pcapng: frame 1, pcapng at octet 28: a frame of interface 0, which the file does not describe, was left out (2 times) [unknown-interface]",
      "2 drawn. pcapng-second-section-without-byte-order.pcapng: frame 3, pcapng at octet 236: a section without a valid byte order [bad-section-header]",
      "2 drawn. tcp-header-longer-than-packet.pcap: frame 2, tcp at octet 34: warning: the TCP header says it is 60 octets long; 20 to 20 are possible [bad-data-offset]",
      "2 drawn. tcp-header-shorter-than-header.pcap: frame 2, tcp at octet 34: warning: the TCP header says it is 16 octets long; 20 to 20 are possible [bad-data-offset]",
      "1 drawn. tcp-option-length-zero.pcap",
    ]
  `);
});
