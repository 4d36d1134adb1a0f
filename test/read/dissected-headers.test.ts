import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listPackets } from "../../src/read/browse/packet-line";
import { packetRows } from "../../src/read/packet-fields";
import { sourceOf } from "../support/capture-files";

type Fields = Readonly<Record<string, unknown>>;

/** A packet as `tshark -T json` prints it, of some layers. */
function packetText(layers: Fields): string {
  return JSON.stringify({ _index: "packets-2026-01-01", _source: { layers } });
}

function frame(protocols: string, captured: number, length = captured): Fields {
  return {
    "frame.number": "1",
    "frame.time_epoch": "1.000000000",
    "frame.cap_len": String(captured),
    "frame.len": String(length),
    "frame.protocols": protocols,
  };
}

const ipv4 = {
  "ip.version": "4",
  "ip.hdr_len": "20",
  "ip.len": "40",
  "ip.ttl": "64",
  "ip.proto": "6",
  "ip.src": "192.0.2.1",
  "ip.dst": "192.0.2.2",
};
const ipv6 = {
  "ipv6.version": "6",
  "ipv6.plen": "24",
  "ipv6.nxt": "17",
  "ipv6.hlim": "64",
  "ipv6.src": "2001:db8::1",
  "ipv6.dst": "2001:db8::2",
};
const udp = { "udp.srcport": "5000", "udp.dstport": "6000", "udp.length": "16", "udp.stream": "0" };
const payload = { ...udp, "udp.payload": "00:01:02:03:04:05:06:07" };
const link = { "eth.dst": "02:00:00:00:00:02", "eth.src": "02:00:00:00:00:01", "eth.type": "0x0800" };

/** The cells of one packet. */
async function cellsOf(layers: Fields, fields: readonly string[]): Promise<readonly string[]> {
  const source = sourceOf(new TextEncoder().encode(`[${packetText(layers)}]`));
  for await (const row of packetRows(source, await indexCapture(source), fields)) return row;
  return [];
}

describe("headers of IPv6", () => {
  const some = ["ipv6.nxt", "ipv6.plen", "udp.srcport", "udp.length", "udp.stream"];

  it("have the extension headers their fields tell of, in their order", async () => {
    const layers = {
      frame: frame("ipv6:udp:data", 72),
      ipv6: {
        ...ipv6,
        "ipv6.plen": "32",
        "ipv6.nxt": "0",
        "ipv6.hopopts": { "ipv6.hopopts.nxt": "60", "ipv6.hopopts.len": "0" },
        "ipv6.dstopts": { "ipv6.dstopts.nxt": "17", "ipv6.dstopts.len": "0" },
      },
      udp: payload,
    };
    expect(await cellsOf(layers, some)).toEqual(["0", "32", "5000", "16", "0"]);
  });

  it("have a routing header, an authentication header and one of an atomic fragment", async () => {
    const layers = {
      frame: frame("ipv6:ah:udp:data", 112),
      ipv6: {
        ...ipv6,
        "ipv6.plen": "72",
        "ipv6.nxt": "43",
        "ipv6.routing": {
          "ipv6.routing.nxt": "44",
          "ipv6.routing.len": "2",
          "ipv6.routing.type": "0",
          "ipv6.routing.segleft": "2",
        },
        "ipv6.fraghdr": {
          "ipv6.fraghdr.nxt": "51",
          "ipv6.fraghdr.offset": "0",
          "ipv6.fraghdr.more": "0",
          "ipv6.fraghdr.ident": "0x00000007",
        },
        ah: { "ah.next_header": "17", "ah.length": "4" },
      },
      udp: payload,
    };
    expect(await cellsOf(layers, some)).toEqual(["43", "72", "5000", "16", "0"]);
    expect(await cellsOf(layers, ["ipv6.dst"])).toEqual(["2001:db8::2"]);
  });
});

it("a packet of IPv4 in an authentication header is read", async () => {
  const layers = {
    frame: frame("ip:ah:udp:data", 60),
    ip: { ...ipv4, "ip.len": "60", "ip.proto": "51", ah: { "ah.next_header": "17", "ah.length": "4" } },
    udp: payload,
  };
  expect(await cellsOf(layers, ["ip.proto", "udp.dstport"])).toEqual(["51", "6000"]);
});

describe("what Wireshark could not read", () => {
  it("of a cut TCP header is its ports, and opens no conversation", async () => {
    const tcp = { "tcp.srcport": "80", "tcp.dstport": "5000" };
    const layers = { frame: frame("eth:ethertype:ip:tcp", 40, 54), eth: link, ip: ipv4, tcp };
    const some = ["tcp.srcport", "tcp.seq", "tcp.stream", "frame.cap_len", "frame.len"];
    expect(await cellsOf(layers, some)).toEqual(["80", "", "", "40", "54"]);
  });

  it("of an IP header that is none is its version", async () => {
    const layers = {
      frame: frame("eth:ethertype:ip", 40),
      eth: link,
      ip: { "ip.version": "4", "ip.hdr_len": "0" },
    };
    expect(await cellsOf(layers, ["eth.type", "ip.version", "ip.src"])).toEqual(["0x0800", "4", ""]);
  });

  it("is nothing where no octet was captured", async () => {
    expect(await cellsOf({ frame: frame("data", 0, 60) }, ["frame.cap_len", "frame.len"])).toEqual([
      "0",
      "60",
    ]);
  });
});

describe("links", () => {
  it("of the second cooked capture and of tunnels are told by their fields", async () => {
    const second = {
      frame: { ...frame("sll:ethertype:ipv6:udp", 84), "frame.encap_type": "210" },
      sll: { "sll.etype": "0x86dd", "sll.ifindex": "2", "sll.hatype": "1", "sll.halen": "6" },
      ipv6,
      udp: payload,
    };
    const tunnel = {
      frame: { ...frame("sll:ipv6:udp", 80), "frame.encap_type": "25" },
      sll: { "sll.pkttype": "0", "sll.hatype": "778", "sll.gretype": "0x86dd" },
      ipv6,
      udp: payload,
    };
    for (const layers of [second, tunnel])
      expect(await cellsOf(layers, ["ipv6.src", "udp.srcport"])).toEqual(["2001:db8::1", "5000"]);
  });

  it("that cannot be made again leave ARP, whatever its addresses", async () => {
    const layers = {
      frame: frame("fr:arp", 30),
      fr: { "fr.dlci": "100" },
      arp: {
        "arp.hw.type": "15",
        "arp.proto.type": "0x0800",
        "arp.hw.size": "2",
        "arp.proto.size": "4",
        "arp.opcode": "8",
        "arp.src.hw": "00:00",
        "arp.src.proto_ipv4": "192.0.2.1",
        "arp.dst.hw": "00:64",
        "arp.dst.proto_ipv4": "0.0.0.0",
      },
    };
    const some = ["frame.protocols", "arp.opcode", "arp.src.proto_ipv4"];
    expect(await cellsOf(layers, some)).toEqual(["fr:arp", "8", "192.0.2.1"]);
  });

  it("keep their addresses and VLANs around a layer that is not made again", async () => {
    const layers = {
      frame: frame("eth:ethertype:macsec:vlan:ip:udp:data", 80),
      eth: { ...link, "eth.type": "0x88e5" },
      macsec: { "macsec.PN": "1" },
      vlan: { "vlan.id": "7", "vlan.etype": "0x0800" },
      ip: { ...ipv4, "ip.len": "36", "ip.proto": "17" },
      udp: payload,
    };
    const some = ["frame.protocols", "eth.src", "eth.type", "vlan.id", "ip.src"];
    expect(await cellsOf(layers, some)).toEqual([
      "eth:ethertype:macsec:vlan:ip:udp:data",
      "02:00:00:00:00:01",
      "0x88e5",
      "7",
      "192.0.2.1",
    ]);
  });
});

it("an ICMP error that quotes an echo has the types of both", async () => {
  const quoted = {
    ip: { ...ipv4, "ip.proto": "1", "ip.len": "28" },
    icmp: { "icmp.type": "8", "icmp.ident": "7" },
  };
  const layers = {
    frame: frame("eth:ethertype:ip:icmp:ip:icmp", 70),
    eth: link,
    ip: { ...ipv4, "ip.proto": "1", "ip.len": "56" },
    icmp: { "icmp.type": "3", "icmp.code": "1", ...quoted },
  };
  expect(await cellsOf(layers, ["icmp.type", "icmp.ident"])).toEqual(["3,8", "7"]);
});

it("ERSPAN within GRE is walked through to the frame it carries", async () => {
  const layers: readonly (readonly [string, Fields])[] = [
    ["frame", frame("eth:ethertype:ip:gre:erspan:eth:ethertype:ip:udp:data", 100)],
    ["eth", link],
    ["ip", { ...ipv4, "ip.proto": "47", "ip.len": "86" }],
    ["gre", { "gre.flags_and_version": "0x1000", "gre.proto": "0x88be", "gre.sequence_number": "1" }],
    ["erspan", { "erspan.version": "1", "erspan.vlan": "5" }],
    ["eth", link],
    ["ip", { ...ipv4, "ip.src": "192.0.2.9", "ip.len": "36", "ip.proto": "17" }],
    ["udp", payload],
  ];
  const members = layers.map(([name, fields]) => `"${name}":${JSON.stringify(fields)}`).join(",");
  const source = sourceOf(new TextEncoder().encode(`[{"_index":"p","_source":{"layers":{${members}}}}]`));
  const rows: (readonly string[])[] = [];
  for await (const row of packetRows(source, await indexCapture(source), ["ip.src", "udp.srcport"]))
    rows.push(row);
  expect(rows).toEqual([["192.0.2.1,192.0.2.9", "5000"]]);
});

it("comments on a packet are lines of visible text", async () => {
  const comments = `"pkt_comment":{"frame.comment":"one\\r\\n  two"},"pkt_comment":{"frame.comment":"three"}`;
  const text = `[{"_index":"p","_source":{"layers":{${comments},"frame":${JSON.stringify(frame("data", 0))}}}}]`;
  const index = await indexCapture(sourceOf(new TextEncoder().encode(text)));
  expect(index.comments.get(0)).toBe("one two\nthree");
});

it("a packet's text that is longer than a piece and any block of a capture is whole", async () => {
  const long = "00:".repeat(300_000);
  const text = `[${packetText({ frame: frame("data", 0), long })},${packetText({ frame: { ...frame("data", 0), "frame.number": "2" } })}]`;
  for (const chunk of [1000, 65_536, 700_000, text.length])
    expect((await indexCapture(sourceOf(new TextEncoder().encode(text), chunk))).frameCount).toBe(2);
});

describe("layers that were not asked for", () => {
  it("are not made up where `-j` left them out", async () => {
    const layers = {
      frame: { filtered: "frame" },
      eth: { filtered: "eth" },
      ip: { filtered: "ip" },
      tcp: { filtered: "tcp" },
    };
    expect(await cellsOf(layers, ["eth.src", "ip.src", "tcp.stream"])).toEqual(["", "", ""]);
  });

  it("leave a segment its length where fields were asked for one by one", async () => {
    const layers = {
      "frame.number": ["1"],
      "ip.src": ["192.0.2.1"],
      "ip.dst": ["192.0.2.2"],
      "tcp.srcport": ["80"],
      "tcp.dstport": ["5000"],
      "tcp.seq_raw": ["7"],
      "tcp.len": ["66"],
      "tcp.flags": ["0x0018"],
      "tcp.stream": ["0"],
    };
    const some = ["ip.src", "tcp.len", "tcp.seq_raw", "tcp.flags"];
    expect(await cellsOf(layers, some)).toEqual(["192.0.2.1", "66", "7", "0x0018"]);
  });
});

it("of a link that cannot be made again no headers are made up", async () => {
  const layers = {
    frame: { ...frame("wlan_radio:wlan", 40), "frame.encap_type": "20" },
    wlan: { "wlan.fc.type_subtype": "29", "wlan.ra": "02:00:00:00:00:01" },
  };
  const source = sourceOf(new TextEncoder().encode(`[${packetText(layers)}]`));
  const index = await indexCapture(source);
  const [line] = await listPackets(source, index, [0]);
  expect(line).toMatchObject({ source: "Source", destination: "Destination", protocol: "WLAN" });
  expect(index.diagnostics).toEqual([]);
});

it("octets that are text are told as text", async () => {
  const layers = {
    frame: frame("eth:ethertype:ip:tcp:git", 54),
    eth: link,
    ip: ipv4,
    tcp: {
      "tcp.srcport": "9418",
      "tcp.dstport": "5000",
      "tcp.seq_raw": "7",
      "tcp.len": "0",
      "tcp.hdr_len": "20",
    },
    git: { "git.data": "76:65:72:73:69:6f:6e:20:32:0a" },
  };
  const source = sourceOf(new TextEncoder().encode(`[${packetText(layers)}]`));
  const [line] = await listPackets(source, await indexCapture(source), [0]);
  expect(line?.summary).toContain('GIT data="version 2"');
});
