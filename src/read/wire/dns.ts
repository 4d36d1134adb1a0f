import { formatIpv4, formatIpv6 } from "../../base/address";
import { loadBig16, loadBig32 } from "../../capture/load-integer";
import { readDnsName } from "./dns-name";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

const HEADER_LENGTH = 12;
const RECORD_LENGTH = 10;
/** Records of each kind that are looked at. */
const MOST_RECORDS = 32;
/** Answers that a label names. */
const MOST_SHOWN = 4;

const typeNames: ReadonlyMap<number, string> = new Map([
  [1, "A"],
  [2, "NS"],
  [5, "CNAME"],
  [6, "SOA"],
  [12, "PTR"],
  [15, "MX"],
  [16, "TXT"],
  [28, "AAAA"],
  [33, "SRV"],
  [35, "NAPTR"],
  [41, "OPT"],
  [43, "DS"],
  [46, "RRSIG"],
  [48, "DNSKEY"],
  [64, "SVCB"],
  [65, "HTTPS"],
  [252, "AXFR"],
  [255, "ANY"],
]);

const responseNames: ReadonlyMap<number, string> = new Map([
  [1, "Format error"],
  [2, "Server failure"],
  [3, "No such name"],
  [4, "Not implemented"],
  [5, "Refused"],
]);

const operationNames: ReadonlyMap<number, string> = new Map([
  [0, "Standard query"],
  [1, "Inverse query"],
  [2, "Server status request"],
  [4, "Zone change notification"],
  [5, "Dynamic update"],
]);

interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly value: string;
}

/**
 * Reads a DNS message (RFC 1035): names, types and answers, as far as it was captured.
 *
 * Undefined where not even its header was. `protocol` is `dns`, `mdns` or `llmnr`.
 */
export function readDns(region: Region, protocol: string): ApplicationMessage | undefined {
  if (capturedLength(region) < HEADER_LENGTH) return undefined;
  const { octets, start } = region;
  const flags = loadBig16(octets, start + 2);
  const isResponse = flags >= 0x8000;
  const { questions, answers } = readRecords(region);
  const words = [
    operationNames.get((flags >> 11) & 15) ?? "Unknown operation",
    ...(isResponse ? ["response"] : []),
    `0x${loadBig16(octets, start).toString(16).padStart(4, "0")}`,
    ...(isResponse && (flags & 15) !== 0
      ? [responseNames.get(flags & 15) ?? `Error ${String(flags & 15)}`]
      : []),
    ...questions.map(({ type, name }) => `${typeName(type)} ${name}`),
    ...answers.slice(0, MOST_SHOWN).map(({ type, value }) => `${typeName(type)} ${value}`.trimEnd()),
    ...(answers.length > MOST_SHOWN ? [`… ${String(answers.length - MOST_SHOWN)} more`] : []),
  ];
  return {
    protocol,
    name: protocol === "mdns" ? "MDNS" : protocol === "llmnr" ? "LLMNR" : "DNS",
    summary: defuse(words.join(" ")),
    fields: fieldsOf(region, questions, answers),
  };
}

function fieldsOf(
  { octets, start }: Region,
  questions: readonly DnsRecord[],
  answers: readonly DnsRecord[],
): ApplicationMessage["fields"] {
  const flags = loadBig16(octets, start + 2);
  const values = (type: number): readonly string[] =>
    answers.filter((answer) => answer.type === type).map(({ value }) => value);
  return {
    "dns.id": [loadBig16(octets, start)],
    "dns.flags.response": [flags >= 0x8000],
    ...(flags >= 0x8000 ? { "dns.flags.rcode": [flags & 15] } : {}),
    "dns.count.queries": [loadBig16(octets, start + 4)],
    "dns.count.answers": [loadBig16(octets, start + 6)],
    "dns.qry.name": questions.map(({ name }) => name),
    "dns.qry.type": questions.map(({ type }) => type),
    "dns.resp.name": answers.map(({ name }) => name),
    "dns.a": values(1),
    "dns.aaaa": values(28),
    "dns.cname": values(5),
  };
}

function readRecords(region: Region): {
  readonly questions: readonly DnsRecord[];
  readonly answers: readonly DnsRecord[];
} {
  const { octets, start, end } = region;
  const questions: DnsRecord[] = [];
  const answers: DnsRecord[] = [];
  let at = start + HEADER_LENGTH;
  const asked = Math.min(MOST_RECORDS, loadBig16(octets, start + 4));
  for (let count = 0; count < asked; count += 1) {
    const name = readDnsName(region, at);
    if (name === undefined || name.next + 4 > end) return { questions, answers };
    questions.push({ name: name.text, type: loadBig16(octets, name.next), value: "" });
    at = name.next + 4;
  }
  const answered = Math.min(MOST_RECORDS, loadBig16(octets, start + 6));
  for (let count = 0; count < answered; count += 1) {
    const name = readDnsName(region, at);
    if (name === undefined || name.next + RECORD_LENGTH > end) break;
    const type = loadBig16(octets, name.next);
    const data = name.next + RECORD_LENGTH;
    at = data + loadBig16(octets, name.next + 8);
    if (at > end) break;
    answers.push({ name: name.text, type, value: valueOf(region, type, data, at) });
  }
  return { questions, answers };
}

function typeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${String(type)}`;
}

type ValueReader = (region: Region, from: number, to: number) => string | undefined;

const valueReaders: ReadonlyMap<number, ValueReader> = new Map<number, ValueReader>([
  [1, ({ octets }, from, to) => (to - from === 4 ? formatIpv4(loadBig32(octets, from)) : undefined)],
  [2, nameAt(0)],
  [5, nameAt(0)],
  [12, nameAt(0)],
  [15, nameAt(2)],
  [16, ({ octets }, from, to) => `"${printableText(octets.subarray(from + 1, to), 32)}"`],
  [28, ({ octets }, from, to) => (to - from === 16 ? formatIpv6(groupsAt(octets, from)) : undefined)],
  [33, (region, from) => `${nameAt(6)(region, from, 0) ?? ""}:${String(loadBig16(region.octets, from + 4))}`],
]);

function nameAt(shift: number): ValueReader {
  return (region, from) => readDnsName(region, from + shift)?.text;
}

function groupsAt(octets: Uint8Array, at: number): readonly number[] {
  return [0, 2, 4, 6, 8, 10, 12, 14].map((shift) => loadBig16(octets, at + shift));
}

/** Gives what a record holds in words; nothing for types whose names say enough. */
function valueOf(region: Region, type: number, from: number, to: number): string {
  return valueReaders.get(type)?.(region, from, to) ?? "";
}
