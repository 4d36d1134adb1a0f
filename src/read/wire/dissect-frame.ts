import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { isIpFamily, isVlanTag } from "../../capture/locate-segment";
import { ETHERNET_HEADER_LENGTH, parseEthernet, SMALLEST_ETHERTYPE } from "./ethernet";
import { dissectNetwork } from "./dissect-network";
import { linkTypeName } from "./link-type";
import { emptyPacket, type Packet } from "./packet";
import { after, capturedLength, cutAt, type Region } from "./region";

const VLAN_TAG_LENGTH = 4;
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;

/**
 * Takes a frame apart, layer by layer, as far as its octets reach and the protocols are known.
 *
 * Total: hostile octets give fewer headers, never an exception. `linkType` is a number of the
 * tcpdump registry; of a link layer that is not read, only the name is told.
 */
export function dissectFrame(octets: Uint8Array, originalLength: number, linkType: number): Packet {
  const packet = emptyPacket();
  const region: Region = {
    octets,
    start: 0,
    end: octets.length,
    wireEnd: Math.max(originalLength, octets.length),
  };
  packet.protocols.push(linkTypeName(linkType).protocol);
  linkReaders.get(linkType)?.(region, packet);
  return packet;
}

type LinkReader = (region: Region, packet: Packet) => void;

const linkReaders: ReadonlyMap<number, LinkReader> = new Map<number, LinkReader>([
  [0, readLoopback],
  [1, readEthernet],
  [12, readRawIp],
  [14, readRawIp],
  [101, readRawIp],
  [108, readLoopback],
  [113, readCooked(14, 16)],
  [228, readRawIp],
  [229, readRawIp],
  [276, readCooked(0, 20)],
]);

function readEthernet(region: Region, packet: Packet): void {
  const header = parseEthernet(region);
  if (header === undefined) {
    packet.faults.push(cutAt(region, "eth", ETHERNET_HEADER_LENGTH));
    return;
  }
  packet.ethernet.push(header);
  if (header.type < SMALLEST_ETHERTYPE) {
    packet.protocols.push("llc");
    return;
  }
  packet.protocols.push("ethertype");
  readEthertype(after(region, ETHERNET_HEADER_LENGTH), header.type, packet);
}

/** Linux cooked capture: the Ethertype at one place of a header, the packet behind it. */
function readCooked(typeAt: number, headerLength: number): LinkReader {
  return (region, packet) => {
    if (capturedLength(region) < headerLength) {
      packet.faults.push(cutAt(region, "sll", headerLength));
      return;
    }
    packet.protocols.push("ethertype");
    readEthertype(after(region, headerLength), loadBig16(region.octets, region.start + typeAt), packet);
  };
}

/** BSD loopback: an address family, in whatever byte order the machine had; the packet itself tells its version. */
function readLoopback(region: Region, packet: Packet): void {
  if (capturedLength(region) < 4) packet.faults.push(cutAt(region, "null", 4));
  else if (isIpFamily(region.octets, region.start)) readRawIp(after(region, 4), packet);
}

function readRawIp(region: Region, packet: Packet): void {
  if (capturedLength(region) === 0) return;
  const version = loadUint8(region.octets, region.start) >> 4;
  if (version === 4) dissectNetwork(region, ETHERTYPE_IPV4, packet);
  else if (version === 6) dissectNetwork(region, ETHERTYPE_IPV6, packet);
}

function readEthertype(region: Region, ethertype: number, packet: Packet): void {
  let type = ethertype;
  let rest = region;
  while (isVlanTag(type) && capturedLength(rest) >= VLAN_TAG_LENGTH) {
    packet.protocols.push(type === 0x88a8 ? "ieee8021ad" : "vlan", "ethertype");
    packet.vlans.push(loadBig16(rest.octets, rest.start) & 0xfff);
    type = loadBig16(rest.octets, rest.start + 2);
    rest = after(rest, VLAN_TAG_LENGTH);
  }
  dissectNetwork(rest, type, packet);
}
