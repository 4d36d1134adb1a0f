import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import type { StreamReader, StreamReading } from "./stream-reader";

const LINE_FEED = 0x0a;
const LONGEST_LINE = 1024;
const LONGEST_SHOWN = 60;

/** Mail and file transfer by their ports: Wireshark's names, in filters and for people (RFC 5321, 959, 1939, 9051). */
const protocols: ReadonlyMap<number, readonly [protocol: string, name: string]> = new Map([
  [21, ["ftp", "FTP"]],
  [25, ["smtp", "SMTP"]],
  [587, ["smtp", "SMTP"]],
  [110, ["pop", "POP"]],
  [143, ["imap", "IMAP"]],
] as const);

/** Gives a reader of lines for what starts with some octets at a port of mail or file transfer; undefined for other octets. */
export function lineReader(
  octets: Uint8Array,
  sourcePort: number,
  destinationPort: number,
): StreamReader | undefined {
  const names = protocols.get(destinationPort) ?? protocols.get(sourcePort);
  return names !== undefined && isText(octets) ? new LineReader(...names) : undefined;
}

/** Whether the start of some octets is text: of UTF-8, too. */
function isText(octets: Uint8Array): boolean {
  return octets.subarray(0, 16).every((octet) => octet >= 0x20 || (octet >= 0x09 && octet <= 0x0d));
}

/**
 * Reads one direction of a protocol of lines: what a segment holds is told of by its first line. What a mail's sender
 * writes behind DATA is counted, not told.
 */
class LineReader implements StreamReader {
  readonly #protocol: string;
  readonly #name: string;
  #isMail = false;

  constructor(protocol: string, name: string) {
    this.#protocol = protocol;
    this.#name = name;
  }

  read(octets: Uint8Array): StreamReading {
    // What an encrypted connection starts with is no text.
    if (!isText(octets)) return { consumed: 0, messages: [], isLost: true };
    if (this.#isMail) return this.#mail(octets);
    const end = octets.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) return { consumed: 0, messages: [], isLost: octets.length > LONGEST_LINE };
    const first = printableText(octets.subarray(0, octets.indexOf(LINE_FEED)), LONGEST_SHOWN).replace(
      /\.$/u,
      "",
    );
    this.#isMail = this.#protocol === "smtp" && /^DATA$/iu.test(first);
    return { consumed: end, messages: [this.#message(first)] };
  }

  #mail(octets: Uint8Array): StreamReading {
    const text = printableText(octets.subarray(-5), 5);
    this.#isMail = text !== "....." || octets.at(-3) !== 0x2e;
    const summary = `DATA fragment, ${String(octets.length)} bytes`;
    return { consumed: octets.length, messages: [this.#message(summary)] };
  }

  #message(summary: string): ApplicationMessage {
    return { protocol: this.#protocol, name: this.#name, summary: defuse(summary), fields: {} };
  }
}
