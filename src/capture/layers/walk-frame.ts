import { readCooked, readCooked2 } from "./cooked";
import {
  readBackboneTag,
  readEthernet,
  readInterfaceTag,
  readMacSecurity,
  readMetadata,
  readPortTag,
  readMesh,
  readRedundancyTag,
  readServiceTag,
  readTimestampTag,
  readTrill,
  readVlan,
} from "./ethernet";
import type { FrameWalk } from "./frame-walk";
import { readGre, readInGre, readNsh, readPim } from "./gre";
import { readIpv4 } from "./ipv4";
import {
  readAuthentication,
  readDestinationOptions,
  readFragmentHeader,
  readHopByHop,
  readIpv6,
  readRouting,
  readShim,
} from "./ipv6";
import { readBareLlc, readJumboLlc, readLlc } from "./llc";
import { readMpls } from "./mpls";
import { namedLayers, readIgmp, readIntermediateSystems, readOsi, readSlow } from "./named-layers";
import {
  EMULATED,
  END,
  ETHERNET,
  ethertype,
  greProtocol,
  IP,
  ipProtocol,
  linkLayer,
  LLC,
  networkIdentifier,
  OSI,
  PPP,
  pppProtocol,
  servicePoint,
  SWAPPED,
  udpTunnel,
  type Layer,
  type NextLayer,
} from "./next-layer";
import * as other from "./other-links";
import { behind } from "./plain-header";
import {
  readBridged,
  readCiscoHdlc,
  readFrameRelay,
  readMultilink,
  readPpp,
  readPppoe,
  readPppWithDirection,
  readSerial,
} from "./ppp";
import { readClassicalIp, readEnc, readIp, readLoopback, readPflog, readRaw } from "./raw-ip";
import { readIcmp, readIcmpv6, readTcp, readUdp, readUdpLite } from "./transport";
import * as tunnels from "./udp-tunnels";
import { readAvs, readPpi, readPrism, readRadiotap, readSwappedWlan, readWlan } from "./wlan";

/** Headers of one frame that are followed; hostile frames claim more. */
const MOST_LAYERS = 200;

const networkLayers: readonly (readonly [NextLayer, Layer])[] = [
  [ethertype(0x0800), readIpv4],
  [ethertype(0x8100), readVlan],
  [ethertype(0x9100), readVlan],
  [ethertype(0x86dd), readIpv6],
  [ethertype(0x8847), readMpls],
  [ethertype(0x8848), readMpls],
  [ethertype(0x8864), readPppoe],
  [ethertype(0x88a8), readServiceTag],
  [ethertype(0x88e5), readMacSecurity],
  [ethertype(0x8909), readMetadata],
  [ethertype(0x88e7), readBackboneTag],
  [ethertype(0x894f), readNsh],
  [ethertype(0x6558), readEthernet],
  [ethertype(0x8809), readSlow],
  [ethertype(0x8870), readJumboLlc],
  [ethertype(0x8926), readInterfaceTag],
  [ethertype(0x892f), behind("hsr", 6)],
  [ethertype(0x22f3), readTrill],
  [ethertype(0x4305), readMesh],
  [ethertype(0x893f), readPortTag],
  [ethertype(0xd28b), readTimestampTag],
  [ethertype(0xf1c1), readRedundancyTag],
  [LLC, readLlc],
  [servicePoint(6), readIpv4],
  ...[0x14, 0x20, 0x34, 0x54, 0xfe].map((point) => [servicePoint(point), readOsi] as const),
  [OSI, readOsi],
  [networkIdentifier(0x83), readIntermediateSystems],
  [IP, readIp],
  [PPP, readPpp],
  [pppProtocol(0x0021), readIpv4],
  [pppProtocol(0x0057), readIpv6],
  [pppProtocol(0x0023), readOsi],
  [pppProtocol(0x003d), readMultilink],
  [pppProtocol(0x0800), readIpv4],
  [pppProtocol(0x86dd), readIpv6],
  [networkIdentifier(0xcf), readPpp],
  [EMULATED, behind("lane", 2, ETHERNET)],
  [SWAPPED, readSwappedWlan],
  [pppProtocol(0x0031), readBridged],
  [pppProtocol(0x0281), readMpls],
  [pppProtocol(0x0283), readMpls],
  [greProtocol(0x88be), (walk) => readInGre(walk, 0x88be)],
  [greProtocol(0x22eb), (walk) => readInGre(walk, 0x22eb)],
];

const transportLayers: readonly (readonly [NextLayer, Layer])[] = [
  [ipProtocol(0), readHopByHop],
  [ipProtocol(1), readIcmp],
  [ipProtocol(2), readIgmp],
  [ipProtocol(4), readIpv4],
  [ipProtocol(6), readTcp],
  [ipProtocol(17), readUdp],
  [ipProtocol(41), readIpv6],
  [ipProtocol(43), readRouting],
  [ipProtocol(44), readFragmentHeader],
  [ipProtocol(47), readGre],
  [ipProtocol(51), readAuthentication],
  [ipProtocol(58), readIcmpv6],
  [ipProtocol(60), readDestinationOptions],
  [ipProtocol(80), readOsi],
  [ipProtocol(97), behind("etherip", 2, ETHERNET)],
  [ipProtocol(103), readPim],
  [ipProtocol(136), readUdpLite],
  [ipProtocol(137), readMpls],
  [ipProtocol(140), readShim],
  [ipProtocol(143), readEthernet],
  [udpTunnel(434), tunnels.readMobileIp],
  [udpTunnel(1701), tunnels.readL2tp],
  [udpTunnel(2152), tunnels.readGtp],
  [udpTunnel(2268), tunnels.readAmt],
  [udpTunnel(3386), tunnels.readGtp],
  [udpTunnel(3544), tunnels.readTeredo],
  [udpTunnel(4341), behind("lisp-data", 8, IP)],
  [udpTunnel(4342), tunnels.readLispControl],
  [udpTunnel(4754), readGre],
  [udpTunnel(4789), behind("vxlan", 8, ETHERNET)],
  [udpTunnel(4790), tunnels.readVxlanGpe],
  [udpTunnel(5072), tunnels.readAyiya],
  [udpTunnel(5247), tunnels.readCapwap],
  [udpTunnel(6081), tunnels.readGeneve],
  [udpTunnel(6635), readMpls],
  [udpTunnel(30030), behind("jmirror", 8, IP)],
  [udpTunnel(37008), tunnels.readTzsp],
];

const linkLayers: readonly (readonly [number, Layer])[] = [
  [0, readLoopback],
  [1, readEthernet],
  [6, other.readTokenRing],
  [8, behind("slip", 16, IP)],
  [9, readSerial],
  [7, other.readArcnet],
  [10, other.readFddi],
  [11, readBareLlc],
  [12, readRaw],
  [13, readEnc],
  [14, readRaw],
  [16, readClassicalIp],
  [18, readClassicalIp],
  [19, readClassicalIp],
  [50, readSerial],
  [51, readPppoe],
  [100, readBareLlc],
  [101, readRaw],
  [104, readCiscoHdlc],
  [105, readWlan],
  [106, readClassicalIp],
  [107, readFrameRelay],
  [108, readLoopback],
  [109, readEnc],
  [112, readCiscoHdlc],
  [113, readCooked],
  [117, readPflog],
  [122, behind("ipfc", 16, LLC)],
  [119, readPrism],
  [127, readRadiotap],
  [123, other.readSunAtm],
  [129, other.readLinuxArcnet],
  [138, behind("ap1394", 18)],
  [149, other.readPktap],
  [163, readAvs],
  [167, other.readJuniperEthernet],
  [178, other.readJuniperEthernet],
  [179, other.readJuniperPpp],
  [180, other.readJuniperFrameRelay],
  [181, other.readJuniperHdlc],
  [192, readPpi],
  [197, other.readErf],
  [204, readPppWithDirection],
  [226, behind("ipnet", 24, IP)],
  [228, readIpv4],
  [229, readIpv6],
  [239, other.readNflog],
  [242, other.readIpoib],
  [258, other.readPktap],
  [276, readCooked2],
  [281, other.readSwitchTag],
  [284, other.readSwitchTag],
];

const layers: ReadonlyMap<NextLayer, Layer> = new Map([
  ...namedLayers,
  ...networkLayers,
  ...transportLayers,
  ...linkLayers.map(([number, layer]) => [linkLayer(number), layer] as const),
]);

const GRE = greProtocol(0);
const PROTOCOL = 0xffff;

/**
 * Walks through the headers of the frame that `walk` was started on, and tells its sink of each.
 *
 * Total: hostile octets give fewer headers, never an exception, and never more than a bounded number.
 * Gives whether a link type is one whose frames can be looked into.
 */
export function walkFrame(walk: FrameWalk, linkType: number): boolean {
  let next = linkLayer(linkType);
  if (!layers.has(next)) return false;
  for (let count = 0; count < MOST_LAYERS; count += 1) {
    if (next !== END) next = readLayer(walk, next);
    else if (walk.resume()) next = LLC;
    else break;
  }
  return true;
}

function readLayer(walk: FrameWalk, next: NextLayer): NextLayer {
  const layer = layers.get(next);
  if (layer !== undefined) return layer(walk);
  if ((next & ~PROTOCOL) === GRE) return readInGre(walk, next & PROTOCOL);
  if (walk.captured > 0) walk.enter("data");
  return END;
}
