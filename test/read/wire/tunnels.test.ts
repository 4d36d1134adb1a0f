import { describe, expect, it } from "vitest";
import { indexCapture } from "../../../src/capture/index-capture";
import { listConversations } from "../../../src/capture/list-conversations";
import { packetRows } from "../../../src/read/packet-fields";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { pcapFile } from "../../support/capture-builder";
import { sourceOf } from "../../support/capture-files";
import { bigEndian, ethernetFrame, ipv4Packet, ipv6Packet, tcpSegment } from "../../support/packet-builder";

const segment = tcpSegment({ seq: 42 });
const packet = ipv4Packet(segment);
const inner = ethernetFrame(packet);

function udp(port: number, payload: readonly number[]): Uint8Array {
  const header = bigEndian([50000, 2], [port, 2], [8 + payload.length, 2], [0, 2]);
  return ipv4Packet(Uint8Array.from([...header, ...payload]), { from: "198.51.100.1", protocol: 17 });
}

const gre = (flags: number, type: number, rest: readonly number[]): Uint8Array =>
  ipv4Packet(Uint8Array.from([...bigEndian([flags, 2], [type, 2]), ...rest]), { protocol: 47 });

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const wlanData = [8, 1, 0, 0, ...Array.from({ length: 20 }, () => 0)];
const snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

const cases: readonly (readonly [
  name: string,
  linkType: number,
  octets: readonly number[] | Uint8Array,
  protocols: string,
])[] = [
  ["VXLAN", 101, udp(4789, [8, 0, 0, 0, 0, 0, 1, 0, ...inner]), "raw:ip:udp:vxlan:eth:ethertype:ip:tcp"],
  ["VXLAN-GPE", 101, udp(4790, [12, 0, 0, 1, 0, 0, 1, 0, ...packet]), "raw:ip:udp:vxlan:ip:tcp"],
  [
    "Geneve",
    101,
    udp(6081, [1, 0, 0x65, 0x58, 0, 0, 1, 0, 9, 9, 9, 9, ...inner]),
    "raw:ip:udp:geneve:eth:ethertype:ip:tcp",
  ],
  [
    "GTP-U",
    101,
    udp(2152, [0x34, 255, 0, 72, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0, ...packet]),
    "raw:ip:udp:gtp:ip:tcp",
  ],
  ["Teredo", 101, udp(3544, [0, 0, 1, 2, 3, 4, 5, 6, ...ipv6Packet(segment)]), "raw:ip:udp:teredo:ipv6:tcp"],
  [
    "L2TP",
    101,
    udp(1701, [0x40, 2, 0, 70, 0, 1, 0, 1, 0xff, 3, 0, 0x21, ...packet]),
    "raw:ip:udp:l2tp:ppp:ip:tcp",
  ],
  ["GRE", 101, gre(0, 0x0800, [...packet]), "raw:ip:gre:ip:tcp"],
  [
    "GRE with key and number",
    101,
    gre(0x3000, 0x0800, [1, 2, 3, 4, 5, 6, 7, 8, ...packet]),
    "raw:ip:gre:ip:tcp",
  ],
  [
    "ERSPAN",
    101,
    gre(0x1000, 0x88be, [0, 0, 0, 1, 0x10, 0, 0, 0, 0, 0, 0, 0, ...inner]),
    "raw:ip:gre:erspan:eth:ethertype:ip:tcp",
  ],
  ["6in4", 101, ipv4Packet(ipv6Packet(segment), { protocol: 41 }), "raw:ip:ipv6:tcp"],
  [
    "MPLS",
    1,
    ethernetFrame(Uint8Array.from([0, 1, 0, 255, 0, 2, 1, 255, ...packet]), 0x8847),
    "eth:ethertype:mpls:ip:tcp",
  ],
  [
    "PPPoE",
    1,
    ethernetFrame(Uint8Array.from([0x11, 0, 0, 1, 0, 62, 0, 0x21, ...packet]), 0x8864),
    "eth:ethertype:pppoes:ppp:ip:tcp",
  ],
  ["PPP", 9, [0xff, 3, 0x21, ...packet], "ppp:ip:tcp"],
  ["Cisco HDLC", 104, [15, 0, 8, 0, ...packet], "chdlc:ip:tcp"],
  ["LLC and SNAP", 1, ethernetFrame(Uint8Array.from([...snap, ...packet]), 68), "eth:llc:ip:tcp"],
  ["802.11", 105, [...wlanData, ...snap, ...packet], "wlan:llc:ip:tcp"],
  [
    "802.11 with radiotap",
    127,
    [0, 0, 9, 0, 2, 0, 0, 0, 0x10, ...wlanData, ...snap, ...packet, 1, 2, 3, 4],
    "radiotap:wlan_radio:wlan:llc:ip:tcp",
  ],
  [
    "802.11 with Prism's header",
    119,
    [...Array.from({ length: 144 }, () => 0), ...wlanData, ...snap, ...packet],
    "prism:wlan_radio:wlan:llc:ip:tcp",
  ],
  [
    "802.11 with AVS's header",
    163,
    [0x80, 0x21, 0x10, 1, 0, 0, 0, 8, ...wlanData, ...snap, ...packet],
    "wlancap:wlan_radio:wlan:llc:ip:tcp",
  ],
  ["NFLOG", 239, [2, 0, 0, 0, 64, 0, 9, 0, ...packet], "nflog:ip:tcp"],
  [
    "CAPWAP with Ethernet",
    101,
    udp(5247, [0, 16, 2, 0, 0, 0, 0, 0, ...inner]),
    "raw:ip:udp:capwap.data:eth:ethertype:ip:tcp",
  ],
  [
    "CAPWAP with 802.11",
    101,
    udp(5247, [0, 16, 3, 0, 0, 0, 0, 0, 1, 8, ...wlanData.slice(2), ...snap, ...packet]),
    "raw:ip:udp:capwap.data:wlan:llc:ip:tcp",
  ],
  ["GTP of version 0", 101, udp(3386, [0x1e, 255, 0, 40, ...zeros(16), ...packet]), "raw:ip:udp:gtp:ip:tcp"],
  [
    "Ethernet in GTP-U",
    101,
    udp(2152, [0x30, 255, 0, 54, 0, 0, 0, 1, ...inner]),
    "raw:ip:udp:gtp:eth:ethertype:ip:tcp",
  ],
  ["AMT's data", 101, udp(2268, [6, 0, ...packet]), "raw:ip:udp:amt:ip:tcp"],
  ["AMT's update", 101, udp(2268, [5, ...zeros(11), ...packet]), "raw:ip:udp:amt:ip:tcp"],
  [
    "AYIYA",
    101,
    udp(5072, [0x41, 0x52, 0x11, 4, ...zeros(4 + 16 + 20), ...packet]),
    "raw:ip:udp:ayiya:ip:tcp",
  ],
  ["Mobile IP", 101, udp(434, [4, 4, 0, 0, ...packet]), "raw:ip:udp:mip:ip:tcp"],
  ["a LISP control message", 101, udp(4342, [0x80, 0, 0, 0, ...packet]), "raw:ip:udp:lisp:ip:tcp"],
  ["Juniper's mirrored packet", 101, udp(30030, [...zeros(8), ...packet]), "raw:ip:udp:jmirror:ip:tcp"],
  [
    "TRILL",
    1,
    ethernetFrame(Uint8Array.of(0, 0x45, 0, 1, 0, 2, ...zeros(4), ...inner), 0x22f3),
    "eth:ethertype:trill:eth:ethertype:ip:tcp",
  ],
  ["FabricPath", 1, [...zeros(12), 0x89, 3, 0, 1, ...inner, ...zeros(4)], "cfp:eth:ethertype:ip:tcp"],
  [
    "B.A.T.M.A.N.",
    1,
    ethernetFrame(Uint8Array.of(0x40, 15, ...zeros(8), ...inner), 0x4305),
    "eth:ethertype:batadv:eth:ethertype:ip:tcp",
  ],
  ["ERF", 197, [...zeros(8), 0x82, ...zeros(7), 5, ...zeros(7), 0, 0, ...inner], "erf:eth:ethertype:ip:tcp"],
  ["LAN emulation", 123, [1, 0, 0, 5, 0, 1, ...inner], "atm:lane:eth:ethertype:ip:tcp"],
  ["a multilink bundle", 9, [0xff, 3, 0, 0x3d, 0xc0, 0, 0, 1, 0, 0x21, ...packet], "ppp:mp:ppp:ip:tcp"],
  ["802.11 in GRE", 101, gre(0, 0x8200, [...wlanData, ...snap, ...packet]), "raw:ip:gre:wlan:llc:ip:tcp"],
  ["PPI", 192, [0, 0, 8, 0, 1, 0, 0, 0, ...inner], "ppi:eth:ethertype:ip:tcp"],
  ["FDDI", 10, [0x50, ...Array.from({ length: 12 }, () => 1), ...snap, ...packet], "fddi:llc:ip:tcp"],
];

describe("the innermost segment is found", () => {
  it.each(cases)("in %s", async (_, linkType, octets, protocols) => {
    const frame = Uint8Array.from(octets);
    const found = dissectFrame(frame, { originalLength: frame.length, linkType });
    expect(found.protocols.join(":")).toBe(protocols);
    expect(found.tcp[0]).toMatchObject({ seq: 42, rest: { payloadLength: 0 } });
    const index = await indexCapture(sourceOf(pcapFile([frame], { linkType })));
    expect(listConversations(index)).toMatchObject([{ number: 0, frames: 1 }]);
    expect(index.frames.sequence[0]).toBe(42);
  });

  it.each(cases)("and every prefix of %s is read without an exception", (_, linkType, octets) => {
    const frame = Uint8Array.from(octets);
    for (let length = 0; length < frame.length; length += 1) {
      const origin = { originalLength: frame.length, linkType };
      expect(dissectFrame(frame.slice(0, length), origin).tcp.length).toBeLessThanOrEqual(1);
    }
  });
});

describe("an answer of a service", () => {
  const query = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1];

  it.each([434, 1701, 2152, 3386, 3544, 4341, 4789, 5072, 5247, 6081, 30030, 37008])(
    "is one, though its client's port is that of a tunnel: %i",
    (port) => {
      const header = bigEndian([port, 2], [53, 2], [8 + query.length, 2], [0, 2]);
      const frame = ipv4Packet(Uint8Array.from([...header, ...query]), { protocol: 17 });
      const { protocols } = dissectFrame(frame, { originalLength: frame.length, linkType: 101 });
      expect(protocols.join(":")).toBe("raw:ip:udp:dns");
    },
  );
});

describe("fragments", () => {
  const text = "x".repeat(100);
  const whole = tcpSegment({ seq: 7, payload: text });
  const parts = [
    ipv4Packet(whole.slice(0, 48), { fragment: 0x2000 }),
    ipv4Packet(whole.slice(48), { fragment: 6 }),
  ];
  const rows = async (frames: readonly Uint8Array[]): Promise<readonly string[]> => {
    const source = sourceOf(pcapFile(frames, { linkType: 101 }));
    const found: string[] = [];
    const fields = ["frame.number", "tcp.stream", "tcp.seq_raw", "tcp.len"];
    for await (const row of packetRows(source, await indexCapture(source), fields)) found.push(row.join(" "));
    return found;
  };

  it("are put together, and told of in the frame that completes them", async () => {
    expect(await rows(parts)).toEqual(["1   ", "2 0 7 100"]);
    expect(await rows([...parts].reverse())).toEqual(["1   ", "2 0 7 100"]);
  });

  it("of a datagram that never comes whole are no segment", async () => {
    expect(await rows([parts[0] ?? whole])).toEqual(["1   "]);
  });
});

describe("a packet that an ICMP error quotes", () => {
  const error = ipv4Packet(Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...packet]), { protocol: 1 });

  it("takes a number, as in Wireshark, but is no conversation of the list", async () => {
    const other = ipv4Packet(tcpSegment({ from: "192.0.2.1:1234", flags: 2 }));
    const source = sourceOf(pcapFile([error, other], { linkType: 101 }));
    const index = await indexCapture(source);
    expect(listConversations(index)).toMatchObject([{ number: 1 }]);
    const streams: string[] = [];
    for await (const [stream = ""] of packetRows(source, index, ["tcp.stream"])) streams.push(stream);
    expect(streams).toEqual(["0", "1"]);
  });

  it("is looked at as far as Wireshark looks: of a redirect eight octets, of others what their length field says", async () => {
    const quoting = (type: number, words: number): Uint8Array =>
      ipv4Packet(Uint8Array.from([type, 0, 0, 0, 0, words, 0, 0, ...packet]), { protocol: 1 });
    const frames = [quoting(5, 0), quoting(11, 3), quoting(11, 4), quoting(3, 0)];
    const source = sourceOf(pcapFile(frames, { linkType: 101 }));
    const found: string[] = [];
    for await (const row of packetRows(source, await indexCapture(source), ["tcp.srcport", "tcp.stream"]))
      found.push(row.join(" "));
    expect(found).toEqual(["40000 ", "40000 ", "40000 0", "40000 0"]);
  });

  it("counts for the completeness, and is no new connection of the segments behind it", async () => {
    const syn = tcpSegment({ flags: 2, seq: 1 });
    const quoted = Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...ipv4Packet(syn)]);
    const frames = [ipv4Packet(quoted, { protocol: 1 }), ipv4Packet(syn), ipv4Packet(tcpSegment({ seq: 2 }))];
    const source = sourceOf(pcapFile(frames, { linkType: 101 }));
    const index = await indexCapture(source, undefined, "4.0");
    const found: string[] = [];
    for await (const row of packetRows(source, index, ["tcp.stream", "tcp.completeness"]))
      found.push(row.join(" "));
    expect(found).toEqual(["0 5", "0 5", "0 5"]);
  });
});
