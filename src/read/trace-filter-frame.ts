import { filterFields } from "./filter/filter-fields";
import type { FilterFrame, FilterValue } from "./filter/filter";
import { arrowValues, isTraceField, type TraceArrow } from "./trace-fields";

/** Protocols that are carried by TCP, and by UDP, as texts name them. */
const carried: Readonly<Record<"tcp" | "udp", ReadonlySet<string>>> = {
  tcp: new Set("tcp http tls ssh ftp smtp imap pop telnet bgp rtsp".split(" ")),
  udp: new Set("udp dns mdns llmnr dhcp ntp quic ssdp nbns snmp tftp syslog rtp".split(" ")),
};

/** What Wireshark prints of a datagram: `53 → 40000 Len=64`. */
const DATAGRAM = /^(?<from>\d{1,5}) (?:→|->|>) (?<to>\d{1,5})\b.*?(?:\bLen=(?<length>\d{1,5}))?$/u;

/** Tells whether a list or pasted text can hold a field: by its numbers, or a protocol by its name. */
export function isHeldByTexts(field: string): boolean {
  return isTraceField(field) || filterFields.get(field) === "protocol" || datagramFields.has(field);
}

/**
 * Gives an arrow of a list or pasted text as filters see it: what its line says, and what follows from the lines
 * before. A protocol has the text of its payload, or of the whole line (`frame`), where that is written.
 */
export function traceFilterFrame(arrow: TraceArrow): FilterFrame {
  return {
    values(field: string): readonly FilterValue[] {
      const own = isTraceField(field) ? arrowValues(field, arrow) : [];
      if (own.length > 0) return own;
      return datagramFields.get(field)?.(arrow) ?? protocolValues(field, arrow);
    },
  };
}

function protocolValues(field: string, arrow: TraceArrow): readonly FilterValue[] {
  const { event } = arrow;
  if (filterFields.get(field) !== "protocol" || isTraceField(field)) return [];
  const payload = event.kind === "segment" ? event.payload : undefined;
  if (field === "frame") return [[lineOf(arrow), payload ?? ""].join(" ").trim()];
  if (field === "tcp.payload") return payload === undefined ? [] : [payload];
  return isCarried(field, arrow) ? [payload ?? (event.kind === "message" ? event.summary : true)] : [];
}

function isCarried(protocol: string, { event, from, to }: TraceArrow): boolean {
  const hasFamily = (isOf: (address: string) => boolean): boolean =>
    [from, to].some((end) => end?.address !== undefined && isOf(end.address));
  if (protocol === "ip") return hasFamily((address) => !address.includes(":"));
  if (protocol === "ipv6") return hasFamily((address) => address.includes(":"));
  if (event.kind === "segment") return protocol === "tcp";
  const named = protocolName(event.protocol ?? "");
  if (named === protocol) return true;
  return (protocol === "tcp" || protocol === "udp") && carried[protocol].has(named);
}

/** As filters name it: `TLSv1.3` is `tls`. */
function protocolName(printed: string): string {
  const name = printed.toLowerCase();
  return /^(?:tls|ssl)/u.test(name) ? "tls" : name.replace(/[^a-z\d].*$/u, "");
}

function lineOf({ event }: TraceArrow): string {
  return event.written ?? (event.kind === "message" ? event.summary : "");
}

const datagramFields: ReadonlyMap<string, (arrow: TraceArrow) => readonly FilterValue[]> = new Map([
  ["udp.srcport", (arrow: TraceArrow) => datagram(arrow, ["from"])],
  ["udp.dstport", (arrow: TraceArrow) => datagram(arrow, ["to"])],
  ["udp.port", (arrow: TraceArrow) => datagram(arrow, ["from", "to"])],
]);

function datagram(arrow: TraceArrow, names: readonly string[]): readonly FilterValue[] {
  const { event } = arrow;
  if (event.kind !== "message" || !isCarried("udp", arrow)) return [];
  const found = DATAGRAM.exec(event.summary)?.groups ?? {};
  return names.flatMap((name) => (found[name] === undefined ? [] : [Number(found[name])]));
}
