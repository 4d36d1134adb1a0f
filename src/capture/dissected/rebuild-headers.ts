import { addressOctets, numberOf, octetsOf } from "./dissected-value";
import { byte, long, numberIn, word, type HeaderBuilder, type Pieces, type Values } from "./header-pieces";
import type { DissectedLayer } from "./packet-layers";
import {
  ipv4,
  ipv6,
  NO_OPERATION,
  TCP_HEADER_LENGTH,
  tcpHeaderLength,
  UDP_HEADER_LENGTH,
} from "./rebuild-packet";

/** Types of Ethernet of the layers that are made again behind it. */
const etherTypes: ReadonlyMap<string, string> = new Map([
  ["ip", "0x0800"],
  ["arp", "0x0806"],
  ["vlan", "0x8100"],
  ["ipv6", "0x86dd"],
  ["mpls", "0x8847"],
  ["pppoes", "0x8864"],
]);

/** Headers by the layer's name; a layer that is not here ends what can be made again. */
export const headerBuilders: ReadonlyMap<string, HeaderBuilder> = new Map<string, HeaderBuilder>([
  ["eth", ethernet],
  ["sll", cooked],
  ["vlan", vlan],
  ["ieee8021ad", vlan],
  ["llc", llc],
  ["arp", arp],
  ["mpls", ({ values }) => [mplsLabel(values)]],
  ["pppoes", pppoe],
  ["ppp", ({ values }) => [word(values.get("ppp_protocol"))]],
  ["ip", ipv4],
  ["ipv6", ipv6],
  ["gre", gre],
  ["erspan", erspan],
  ["tcp", tcp],
  ["udp", udp],
  ["icmp", icmp],
  ["icmpv6", icmp],
  ["data", ({ values }) => [octetsOf(values.get("data_data"))]],
]);

function ethernet({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const [destination, source] = ["eth_dst", "eth_src"].map((name) => addressOctets(values.get(name), 6));
  return [
    destination ?? [],
    source ?? [],
    word(values.get("eth_type") ?? values.get("eth_len") ?? etherTypes.get(next[0]?.name ?? "")),
  ];
}

/** Linux cooked capture: its second version, which alone has the number of the interface, puts the protocol first. */
function cooked({ values }: DissectedLayer): Pieces {
  const address = new Uint8Array(8);
  address.set(addressOctets(values.get("sll_src_eth"), 6));
  const own = (name: string): string | undefined => values.get(`sll_${name}`);
  const type = word(own("etype") ?? own("gretype") ?? own("ltype"));
  const hardware = word(own("hatype"));
  if (!values.has("sll_ifindex")) return [word(own("pkttype")), hardware, word(own("halen")), address, type];
  return [type, [0, 0], long(own("ifindex")), hardware, byte(own("pkttype")), byte(own("halen")), address];
}

function vlan({ name, values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const own = (field: string): number => numberIn(values, `${name}_${field}`);
  const tag = (own("priority") << 13) | (own("dei") << 12) | (own("id") & 0xfff);
  return [
    word(tag),
    word(values.get(`${name}_etype`) ?? values.get(`${name}_len`) ?? etherTypes.get(next[0]?.name ?? "")),
  ];
}

function llc({ values }: DissectedLayer): Pieces {
  const head = [byte(values.get("llc_dsap")), byte(values.get("llc_ssap")), byte(values.get("llc_control"))];
  if (!values.has("llc_type")) return head;
  const maker = numberOf(values.get("llc_oui")) ?? 0;
  return [...head, [maker >>> 16, ...word(maker)], word(values.get("llc_type"))];
}

function arp({ values }: DissectedLayer): Pieces {
  const words = ["hw_type", "proto_type"].map((name) => word(values.get(`arp_${name}`)));
  const sizes = ["hw_size", "proto_size"].map((name) => byte(values.get(`arp_${name}`)));
  const ends = (["src", "dst"] as const).flatMap((end) => [
    sized(octetsOf(values.get(`arp_${end}_hw_mac`) ?? values.get(`arp_${end}_hw`)), values, "arp_hw_size"),
    sized(arpAddress(values, end), values, "arp_proto_size"),
  ]);
  return [...words, ...sizes, word(values.get("arp_opcode")), ...ends];
}

function arpAddress(values: Values, end: "src" | "dst"): Uint8Array {
  const address = values.get(`arp_${end}_proto_ipv4`);
  return address === undefined ? octetsOf(values.get(`arp_${end}_proto`)) : addressOctets(address, 4);
}

/** Gives octets with the length that a field tells; as they are where it is not there. */
function sized(octets: Uint8Array, values: Values, field: string): Uint8Array {
  const whole = new Uint8Array((numberOf(values.get(field)) ?? octets.length) & 0xff);
  whole.set(octets.subarray(0, whole.length));
  return whole;
}

function mplsLabel(values: Values): readonly number[] {
  const own = (field: string): number => numberIn(values, `mpls_${field}`);
  return long(String(((own("label") << 12) | (own("exp") << 9) | (own("bottom") << 8) | own("ttl")) >>> 0));
}

function pppoe({ values }: DissectedLayer): Pieces {
  const session = [word(values.get("pppoe_session_id")), word(values.get("pppoe_payload_length"))];
  return [[0x11], byte(values.get("pppoe_code")), ...session];
}

function tcp({ values }: DissectedLayer): Pieces {
  const options = octetsOf(values.get("tcp_options")).subarray(0, 40);
  const headerLength = tcpHeaderLength(values) ?? TCP_HEADER_LENGTH + ((options.length + 3) & ~3);
  const padded = new Uint8Array(Math.max(0, headerLength - TCP_HEADER_LENGTH)).fill(NO_OPERATION);
  padded.set(options.subarray(0, padded.length));
  const ports = [word(values.get("tcp_srcport")), word(values.get("tcp_dstport"))];
  // Of a header that is cut Wireshark tells what there is.
  if (["tcp_seq", "tcp_flags", "tcp_stream"].every((name) => !values.has(name))) return ports;
  return [
    ...ports,
    long(values.get("tcp_seq_raw") ?? values.get("tcp_seq")),
    long(values.get("tcp_ack_raw") ?? values.get("tcp_ack")),
    word(((headerLength >> 2) << 12) | ((numberOf(values.get("tcp_flags")) ?? 0) & 0xfff)),
    word(values.get("tcp_window_size_value") ?? values.get("tcp_window_size")),
    word(values.get("tcp_checksum")),
    word(values.get("tcp_urgent_pointer")),
    padded,
    octetsOf(values.get("tcp_payload")),
  ];
}

function udp({ values }: DissectedLayer): Pieces {
  const payload = octetsOf(values.get("udp_payload"));
  const length = numberOf(values.get("udp_length")) ?? UDP_HEADER_LENGTH + payload.length;
  const ports = [word(values.get("udp_srcport")), word(values.get("udp_dstport"))];
  return [...ports, word(length), word(values.get("udp_checksum")), payload];
}

const GRE_CHECKSUM = 0x8000;
const GRE_KEY = 0x2000;
const GRE_NUMBER = 0x1000;

function gre({ values }: DissectedLayer): Pieces {
  const flags = numberOf(values.get("gre_flags_and_version")) ?? 0;
  return [
    word(flags),
    word(values.get("gre_proto")),
    (flags & GRE_CHECKSUM) === 0 ? [] : [...word(values.get("gre_checksum")), 0, 0],
    (flags & GRE_KEY) === 0 ? [] : long(values.get("gre_key")),
    (flags & GRE_NUMBER) === 0 ? [] : long(values.get("gre_sequence_number")),
  ];
}

function icmp({ name, values, quoted }: DissectedLayer): Pieces {
  const own = (field: string): string | undefined => values.get(`${name}_${field}`);
  const echo = [
    word(own("ident") ?? own("echo_identifier")),
    word(own("seq") ?? own("echo_sequence_number")),
  ];
  const head = [byte(own("type")), byte(own("code")), word(own("checksum"))];
  const quotes = quoted.flatMap(
    (layer, at) => headerBuilders.get(layer.name)?.(layer, quoted.slice(at + 1)) ?? [],
  );
  return [...head, ...(quoted.length > 0 ? [[0, 0, 0, 0]] : echo), ...quotes];
}

/** Second and third type (draft-foschiano-erspan); the first has no header, and no fields. */
function erspan({ values }: DissectedLayer): Pieces {
  const version = numberOf(values.get("erspan_version"));
  if (version === undefined) return [];
  const first = word((version << 12) | (numberIn(values, "erspan_vlan") & 0xfff));
  return [first, new Array<number>(version === ERSPAN_III ? 10 : 6).fill(0)];
}

const ERSPAN_III = 2;

/** Gives a cooked link of unknown kind that carries a layer. */
export function cookedFor(name: string): Pieces {
  return [new Array<number>(14).fill(0), word(etherTypes.get(name))];
}
