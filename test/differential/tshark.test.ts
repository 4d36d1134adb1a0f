import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import { fixture, repositoryRoot, sourceOf } from "../support/capture-files";
import { installedRules, tsharkRows } from "./tshark";

/**
 * Fields that must be equal in every frame.
 *
 * Left out: `frame.protocols`, whose names of application protocols need dissectors that are not ours.
 */
const fields =
  `frame.number frame.time_epoch frame.time_relative frame.time_delta frame.len frame.cap_len frame.interface_id
  eth.src eth.dst eth.type ip.src ip.dst ip.len ip.id ip.ttl ip.proto ip.flags.df ipv6.src ipv6.dst ipv6.hlim
  tcp.srcport tcp.dstport tcp.stream tcp.seq tcp.seq_raw tcp.nxtseq tcp.ack tcp.ack_raw tcp.len tcp.hdr_len
  tcp.flags tcp.flags.str tcp.flags.syn tcp.flags.ack tcp.flags.push tcp.window_size_value tcp.window_size
  tcp.window_size_scalefactor tcp.checksum tcp.urgent_pointer tcp.time_relative tcp.time_delta
  tcp.options.mss_val tcp.options.wscale.shift tcp.options.wscale.multiplier tcp.options.sack_perm tcp.options.sack_le
  tcp.options.sack_re tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.completeness
  udp.srcport udp.dstport udp.length arp.opcode arp.src.proto_ipv4 icmpv6.type icmpv6.code`.split(/\s+/u);

const folder = `${repositoryRoot}test/fixtures/captures`;
const captures = readdirSync(folder).filter((name) => name.endsWith(".pcap"));
const rules = installedRules();

describe.skipIf(rules === undefined)("tshark, where it is installed (else skipped),", () => {
  it.each(captures)("prints the same cells for %s", async (name) => {
    const source = sourceOf(fixture(name));
    const index = await indexCapture(source, undefined, rules);
    const ours: string[] = [];
    const theirs = tsharkRows(`${folder}/${name}`, fields).flatMap(cellsOf);
    for await (const row of packetRows(source, index, fields)) ours.push(...cellsOf(row));
    expect(ours).toEqual(theirs);
  });
});

/** One line a cell, so that a difference names its frame and field. */
function cellsOf(row: readonly string[]): readonly string[] {
  return row.map((cell, i) => `${String(row[0])} ${String(fields[i])} = ${cell}`);
}
