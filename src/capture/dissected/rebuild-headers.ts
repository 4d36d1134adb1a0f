import { addressOctets, numberOf, octetsOf } from "./dissected-value";
import type { DissectedLayer } from "./packet-layers";

/** Octets of a header, in pieces. */
type Pieces = readonly (Uint8Array | readonly number[])[];

/** Makes the header of a layer again, as far as its fields tell; `next` are the layers within. */
export type HeaderBuilder = (layer: DissectedLayer, next: readonly DissectedLayer[]) => Pieces;

const TCP_HEADER_LENGTH = 20;
const UDP_HEADER_LENGTH = 8;
const NO_OPERATION = 1;

/** IP protocol numbers of the layers that are made again behind IP. */
const protocolNumbers: ReadonlyMap<string, number> = new Map([
  ["icmp", 1],
  ["ip", 4],
  ["tcp", 6],
  ["udp", 17],
  ["ipv6", 41],
  ["gre", 47],
  ["icmpv6", 58],
]);

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
  ["tcp", tcp],
  ["udp", udp],
  ["icmp", icmp],
  ["icmpv6", icmp],
  ["data", ({ values }) => [octetsOf(values.get("data_data"))]],
]);

type Values = DissectedLayer["values"];

function byte(value: string | undefined): readonly number[] {
  return [(numberOf(value) ?? 0) & 0xff];
}

function word(value: string | undefined | number): readonly number[] {
  const number = typeof value === "number" ? value : (numberOf(value) ?? 0);
  return [(number >>> 8) & 0xff, number & 0xff];
}

function long(value: string | undefined): readonly number[] {
  const number = (numberOf(value) ?? 0) >>> 0;
  return [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];
}

function ethernet({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const [destination, source] = ["eth_dst", "eth_src"].map((name) => addressOctets(values.get(name), 6));
  return [
    destination ?? [],
    source ?? [],
    word(values.get("eth_type") ?? values.get("eth_len") ?? etherTypes.get(next[0]?.name ?? "")),
  ];
}

function cooked({ values }: DissectedLayer): Pieces {
  const address = new Uint8Array(8);
  address.set(addressOctets(values.get("sll_src_eth"), 6));
  const [kind, hardware, length, type] = ["pkttype", "hatype", "halen", "etype"].map((name) =>
    word(values.get(`sll_${name}`)),
  );
  return [kind ?? [], hardware ?? [], length ?? [], address, type ?? []];
}

function vlan({ name, values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const own = (field: string): number => value(values, `${name}_${field}`);
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
    addressOctets(values.get(`arp_${end}_hw_mac`), 6),
    addressOctets(values.get(`arp_${end}_proto_ipv4`), 4),
  ]);
  return [...words, ...sizes, word(values.get("arp_opcode")), ...ends];
}

function mplsLabel(values: Values): readonly number[] {
  const own = (field: string): number => value(values, `mpls_${field}`);
  return long(String(((own("label") << 12) | (own("exp") << 9) | (own("bottom") << 8) | own("ttl")) >>> 0));
}

function pppoe({ values }: DissectedLayer): Pieces {
  const session = [word(values.get("pppoe_session_id")), word(values.get("pppoe_payload_length"))];
  return [[0x11], byte(values.get("pppoe_code")), ...session];
}

function ipv4({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const headerLength = ipv4HeaderLength(values);
  const inner = transportLength(next[0]);
  return [
    [0x40 | (headerLength >> 2)],
    byte(values.get("ip_dsfield")),
    word(Math.min(inner === undefined ? value(values, "ip_len") : headerLength + inner, 0xffff)),
    word(values.get("ip_id")),
    word((value(values, "ip_flags_df") << 14) | (next[0]?.name === "data" ? fragmentPlace(values) : 0)),
    byte(values.get("ip_ttl")),
    [protocolNumbers.get(next[0]?.name ?? "") ?? value(values, "ip_proto")],
    word(values.get("ip_checksum")),
    addressOctets(values.get("ip_src"), 4),
    addressOctets(values.get("ip_dst"), 4),
    // Options are known by their length only.
    new Uint8Array(headerLength - 20).fill(NO_OPERATION),
  ];
}

function value(values: Values, name: string): number {
  return numberOf(values.get(name)) ?? 0;
}

function ipv4HeaderLength(values: Values): number {
  return Math.min(60, Math.max(20, value(values, "ip_hdr_len"))) & ~3;
}

/** Of a fragment that completed nothing; the one that completes a datagram stands for all of it. */
function fragmentPlace(values: Values): number {
  return (value(values, "ip_flags_mf") << 13) | (value(values, "ip_frag_offset") & 0x1fff);
}

const FRAGMENT_HEADER = 44;
const NO_NEXT_HEADER = 59;

function ipv6({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const isPart = next[0]?.name === "data" && values.has("ipv6_fraghdr_offset");
  const protocol = protocolNumbers.get(next[0]?.name ?? "") ?? numberOf(values.get("ipv6_nxt"));
  const first = (6 << 28) | (value(values, "ipv6_tclass") << 20) | value(values, "ipv6_flow");
  const header = [
    long(String(first >>> 0)),
    word(Math.min(transportLength(next[0]) ?? value(values, "ipv6_plen"), 0xffff)),
    [isPart ? FRAGMENT_HEADER : (protocol ?? NO_NEXT_HEADER)],
    byte(values.get("ipv6_hlim")),
    addressOctets(values.get("ipv6_src"), 16),
    addressOctets(values.get("ipv6_dst"), 16),
  ];
  if (!isPart) return header;
  const place = ((value(values, "ipv6_fraghdr_offset") & 0x1fff) << 3) | value(values, "ipv6_fraghdr_more");
  return [
    ...header,
    byte(values.get("ipv6_fraghdr_nxt")),
    [0],
    word(place),
    long(values.get("ipv6_fraghdr_ident")),
  ];
}

/** Octets of a transport header and what it carries, by its own fields: a datagram put together has those of the whole. */
function transportLength(layer: DissectedLayer | undefined): number | undefined {
  if (layer?.name === "udp")
    return Math.max(UDP_HEADER_LENGTH, numberOf(layer.values.get("udp_length")) ?? 0);
  const payload = numberOf(layer?.values.get("tcp_len"));
  if (layer?.name !== "tcp" || payload === undefined) return undefined;
  return (tcpHeaderLength(layer.values) ?? TCP_HEADER_LENGTH) + payload;
}

function tcpHeaderLength(values: Values): number | undefined {
  const length = numberOf(values.get("tcp_hdr_len"));
  return length === undefined ? undefined : Math.min(60, length) & ~3;
}

function tcp({ values }: DissectedLayer): Pieces {
  const options = octetsOf(values.get("tcp_options")).subarray(0, 40);
  const headerLength = tcpHeaderLength(values) ?? TCP_HEADER_LENGTH + ((options.length + 3) & ~3);
  const padded = new Uint8Array(Math.max(0, headerLength - TCP_HEADER_LENGTH)).fill(NO_OPERATION);
  padded.set(options.subarray(0, padded.length));
  return [
    word(values.get("tcp_srcport")),
    word(values.get("tcp_dstport")),
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
