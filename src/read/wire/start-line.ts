import type { ApplicationMessage, MessageFields } from "./packet";
import { defuse, printableText } from "./printable-text";

/** A head that is longer is none. */
export const LONGEST_HEAD = 65_536;
const LONGEST_LINE = 72;

const request = /^(?<method>[A-Z][A-Z_-]{1,31}) (?<target>\S.*) (?<protocol>HTTP|SIP|RTSP)\/\d\.\d$/u;
const response = /^(?<protocol>HTTP|SIP|RTSP)\/\d\.\d (?<code>\d{3})(?: (?<phrase>.*))?$/u;

/** The head of an HTTP/1, SIP or RTSP message, taken apart. */
export interface MessageHead {
  readonly message: ApplicationMessage;
  /** By names in small letters; the first of each. */
  readonly headers: ReadonlyMap<string, string>;
  /** Undefined in requests. */
  readonly code: number | undefined;
}

/** Gives whether octets may be the start of such a message: three letters or more, and nothing that is no text before them. */
export function mayStartLine(octets: Uint8Array): boolean {
  return isCapital(octets[0]) && (isCapital(octets[1]) || octets[1] === HYPHEN) && isCapital(octets[2]);
}

const HYPHEN = 0x2d;

function isCapital(octet = 0): boolean {
  return octet >= 0x41 && octet <= 0x5a;
}

/** Gives the head that ends at `end`, behind its empty line; undefined where its first line is no start line. */
export function readHead(octets: Uint8Array, end: number): MessageHead | undefined {
  const [first = "", ...lines] = printableLines(octets.subarray(0, end));
  const asked = request.exec(first)?.groups;
  const answered = response.exec(first)?.groups;
  const protocol = (asked ?? answered)?.["protocol"]?.toLowerCase();
  if (protocol === undefined) return undefined;
  const headers = headersOf(lines);
  const code = answered === undefined ? undefined : Number(answered["code"]);
  const line = first.length > LONGEST_LINE ? `${first.slice(0, LONGEST_LINE - 1)}…` : first;
  const name = protocol.toUpperCase();
  const message = { protocol, name, summary: defuse(line), fields: fieldsOf(protocol, asked, code, headers) };
  return { message, headers, code };
}

function printableLines(octets: Uint8Array): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < octets.length; at += 1) {
    if (octets[at] !== 0x0a) continue;
    const end = octets[at - 1] === 0x0d ? at - 1 : at;
    lines.push(printableText(octets.subarray(start, end), 2048));
    start = at + 1;
  }
  return lines;
}

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function fieldsOf(
  protocol: string,
  asked: Readonly<Record<string, string>> | undefined,
  code: number | undefined,
  headers: ReadonlyMap<string, string>,
): MessageFields {
  const header = (field: string, name: string): MessageFields => {
    const value = headers.get(name);
    return value === undefined ? {} : { [field]: [value] };
  };
  if (protocol === "sip") {
    const start =
      asked === undefined ? { "sip.Status-Code": [code ?? 0] } : { "sip.Method": [asked["method"] ?? ""] };
    return { ...start, ...header("sip.Call-ID", "call-id") };
  }
  // What HTTP/2 begins with is no request.
  if (protocol !== "http" || asked?.["method"] === "PRI") return {};
  const contentType = header("http.content_type", "content-type");
  if (asked === undefined)
    return { "http.response": [true], "http.response.code": [code ?? 0], ...contentType };
  return {
    "http.request": [true],
    "http.request.method": [asked["method"] ?? ""],
    "http.request.uri": [asked["target"] ?? ""],
    ...header("http.host", "host"),
    ...header("http.user_agent", "user-agent"),
    ...contentType,
  };
}

/** Gives the position behind the empty line that ends a head; −1 where it has not come yet. */
export function endOfHead(octets: Uint8Array, from = 0): number {
  for (let at = from; at < octets.length; at += 1) {
    if (octets[at] !== 0x0a) continue;
    if (octets[at + 1] === 0x0a) return at + 2;
    if (octets[at + 1] === 0x0d && octets[at + 2] === 0x0a) return at + 3;
  }
  return -1;
}
