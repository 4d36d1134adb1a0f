import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32 } from "../../capture/load-integer";
import { readDnsName } from "./dns-name";
import { ipv6At } from "./ipv6";
import { namesByNumber } from "../../base/names-by-number";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

const HEADER_LENGTH = 12;
/** Octets behind the name of a question and of a record, before its data. */
const QUESTION_LENGTH = 4;
const RECORD_LENGTH = 10;
/** Records of each kind that are looked at. */
const MOST_RECORDS = 32;
/** Answers that a label names. */
const MOST_SHOWN = 4;

const typeNames = namesByNumber(
  "1 A|2 NS|5 CNAME|6 SOA|10 NULL|12 PTR|13 HINFO|15 MX|16 TXT|17 RP|18 AFSDB|28 AAAA|29 LOC|33 SRV|" +
    "35 NAPTR|36 KX|37 CERT|39 DNAME|41 OPT|42 APL|43 DS|44 SSHFP|46 RRSIG|47 NSEC|48 DNSKEY|50 NSEC3|" +
    "51 NSEC3PARAM|52 TLSA|53 SMIMEA|55 HIP|59 CDS|60 CDNSKEY|61 OPENPGPKEY|64 SVCB|65 HTTPS|99 SPF|" +
    "249 TKEY|250 TSIG|251 IXFR|252 AXFR|255 ANY|256 URI|257 CAA",
);

const responseNames = namesByNumber(
  "1 Format error|2 Server failure|3 No such name|4 Not implemented|5 Refused|6 Name exists|" +
    "7 RRset exists|8 RRset does not exist|9 Not authoritative|10 Name out of zone",
);

const operationNames = namesByNumber(
  "0 Standard query|1 Inverse query|2 Server status request|4 Zone change notification|5 Dynamic update",
);

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
  const { questions, answers, others } = readRecords(region);
  // Of a response without answers, where to look for them.
  const shown = answers.length > 0 || !isResponse ? answers : others;
  const words = [
    operationNames.get((flags >> 11) & 15) ?? `Operation ${String((flags >> 11) & 15)}`,
    ...(isResponse ? ["response"] : []),
    `0x${loadBig16(octets, start).toString(16).padStart(4, "0")}`,
    ...(isResponse && (flags & 15) !== 0
      ? [responseNames.get(flags & 15) ?? `Error ${String(flags & 15)}`]
      : []),
    ...questions.map(({ type, name }) => `${typeName(type)} ${name}`),
    ...shown.slice(0, MOST_SHOWN).map(({ type, value }) => `${typeName(type)} ${value}`.trimEnd()),
    ...(shown.length > MOST_SHOWN ? [`… ${String(shown.length - MOST_SHOWN)} more`] : []),
  ];
  return {
    protocol,
    name: protocol === "mdns" ? "MDNS" : protocol === "llmnr" ? "LLMNR" : "DNS",
    summary: defuse(words.join(" ")),
    fields: fieldsOf(region, questions, [...answers, ...others]),
  };
}

function fieldsOf(
  { octets, start }: Region,
  questions: readonly DnsRecord[],
  records: readonly DnsRecord[],
): ApplicationMessage["fields"] {
  const flags = loadBig16(octets, start + 2);
  const values = (type: number): readonly string[] =>
    records.filter((record) => record.type === type).map(({ value }) => value);
  return {
    "dns.id": [loadBig16(octets, start)],
    "dns.flags.response": [flags >= 0x8000],
    ...(flags >= 0x8000 ? { "dns.flags.rcode": [flags & 15] } : {}),
    "dns.count.queries": [loadBig16(octets, start + 4)],
    "dns.count.answers": [loadBig16(octets, start + 6)],
    "dns.qry.name": questions.map(({ name }) => name),
    "dns.qry.type": questions.map(({ type }) => type),
    "dns.resp.name": records.map(({ name }) => name),
    "dns.a": values(1),
    "dns.aaaa": values(28),
    "dns.cname": values(5),
  };
}

interface DnsRecords {
  readonly questions: readonly DnsRecord[];
  readonly answers: readonly DnsRecord[];
  /** Of authorities, and additional ones. */
  readonly others: readonly DnsRecord[];
}

/** Reads records as far as they go: the first that is cut or damaged ends it. */
function readRecords(region: Region): DnsRecords {
  const { octets, start, end } = region;
  const sections: [DnsRecord[], DnsRecord[], DnsRecord[], DnsRecord[]] = [[], [], [], []];
  let at = start + HEADER_LENGTH;
  reading: for (const [number, section] of sections.entries()) {
    const count = Math.min(MOST_RECORDS, loadBig16(octets, start + 4 + 2 * number));
    for (let read = 0; read < count; read += 1) {
      const record = readRecord(region, at, number === 0);
      if (record === undefined || record.next > end) break reading;
      section.push(record);
      at = record.next;
    }
  }
  const [questions, answers, ...others] = sections;
  return { questions, answers, others: others.flat() };
}

function readRecord(
  region: Region,
  at: number,
  isQuestion: boolean,
): (DnsRecord & { readonly next: number }) | undefined {
  const { octets, end } = region;
  const name = readDnsName(region, at);
  const data = (name?.next ?? end) + (isQuestion ? QUESTION_LENGTH : RECORD_LENGTH);
  if (name === undefined || data > end) return undefined;
  const type = loadBig16(octets, name.next);
  const next = isQuestion ? data : data + loadBig16(octets, data - 2);
  const value = isQuestion || next > end ? "" : valueOf(region, type, data, next);
  return { name: name.text, type, value, next };
}

function typeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${String(type)}`;
}

type ValueReader = (region: Region, from: number, to: number) => string | undefined;

const valueReaders: ReadonlyMap<number, ValueReader> = new Map<number, ValueReader>([
  [1, ({ octets }, from, to) => (to - from === 4 ? formatIpv4(loadBig32(octets, from)) : undefined)],
  [2, nameAt(0)],
  [5, nameAt(0)],
  [6, nameAt(0)],
  [12, nameAt(0)],
  [15, nameAt(2)],
  [16, ({ octets }, from, to) => `"${printableText(octets.subarray(from + 1, to), 32)}"`],
  [28, ({ octets }, from, to) => (to - from === 16 ? ipv6At(octets, from) : undefined)],
  [33, (region, from) => `${nameAt(6)(region, from, 0) ?? ""}:${String(loadBig16(region.octets, from + 4))}`],
]);

function nameAt(shift: number): ValueReader {
  return (region, from) => readDnsName(region, from + shift)?.text;
}

/** Gives what a record holds in words; nothing for types whose names say enough. */
function valueOf(region: Region, type: number, from: number, to: number): string {
  return valueReaders.get(type)?.(region, from, to) ?? "";
}
