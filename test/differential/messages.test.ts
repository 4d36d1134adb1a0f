import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listPackets } from "../../src/read/browse/packet-line";
import { packetRows } from "../../src/read/packet-fields";
import { repositoryRoot, sourceOf } from "../support/capture-files";
import { installedRules, tsharkRows } from "./tshark";

const fields =
  `frame.number dns.id dns.flags.response dns.flags.rcode dns.count.queries dns.count.answers dns.qry.name dns.qry.type
  dns.resp.name dns.a dns.aaaa dns.cname http.request http.response http.request.method http.request.uri http.host
  http.user_agent http.response.code http.content_type tls.record.content_type tls.handshake.type
  tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str tls.alert_message.desc
  quic.version quic.long.packet_type dhcp.type dhcp.id dhcp.option.dhcp dhcp.option.hostname dhcp.ip.your
  ntp.flags.vn ntp.flags.mode ntp.stratum sip.Method sip.Status-Code sip.Call-ID
  icmp.type icmp.code icmp.ident icmp.seq icmpv6.type icmpv6.code
  arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac arp.dst.proto_ipv4`.split(/\s+/u);

/** Cells that differ on purpose. */
const onPurpose: ReadonlySet<string> = new Set([
  // What an update counts has names of its own there.
  "97 dns.count.queries",
  "97 dns.count.answers",
  // This tshark puts no Client Hello together whose parts have one packet number.
  "124 tls.handshake.type",
  "124 tls.handshake.extensions_server_name",
  "124 tls.handshake.extensions_alpn_str",
]);

const rules = installedRules();
const path = `${repositoryRoot}test/fixtures/messages/messages.pcap`;

describe.skipIf(rules === undefined)(
  "tshark, where it is installed (else skipped), reads in messages",
  () => {
    it("the same values of fields", async () => {
      const source = sourceOf(new Uint8Array(readFileSync(path)));
      const ours: string[] = [];
      for await (const row of packetRows(source, await indexCapture(source, undefined, rules), fields))
        ours.push(...cellsOf(row));
      expect(ours).toEqual(tsharkRows(path, fields).flatMap(cellsOf));
    });

    it("the same words, but for those that are ours on purpose", async () => {
      const source = sourceOf(new Uint8Array(readFileSync(path)));
      const index = await indexCapture(source, undefined, rules);
      const rows = Array.from({ length: index.frameCount }, (_, row) => row);
      const lines = await listPackets(source, index, rows);
      const theirs = tsharkRows(path, ["_ws.col.Protocol", "_ws.col.Info"]);
      const compared = lines.flatMap(({ protocol, summary }, row) => {
        const [name = "", info = ""] = theirs[row] ?? [];
        if (protocol === "TCP" && info.includes(" → ")) return [];
        if (protocol === "TCP") return [[message(summary), withoutOurs(info), row + 1] as const];
        return protocol === "QUIC"
          ? []
          : [[`${protocol} ${withoutOurs(summary)}`, `${name} ${withoutOurs(info)}`, row + 1] as const];
      });
      expect(compared.length).toBeGreaterThan(100);
      expect(compared.filter(([ours, others]) => ours !== others)).toEqual([]);
    });
  },
);

/** One line a cell, so that a difference names its frame and field. */
function cellsOf(row: readonly string[]): readonly string[] {
  return row
    .map((cell, i) => [`${String(row[0])} ${String(fields[i])}`, cell] as const)
    .filter(([place]) => !onPurpose.has(place))
    .map(([place, cell]) => `${place} = ${cell}`);
}

/** Of a segment, what follows its numbers. */
function message(summary: string): string {
  return withoutOurs(/Len=\d+ {2}(.*)$/u.exec(summary)?.[1] ?? "");
}

/** What either side says more than the other, and why. */
const saidByOne: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // tshark's remarks on other frames and on lengths.
  [/\[Malformed Packet\]|\(no response found!\)|, "QM" question/gu, ""],
  // The number of an echo: as tcpdump writes it here, with the hop limit there.
  [/ id=\S+ ?seq=.*$/u, ""],
  // What an error is about is told here alone, and so is where neighbors lead.
  [/: UDP 9999 → 4000$/u, ""],
  [/^(Neighbor Advertisement) (?:for )?(\S+).*$/u, "$1 $2"],
  [/^(Redirect) for \S+$/u, "$1"],
  [/ \((?:No error|Pointer indicates the error|Required option missing)\)$/u, ""],
  [/^Mobile IP Advertisement .*$/u, "Router advertisement"],
  // The address and the name are told here alone, the number only there of BOOTP.
  [/^(DHCP \w+).* (- Transaction ID \S+)$/u, "$1 $2"],
  [/^(Boot \w+).*$/u, "$1"],
  [/, stratum \d+$/u, ""],
  [/ MX \d+ /u, " MX "],
  [/^Status: (.*?) \|.*$/u, "SIP/2.0 $1"],
  [/^Request: (.*?) \|.*$/u, "$1 SIP/2.0"],
  [/\(Level: (\w+), Description: (.*)\)$/u, "($1: $2)"],
  [/ \((?:SNI|ALPN)=.*\)$/u, ""],
  [/ {2}\(text\/plain\)$/u, ""],
];

function withoutOurs(words: string): string {
  const oneSpace = words.replace(/\s+/gu, " ").trim();
  const spaced = words.includes("  (text") ? words : oneSpace;
  return saidByOne.reduce((text, [pattern, instead]) => text.replace(pattern, instead), spaced).trim();
}
