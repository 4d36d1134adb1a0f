import { readCooked, readCooked2 } from "./cooked";
import {
  readBackboneTag,
  readEthernet,
  readLlc,
  readMacSecurity,
  readMetadata,
  readServiceTag,
  readVlan,
} from "./ethernet";
import type { FrameWalk } from "./frame-walk";
import { readEtherIp, readGre, readInGre, readNsh } from "./gre";
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
import { readMpls } from "./mpls";
import {
  END,
  ethertype,
  greProtocol,
  IP,
  ipProtocol,
  linkLayer,
  LLC,
  PPP,
  pppProtocol,
  udpTunnel,
  type Layer,
  type NextLayer,
} from "./next-layer";
import * as other from "./other-links";
import {
  readCiscoHdlc,
  readFrameRelay,
  readPpp,
  readPppIp,
  readPppLink,
  readPppoe,
  readPppWithDirection,
  readSerial,
} from "./ppp";
import { readClassicalIp, readEnc, readIp, readLoopback, readPflog, readRaw } from "./raw-ip";
import { readIcmp, readIcmpv6, readTcp, readUdp, readUdpLite } from "./transport";
import * as tunnels from "./udp-tunnels";
import { readAvs, readPpi, readPrism, readRadiotap, readWlan } from "./wlan";

/** Headers of one frame that are followed; hostile frames claim more. */
const MOST_LAYERS = 200;

const networkLayers: readonly (readonly [NextLayer, Layer])[] = [
  [ethertype(0x0800), readIpv4],
  [ethertype(0x0806), named("arp")],
  [ethertype(0x8035), named("arp")],
  [ethertype(0x8100), readVlan],
  [ethertype(0x9100), readVlan],
  [ethertype(0x86dd), readIpv6],
  [ethertype(0x8847), readMpls],
  [ethertype(0x8848), readMpls],
  [ethertype(0x809b), named("ddp")],
  [ethertype(0x80f3), named("aarp")],
  [ethertype(0x8137), named("ipx")],
  [ethertype(0x8809), named("slow")],
  [ethertype(0x8892), named("pn_rt")],
  [ethertype(0x88b8), named("goose")],
  [ethertype(0x88f7), named("ptp")],
  [ethertype(0x8906), named("fcoe")],
  [ethertype(0x9000), named("loop")],
  [ethertype(0x8863), named("pppoed")],
  [ethertype(0x8864), readPppoe],
  [ethertype(0x888e), named("eapol")],
  [ethertype(0x88a8), readServiceTag],
  [ethertype(0x88cc), named("lldp")],
  [ethertype(0x88e5), readMacSecurity],
  [ethertype(0x8909), readMetadata],
  [ethertype(0x88e7), readBackboneTag],
  [ethertype(0x894f), readNsh],
  [LLC, readLlc],
  [IP, readIp],
  [PPP, readPpp],
  [pppProtocol(0x0021), readPppIp],
  [pppProtocol(0x0057), readPppIp],
  [pppProtocol(0x0281), readMpls],
  [pppProtocol(0x0283), readMpls],
  [pppProtocol(0xc021), named("lcp")],
  [pppProtocol(0xc023), named("pap")],
  [pppProtocol(0xc223), named("chap")],
  [pppProtocol(0x8021), named("ipcp")],
  [greProtocol(0x88be), (walk) => readInGre(walk, 0x88be)],
  [greProtocol(0x22eb), (walk) => readInGre(walk, 0x22eb)],
];

const transportLayers: readonly (readonly [NextLayer, Layer])[] = [
  [ipProtocol(0), readHopByHop],
  [ipProtocol(1), readIcmp],
  [ipProtocol(2), named("igmp")],
  [ipProtocol(4), readIpv4],
  [ipProtocol(6), readTcp],
  [ipProtocol(17), readUdp],
  [ipProtocol(33), named("dccp")],
  [ipProtocol(41), readIpv6],
  [ipProtocol(43), readRouting],
  [ipProtocol(44), readFragmentHeader],
  [ipProtocol(46), named("rsvp")],
  [ipProtocol(47), readGre],
  [ipProtocol(50), named("esp")],
  [ipProtocol(51), readAuthentication],
  [ipProtocol(58), readIcmpv6],
  [ipProtocol(60), readDestinationOptions],
  [ipProtocol(88), named("eigrp")],
  [ipProtocol(89), named("ospf")],
  [ipProtocol(97), readEtherIp],
  [ipProtocol(103), named("pim")],
  [ipProtocol(108), named("ipcomp")],
  [ipProtocol(112), named("vrrp")],
  [ipProtocol(115), named("l2tp")],
  [ipProtocol(132), named("sctp")],
  [ipProtocol(135), named("mipv6")],
  [ipProtocol(136), readUdpLite],
  [ipProtocol(137), readMpls],
  [ipProtocol(139), named("hip")],
  [ipProtocol(140), readShim],
  [udpTunnel(1701), tunnels.readL2tp],
  [udpTunnel(2152), tunnels.readGtp],
  [udpTunnel(3544), tunnels.readTeredo],
  [udpTunnel(4341), tunnels.readLisp],
  [udpTunnel(4754), readGre],
  [udpTunnel(4789), tunnels.readVxlan],
  [udpTunnel(4790), tunnels.readVxlanGpe],
  [udpTunnel(6081), tunnels.readGeneve],
  [udpTunnel(6635), readMpls],
  [udpTunnel(37008), tunnels.readTzsp],
];

const linkLayers: readonly (readonly [number, Layer])[] = [
  [0, readLoopback],
  [1, readEthernet],
  [6, other.readTokenRing],
  [9, readPppLink],
  [7, other.readArcnet],
  [10, other.readFddi],
  [11, other.readBareLlc],
  [12, readRaw],
  [14, readRaw],
  [50, readSerial],
  [51, readPppoe],
  [100, other.readBareLlc],
  [101, readRaw],
  [104, readCiscoHdlc],
  [105, readWlan],
  [106, readClassicalIp],
  [107, readFrameRelay],
  [108, readLoopback],
  [109, readEnc],
  [113, readCooked],
  [117, readPflog],
  [119, readPrism],
  [127, readRadiotap],
  [123, other.readSunAtm],
  [129, other.readLinuxArcnet],
  [138, other.readFireWire],
  [149, other.readPktap],
  [163, readAvs],
  [178, other.readJuniperEthernet],
  [192, readPpi],
  [204, readPppWithDirection],
  [226, other.readIpnet],
  [228, readIp],
  [229, readIp],
  [239, other.readNflog],
  [242, other.readIpoib],
  [258, other.readPktap],
  [276, readCooked2],
  [281, other.readSwitchTag],
  [284, other.readSwitchTag],
];

const layers: ReadonlyMap<NextLayer, Layer> = new Map([
  ...networkLayers,
  ...transportLayers,
  ...linkLayers.map(([number, layer]) => [linkLayer(number), layer] as const),
]);

function named(name: string): Layer {
  return (walk) => {
    walk.enter(name);
    return END;
  };
}

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
  walk.enter("data");
  return END;
}
