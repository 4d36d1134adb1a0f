import { describe, expect, it } from "vitest";
import { summarizeFrame } from "../../src/read/frame-ends";
import { dissectFrame } from "../../src/read/wire/dissect-frame";
import { bigEndian, ethernetFrame, ipv4Packet } from "../support/packet-builder";

const ETHERNET = 1;
const PPP = 9;

function summary(
  octets: Uint8Array,
  linkType: number,
): { readonly protocol: string; readonly summary: string } {
  const length = octets.length;
  return summarizeFrame(dissectFrame(octets, { originalLength: length, linkType }), linkType, length);
}

const payload = new Uint8Array(30);

describe("a frame that is only named", () => {
  it.each([
    [0x88cc, "LLDP"],
    [0x8809, "Slow protocol"],
    [0x8892, "PROFINET"],
    [0x88b8, "GOOSE"],
    [0x8906, "FCoE"],
    [0x8137, "IPX"],
    [0x809b, "AppleTalk"],
    [0x80f3, "AARP"],
    [0x8863, "PPPoE Discovery"],
    [0x9000, "Loopback test"],
  ])("by its Ethertype %i is one of %s", (type, protocol) => {
    expect(summary(ethernetFrame(payload, type), ETHERNET)).toEqual({ protocol, summary: "Len=44" });
  });

  it.each([
    [2, "IGMP"],
    [46, "RSVP"],
    [88, "EIGRP"],
    [89, "OSPF"],
    [108, "IPComp"],
    [112, "VRRP"],
    [139, "HIP"],
  ])("by its IP protocol %i is one of %s", (number, protocol) => {
    const frame = ethernetFrame(ipv4Packet(payload, { protocol: number }));
    expect(summary(frame, ETHERNET)).toEqual({ protocol, summary: "Len=64" });
  });

  it.each([
    [0xc021, "PPP LCP"],
    [0x8021, "PPP IPCP"],
    [0xc023, "PPP PAP"],
    [0xc223, "PPP CHAP"],
  ])("by its protocol %i of PPP is one of %s", (number, protocol) => {
    expect(summary(Uint8Array.from([0xff, 3, ...bigEndian([number, 2]), 1, 1, 0, 4]), PPP).protocol).toBe(
      protocol,
    );
  });

  it("of bridges is one of STP", () => {
    const frame = Uint8Array.from([...new Uint8Array(12), 0, 38, 0x42, 0x42, 3, ...new Uint8Array(35)]);
    expect(summary(frame, ETHERNET).protocol).toBe("STP");
  });

  it("says its number where that is all there is", () => {
    expect(summary(ethernetFrame(payload, 0x6007), ETHERNET)).toEqual({
      protocol: "Ethernet",
      summary: "Type=0x6007 Len=44",
    });
    expect(summary(ethernetFrame(ipv4Packet(payload, { protocol: 200 })), ETHERNET)).toEqual({
      protocol: "IPv4",
      summary: "Protocol=200 Len=64",
    });
  });

  it.each([
    [107, "Frame Relay"],
    [226, "Solaris IPNET"],
    [195, "802.15.4"],
    [227, "CAN"],
    [231, "D-Bus"],
    [253, "Netlink"],
    [271, "vSockets"],
    [140, "MTP2"],
    [165, "BACnet MS/TP"],
    [187, "Bluetooth"],
    [189, "USB"],
    [197, "ERF"],
    [252, "Wireshark upper PDU"],
    [9999, "Link type 9999"],
  ])("of link type %i is one of %s", (linkType, protocol) => {
    expect(summary(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), linkType).protocol).toBe(protocol);
  });
});
