import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeArp } from "../../../src/read/wire/arp";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { describeIcmp } from "../../../src/read/wire/icmp";
import {
  bigEndian,
  ethernetFrame,
  ipv4Packet,
  ipv6Packet,
  segmentFrame,
  tcpSegment,
  udpFrame,
} from "../../support/packet-builder";

const ETHERNET = 1;
const packet = ipv4Packet(tcpSegment({ seq: 42 }));

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

function dissect(
  octets: Uint8Array,
  linkType = ETHERNET,
  length = octets.length,
): ReturnType<typeof dissectFrame> {
  return dissectFrame(octets, { originalLength: length, linkType });
}

describe("a segment is found", () => {
  it.each([
    ["in Ethernet", ETHERNET, ethernetFrame(packet), "eth:ethertype:ip:tcp"],
    [
      "behind a VLAN tag",
      ETHERNET,
      ethernetFrame(packet, 0x0800, [[0x8100, 5]]),
      "eth:ethertype:vlan:ethertype:ip:tcp",
    ],
    [
      "behind two tags",
      ETHERNET,
      ethernetFrame(packet, 0x0800, [
        [0x88a8, 5],
        [0x8100, 6],
      ]),
      "eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip:tcp",
    ],
    [
      "in a Linux cooked frame",
      113,
      Uint8Array.from([...bigEndian([0, 8], [0, 6], [0x0800, 2]), ...packet]),
      "sll:ethertype:ip:tcp",
    ],
    [
      "in a Linux cooked frame of version 2",
      276,
      Uint8Array.from([...bigEndian([0x0800, 2], [0, 8], [0, 8], [0, 2]), ...packet]),
      "sll:ethertype:ip:tcp",
    ],
    ["in BSD loopback, little endian", 0, Uint8Array.from([2, 0, 0, 0, ...packet]), "null:ip:tcp"],
    ["in BSD loopback, big endian", 108, Uint8Array.from([0, 0, 0, 2, ...packet]), "null:ip:tcp"],
    ["in raw IP of link type 101", 101, packet, "raw:ip:tcp"],
    ["in raw IP of link type 12", 12, packet, "raw:ip:tcp"],
    ["in raw IPv4", 228, packet, "ip:tcp"],
    ["in raw IPv6", 229, ipv6Packet(tcpSegment({ seq: 42 })), "ipv6:tcp"],
  ])("%s", (_, linkType, octets, protocols) => {
    const found = dissect(octets, linkType);
    expect(found.protocols.join(":")).toBe(protocols);
    expect(found.tcp[0]?.seq).toBe(42);
  });

  it("behind IPv6 extension headers", () => {
    const hopByHop = [60, 0, 1, 4, 0, 0, 0, 0];
    const destination = [6, 0, 1, 4, 0, 0, 0, 0];
    const found = dissect(ipv6Packet(tcpSegment({ seq: 42 }), 0, [...hopByHop, ...destination]), 101);
    expect(found.protocols.join(":")).toBe("raw:ipv6:ipv6.hopopts:ipv6.dstopts:tcp");
    expect(found.tcp[0]?.seq).toBe(42);
  });

  it("in a packet within a packet", () => {
    const found = dissect(ipv4Packet(packet, { protocol: 4 }), 101);
    expect(found.ipv4).toHaveLength(2);
    expect(found.tcp).toHaveLength(1);
  });
});

describe("a frame", () => {
  it("of an unknown link layer has that layer's name alone", () => {
    expect(dissect(packet, 227).protocols).toEqual(["can"]);
    expect(dissect(packet, 999).protocols).toEqual(["link-type-999"]);
  });

  it("with another address family than IP is left alone", () => {
    expect(dissect(Uint8Array.from([7, 0, 0, 0, ...packet]), 0).tcp).toEqual([]);
  });

  it("that is a later fragment has no TCP header", () => {
    expect(dissect(ipv4Packet(tcpSegment({}), { fragment: 185 }), 101).tcp).toEqual([]);
  });

  it("says which header is cut, where, and by how much", () => {
    const cut = segmentFrame({}).subarray(0, 14 + 20 + 12);
    expect(dissect(cut, ETHERNET, 54).faults).toEqual([{ layer: "tcp", offset: 34, found: 12, needed: 20 }]);
  });

  it("keeps ports and number of a segment whose header is cut behind them", () => {
    const cut = segmentFrame({ seq: 42 }).subarray(0, 14 + 20 + 8);
    expect(dissect(cut, ETHERNET, 54).tcp[0]).toMatchObject({ sourcePort: 40000, seq: 42, rest: undefined });
  });

  it("counts payload by the IP header, not by the padding of Ethernet", () => {
    const padded = Uint8Array.from([...segmentFrame({ payload: "ab" }), 0, 0, 0, 0]);
    expect(dissect(padded).tcp[0]?.rest?.payloadLength).toBe(2);
  });

  it("counts payload by the frame where the IP header says 0", () => {
    const segment = tcpSegment({ payload: "abc" });
    const found = dissect(ethernetFrame(ipv4Packet(segment, { totalLength: 0 })));
    expect(found.tcp[0]?.rest?.payloadLength).toBe(3);
    expect(found.ipv4[0]?.totalLength).toBe(43);
  });

  it("counts payload that the snap length left out", () => {
    const whole = segmentFrame({ payload: "a".repeat(100) });
    expect(dissect(whole.subarray(0, 60), ETHERNET, whole.length).tcp[0]?.rest?.payloadLength).toBe(100);
  });

  it("with a segment header longer than its packet has payload of negative length", () => {
    expect(dissect(segmentFrame({ dataOffset: 15 })).tcp[0]?.rest?.payloadLength).toBe(-1);
  });

  it("of ICMP that quotes a segment shows both", () => {
    const error = Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...packet]);
    const found = dissect(ipv4Packet(error, { protocol: 1 }), 101);
    expect(found.icmp).toMatchObject([{ type: 3, code: 3, quotes: true }]);
    expect(found.tcp[0]?.seq).toBe(42);
  });

  it("of UDP shows ports and length", () => {
    expect(dissect(udpFrame(53, 4000, "abc")).udp).toMatchObject([
      { sourcePort: 53, destinationPort: 4000, length: 11 },
    ]);
  });

  it("of ARP shows who asks for whom", () => {
    const arp = Uint8Array.from([
      0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2,
    ]);
    expect(dissect(ethernetFrame(arp, 0x0806)).arp).toMatchObject([
      {
        operation: 1,
        senderAddress: "10.0.0.1",
        targetAddress: "10.0.0.2",
        senderHardware: "02:00:00:00:00:01",
      },
    ]);
  });

  it.each([
    [1, "10.0.0.1", "10.0.0.2", "Who has 10.0.0.2? Tell 10.0.0.1"],
    [1, "0.0.0.0", "10.0.0.2", "Who has 10.0.0.2? (ARP Probe)"],
    [1, "10.0.0.1", "10.0.0.1", "ARP Announcement for 10.0.0.1"],
    [2, "10.0.0.1", "10.0.0.1", "Gratuitous ARP for 10.0.0.1 (Reply)"],
    [2, "10.0.0.1", "10.0.0.2", "10.0.0.1 is at 02:00:00:00:00:01"],
    [3, "0.0.0.0", "0.0.0.0", "Who is 00:00:00:00:00:00? Tell 02:00:00:00:00:01"],
    [4, "0.0.0.0", "10.0.0.2", "00:00:00:00:00:00 is at 10.0.0.2"],
    [8, "0.0.0.0", "10.0.0.2", "Who is 00:00:00:00:00:00? Tell 02:00:00:00:00:01"],
    [9, "10.0.0.1", "0.0.0.0", "02:00:00:00:00:01 is at 10.0.0.1"],
    [23, "0.0.0.0", "0.0.0.0", "ARP operation 23"],
  ])("of ARP, operation %d from %s to %s, says so as Wireshark does", (operation, from, to, words) => {
    const address = (text: string): number[] => text.split(".").map(Number);
    const hardware = [2, 0, 0, 0, 0, 1];
    const head = [0, 1, 8, 0, 6, 4, 0, operation, ...hardware, ...address(from)];
    const arp = Uint8Array.from([...head, 0, 0, 0, 0, 0, 0, ...address(to)]);
    expect(dissect(ethernetFrame(arp, 0x0806)).arp.map(describeArp)).toEqual([words]);
  });

  it("of ARP between hardware of other addresses shows the addresses of IPv4", () => {
    const hardware = Array.from({ length: 20 }, () => 7);
    const head = [0, 32, 8, 0, 20, 4, 0, 1, ...hardware, 10, 0, 0, 1];
    const arp = Uint8Array.from([...head, ...hardware, 10, 0, 0, 2]);
    expect(dissect(ethernetFrame(arp, 0x0806)).arp).toEqual([
      {
        operation: 1,
        senderAddress: "10.0.0.1",
        targetAddress: "10.0.0.2",
        senderHardware: undefined,
        targetHardware: undefined,
      },
    ]);
  });

  it.each([
    [4, [11, 1, 0, 0, 0, 0, 0, 0], "Time-to-live exceeded (Fragment reassembly time exceeded)"],
    [4, [13, 0, 0, 0, 0, 9, 0, 7], "Timestamp request id=9 seq=7"],
    [6, [135, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0x80, ...zeros(13), 9], "Neighbor Solicitation for fe80::9"],
    [6, [200, 0, 0, 0], "Type 200"],
  ] as const)("of ICMP, version %d, %j, is told in words", (version, octets, words) => {
    const message = Uint8Array.from(octets);
    const found =
      version === 4
        ? dissect(ethernetFrame(ipv4Packet(message, { protocol: 1 }))).icmp
        : dissect(ethernetFrame(ipv6Packet(message, 58), 0x86dd)).icmpv6;
    expect(found.map((header) => describeIcmp(header, version))).toEqual([words]);
  });

  it("of any octets is taken apart without an exception", () => {
    const start = fc.constantFrom(
      [],
      [...segmentFrame({})],
      [...ethernetFrame(ipv6Packet(tcpSegment({})), 0x86dd)],
    );
    const linkType = fc.constantFrom(0, 1, 12, 101, 108, 113, 228, 229, 276, 500);
    fc.assert(
      fc.property(
        start,
        fc.uint8Array({ maxLength: 120 }),
        fc.nat(60),
        linkType,
        (head, tail, kept, link) => {
          const octets = Uint8Array.from([...head.slice(0, kept), ...tail]);
          expect(dissect(octets, link).protocols.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("made of packets within packets is followed only so far", () => {
    let nested = packet;
    for (let i = 0; i < 50; i += 1) nested = ipv4Packet(nested, { protocol: 4 });
    expect(dissect(nested, 101).ipv4).toHaveLength(17);
  });
});

describe("what says it is too short", () => {
  it("holds nothing: IP behind its header, and UDP of less than eight octets", () => {
    const names = (octets: Uint8Array): string => dissect(octets, 101).protocols.join(":");
    expect([0, 5, 19, 20].map((totalLength) => names(ipv4Packet(tcpSegment({}), { totalLength })))).toEqual([
      ...["raw:ip:tcp", "raw:ip", "raw:ip", "raw:ip"],
    ]);
    const query = [...bigEndian([7, 2], [0x100, 2], [1, 2], [0, 6]), 1, 120, 0, 0, 1, 0, 1];
    const datagram = (length: number): Uint8Array =>
      Uint8Array.from([...bigEndian([4000, 2], [53, 2], [length, 2], [0, 2]), ...query]);
    const lengths = [0, 1, 7, 8 + query.length];
    expect(lengths.map((length) => names(ipv4Packet(datagram(length), { protocol: 17 })))).toEqual([
      ...["raw:ip:udp", "raw:ip:udp", "raw:ip:udp", "raw:ip:udp:dns"],
    ]);
    // Of IPv6, length 0 is a jumbogram's.
    expect(names(ipv6Packet(datagram(0), 17))).toBe("raw:ipv6:udp:dns");
  });
});
