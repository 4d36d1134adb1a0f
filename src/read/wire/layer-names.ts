import { namesByNumber } from "../../base/names-by-number";
import { loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/**
 * Layers that have other names for people than Wireshark's in capitals, and those of which an octet tells the kind
 * of message: `layer|name`, then `|place|mask` of that octet and its values' words.
 */
const table = `ip|IPv4
ipv6|IPv6
udplite|UDP-Lite
ipcomp|IPComp
ospf|OSPF|1|255|1 Hello Packet|2 DB Description|3 LS Request|4 LS Update|5 LS Acknowledge
pim|PIM|0|15|0 Hello|1 Register|2 Register-stop|3 Join/Prune|4 Bootstrap|5 Assert|6 Graft|7 Graft-Ack
igmp|IGMP|0|255|17 Membership Query|18 v1 Membership Report|22 v2 Membership Report|23 Leave Group|34 v3 Membership Report
vrrp|VRRP|0|255|33 Announcement (v2)|49 Announcement (v3)
eigrp|EIGRP|1|255|1 Update|2 Request|3 Query|4 Reply|5 Hello|10 SIA-Query|11 SIA-Reply
rsvp|RSVP|1|255|1 PATH|2 RESV|3 PATH ERROR|4 RESV ERROR|5 PATH TEAR|6 RESV TEAR|7 CONFIRM|20 HELLO
mipv6|Mobile IPv6
mip|Mobile IP
capwap.data|CAPWAP
isis|IS-IS|4|31|15 L1 HELLO|16 L2 HELLO|17 P2P HELLO|18 L1 LSP|20 L2 LSP|24 L1 CSNP|25 L2 CSNP|26 L1 PSNP|27 L2 PSNP
esis|ES-IS|4|31|2 ES HELLO|4 IS HELLO|6 RD REQUEST
slow|Slow protocol
ptp|PTP|0|15|0 Sync|1 Delay_Req|2 Peer_Delay_Req|3 Peer_Delay_Resp|8 Follow_Up|9 Delay_Resp|10 Peer_Delay_Resp_Follow_Up|11 Announce|12 Signalling|13 Management
pppoed|PPPoE Discovery|1|255|7 Offer (PADO)|9 Initiation (PADI)|25 Request (PADR)|101 Session-confirmation (PADS)|167 Terminate (PADT)
pppoes|PPPoE
lcp|PPP LCP|=
ipcp|PPP IPCP|=
ipv6cp|PPP IPV6CP|=
ccp|PPP CCP|=
mplscp|PPP MPLSCP|=
pap|PPP PAP|0|255|1 Authenticate-Request|2 Authenticate-Ack|3 Authenticate-Nak
chap|PPP CHAP|0|255|1 Challenge|2 Response|3 Success|4 Failure
mp|PPP MP
loop|Loopback test
pn_rt|PROFINET
fcoe|FCoE
ddp|AppleTalk
macsec|MACsec
netbios|NetBIOS
dec_dna|DECnet
aoe|AoE
l2tp|L2TP
gtp|GTP|1|255|1 Echo request|2 Echo response
rip|RIP|0|255|1 Request|2 Response
ripng|RIPng|0|255|1 Request|2 Response
hsrp|HSRP|1|255|0 Hello|1 Coup|2 Resign|3 Advertise
ldp|LDP|11|255|0 Hello
bfd|BFD Control|1|192|0 State: AdminDown|64 State: Down|128 State: Init|192 State: Up
wlan|802.11`;

const CONFIGURATION =
  "0|255|1 Configuration Request|2 Configuration Ack|3 Configuration Nak|4 Configuration Reject|" +
  "5 Termination Request|6 Termination Ack|7 Code Reject|8 Protocol Reject|9 Echo Request|10 Echo Reply|" +
  "11 Discard Request|12 Identification";

interface LayerWords {
  readonly name: string;
  readonly place: number;
  readonly mask: number;
  readonly kinds: ReadonlyMap<number, string>;
}

const layers: ReadonlyMap<string, LayerWords> = new Map(
  table.split("\n").map((line) => {
    const [layer = "", name = "", place = "0", mask = "0", ...kinds] = line
      .replace("=", CONFIGURATION)
      .split("|");
    return [
      layer,
      { name, place: Number(place), mask: Number(mask), kinds: namesByNumber(kinds.join("|")) },
    ] as const;
  }),
);

/** Gives a layer's name for people by Wireshark's: `OSPF` for `ospf`, `IS-IS` for `isis.hello`. */
export function layerName(layer: string): string {
  const [family = layer] = layer.split(".");
  return layers.get(family)?.name ?? family.toUpperCase();
}

/** Gives the kind of message at the start of a region, `Hello Packet`; undefined where it is not known, or cut. */
export function messageKind(layer: string, region: Region): string | undefined {
  const words = layers.get(layer);
  if (words === undefined || capturedLength(region) <= words.place) return undefined;
  return words.mask === 0
    ? undefined
    : words.kinds.get(loadUint8(region.octets, region.start + words.place) & words.mask);
}
