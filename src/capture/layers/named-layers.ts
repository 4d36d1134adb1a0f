import { namesByNumber } from "../../base/names-by-number";
import type { FrameWalk } from "./frame-walk";
import {
  ciscoProtocol,
  END,
  ethertype,
  ipProtocol,
  networkIdentifier,
  pppProtocol,
  servicePoint,
  type Layer,
  type NextLayer,
} from "./next-layer";

/** By the number that announces them, as Wireshark names them. */
const tables: readonly (readonly [of: (number: number) => NextLayer, names: string])[] = [
  [
    ethertype,
    "0x0806 arp|0x2000 cdp|0x6003 dec_dna|0x6004 lat|0x8035 arp|" +
      "0x809b ddp|0x80f3 aarp|0x8137 ipx|0x8863 pppoed|0x886f msnlb|" +
      "0x888e eapol|0x8892 pn_rt|0x88a2 aoe|" +
      "0x88b8 goose|0x88ba sv|0x88c7 eapol|0x88ca tipc|0x88cc lldp|" +
      "0x88f7 ptp|" +
      "0x8902 cfm|0x8906 fcoe|0x8914 fip|0x8915 infiniband|" +
      "0x8947 gnw|0x9000 loop|0x22f0 ieee1722|0x22f4 isis|" +
      "0x4242 stp|0xa0ed 6lowpan",
  ],
  [
    ipProtocol,
    "8 egp|9 igrp|29 cotp|33 dccp|46 rsvp|50 esp|54 nhrp|62 mipv6|88 eigrp|89 ospf|108 ipcomp|112 vrrp|" +
      "113 pgm|115 l2tp|132 sctp|135 mipv6|139 hip",
  ],
  [
    pppProtocol,
    "0x29 ddp|0x2b ipx|0xfd comp_data|0x207 cdp|0x8021 ipcp|" +
      "0x8057 ipv6cp|0x80fd ccp|0x8281 mplscp|0xc021 lcp|0xc023 pap|0xc029 cbcp|" +
      "0xc223 chap|0xc227 eap",
  ],
  [servicePoint, "4 sna|8 sna|12 sna|66 stp|224 ipx|240 netbios|248 hpext"],
  [
    ciscoProtocol,
    "0x104 pagp|0x108 stp|0x109 stp|0x10b stp|0x10c stp|0x111 udld|0x2000 cdp|0x2001 cgmp|0x2003 vtp|0x2004 dtp",
  ],
  [networkIdentifier, "8 q933|129 clnp|130 esis"],
];

/** Layers that are named, and not looked behind. */
export const namedLayers: readonly (readonly [NextLayer, Layer])[] = tables.flatMap(([of, names]) =>
  [...namesByNumber(names)].map(([number, name]) => [of(number), named(name)] as const),
);

function named(name: string): Layer {
  return (walk) => {
    walk.enter(name);
    return END;
  };
}

/** Protocols of ISO's stack: the octet at hand tells which (ISO/IEC TR 9577). */
export function readOsi(walk: FrameWalk): NextLayer {
  if (!walk.open("osi", 1)) return END;
  return networkIdentifier(walk.octets[walk.at] ?? 0);
}

/** Slow protocols (IEEE 802.3 annex 57A). */
export function readSlow(walk: FrameWalk): NextLayer {
  return readBySubtype(walk, "slow", 0, "1 lacp|2 marker");
}

/** What IGMP's types became: routing (RFC 1075), and the first version of PIM. */
export function readIgmp(walk: FrameWalk): NextLayer {
  return readBySubtype(walk, "igmp", 0, "17 igmp|18 igmp|19 dvmrp|20 pim|22 igmp|23 igmp|34 igmp");
}

/** Intermediate systems (ISO/IEC 10589 §9): greetings, states of links, and lists of what is known. */
export function readIntermediateSystems(walk: FrameWalk): NextLayer {
  const kinds =
    "15 isis.hello|16 isis.hello|17 isis.hello|18 isis.lsp|20 isis.lsp|24 isis.csnp|25 isis.csnp|" +
    "26 isis.psnp|27 isis.psnp";
  return readBySubtype(walk, "isis", 4, kinds);
}

/** A layer whose octet at a place tells which of several it is; none of those has values above 63 there. */
function readBySubtype(walk: FrameWalk, name: string, place: number, kinds: string): NextLayer {
  if (!walk.open(name, place + 1)) return END;
  const kind = namesByNumber(kinds).get((walk.octets[walk.at + place] ?? 0) & 0x3f);
  if (kind !== undefined) walk.enter(kind);
  return END;
}
