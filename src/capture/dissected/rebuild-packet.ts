import { addressOctets, numberOf } from "./dissected-value";
import { byte, long, numberIn, word, type Pieces, type Values } from "./header-pieces";
import type { DissectedLayer } from "./packet-layers";

/** A TCP header without options. */
export const TCP_HEADER_LENGTH = 20;
/** A UDP header. */
export const UDP_HEADER_LENGTH = 8;
/** Stands for options that are known by their length only. */
export const NO_OPERATION = 1;

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

const FRAGMENT_HEADER = 44;
const AUTHENTICATION = 51;

/** Makes an IPv4 header (RFC 791). */
export function ipv4({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const headerLength = Math.min(60, Math.max(20, numberIn(values, "ip_hdr_len"))) & ~3;
  const isPart = next[0]?.name === "data";
  const protocol = protocolNumbers.get(next[0]?.name ?? "") ?? numberIn(values, "ip_proto");
  const isAuthenticated = values.has("ah_length");
  return [
    [0x40 | (headerLength >> 2)],
    byte(values.get("ip_dsfield")),
    word(Math.min(told(values, "ip_len") ?? headerLength + (transportLength(next[0]) ?? 0), 0xffff)),
    word(values.get("ip_id")),
    word((numberIn(values, "ip_flags_df") << 14) | (isPart ? fragmentPlace(values) : 0)),
    byte(values.get("ip_ttl")),
    [isAuthenticated ? AUTHENTICATION : protocol],
    word(values.get("ip_checksum")),
    addressOctets(values.get("ip_src"), 4),
    addressOctets(values.get("ip_dst"), 4),
    // Options are known by their length only.
    new Uint8Array(headerLength - 20).fill(NO_OPERATION),
    isAuthenticated ? authentication(values, protocol) : [],
  ];
}

/** Of a fragment that completed nothing; the one that completes a datagram stands for all of it. */
function fragmentPlace(values: Values): number {
  return (numberIn(values, "ip_flags_mf") << 13) | (numberIn(values, "ip_frag_offset") & 0x1fff);
}

/** The length of a packet; not that of the fragment which completed one, nor where nobody asked for it. */
function told(values: Values, name: string): number | undefined {
  return isCompleted(values) ? undefined : numberOf(values.get(name));
}

/** Whether a packet was put together: its layers within are those of all its fragments. */
export function isCompleted(values: Values): boolean {
  return values.has("ip_fragments") || values.has("ipv6_fragments");
}

const NO_NEXT_HEADER = 59;

/** Extension headers and their protocol numbers. */
const extensionNumbers: ReadonlyMap<string, number> = new Map([
  ["ipv6_hopopts", 0],
  ["ipv6_routing", 43],
  ["ipv6_fraghdr", FRAGMENT_HEADER],
  ["ah", AUTHENTICATION],
  ["ipv6_dstopts", 60],
]);

/** Makes an IPv6 header and its extension headers (RFC 8200), which stand in the order of their fields. */
export function ipv6({ values }: DissectedLayer, next: readonly DissectedLayer[]): Pieces {
  const names = [...values.keys()].map((name) => name.replace(/_(?:nxt|next_header)$/u, ""));
  const extensions = [...new Set(names)].filter((name) => extensionNumbers.has(name) && isKept(name, values));
  const within = protocolNumbers.get(next[0]?.name ?? "");
  const headers = extensions.map((name, at) => {
    const after = extensionNumbers.get(extensions[at + 1] ?? "") ?? within;
    return extensionHeader(name, values, after ?? numberIn(values, `${name}_nxt`));
  });
  const extended = headers.reduce((sum, { length }) => sum + length, 0);
  const first = (6 << 28) | (numberIn(values, "ipv6_tclass") << 20) | numberIn(values, "ipv6_flow");
  return [
    long(String(first >>> 0)),
    word(Math.min(told(values, "ipv6_plen") ?? extended + (transportLength(next[0]) ?? 0), 0xffff)),
    [
      extensionNumbers.get(extensions[0] ?? "") ??
        within ??
        numberOf(values.get("ipv6_nxt")) ??
        NO_NEXT_HEADER,
    ],
    byte(values.get("ipv6_hlim")),
    addressOctets(values.get("ipv6_src"), 16),
    addressOctets(values.get("ipv6_dst"), 16),
    ...headers,
  ];
}

/** What put a packet together from fragments would tell that it is one. */
function isKept(name: string, values: Values): boolean {
  return name !== "ipv6_fraghdr" || !isCompleted(values);
}

const PADDING_OPTION = 1;

/** What options say is not needed: they are padding here. */
function extensionHeader(name: string, values: Values, next: number): readonly number[] {
  if (name === "ipv6_fraghdr") {
    const offset = (numberIn(values, "ipv6_fraghdr_offset") & 0x1fff) << 3;
    return [
      next,
      0,
      ...word(offset | numberIn(values, "ipv6_fraghdr_more")),
      ...long(values.get("ipv6_fraghdr_ident")),
    ];
  }
  if (name === "ah") return authentication(values, next);
  const units = numberIn(values, `${name}_len`) & 0xff;
  const rest = new Array<number>(units * 8 + 4).fill(0);
  const start =
    name === "ipv6_routing"
      ? // With no segments left nobody looks for addresses in it, of which not all are told.
        [...byte(values.get("ipv6_routing_type")), 0]
      : [PADDING_OPTION, Math.min(255, rest.length)];
  return [next, units, ...start, ...rest];
}

/** An authentication header (RFC 4302): what it proves is not needed. */
function authentication(values: Values, next: number): readonly number[] {
  const length = numberIn(values, "ah_length") & 0xff;
  return [next, length, ...new Array<number>((length + 2) * 4 - 2).fill(0)];
}

/** Octets of a transport header and what it carries, by its own fields: a datagram put together has those of the whole. */
function transportLength(layer: DissectedLayer | undefined): number | undefined {
  if (layer?.name === "udp")
    return Math.max(UDP_HEADER_LENGTH, numberOf(layer.values.get("udp_length")) ?? 0);
  const payload = numberOf(layer?.values.get("tcp_len"));
  if (layer?.name !== "tcp" || payload === undefined) return undefined;
  return (tcpHeaderLength(layer.values) ?? TCP_HEADER_LENGTH) + payload;
}

/** Gives the length of a TCP header with its options; undefined where it is not told. */
export function tcpHeaderLength(values: Values): number | undefined {
  const length = numberOf(values.get("tcp_hdr_len"));
  return length === undefined ? undefined : Math.min(60, length) & ~3;
}
