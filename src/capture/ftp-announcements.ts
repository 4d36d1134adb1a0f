import { loadBig16 } from "./load-integer";
import type { SegmentFacts } from "./segment-facts";
import type { TransportPlace } from "./locate-transport";

const FTP = 21;
const FTP_DATA = 20;
/** No line that announces a port is longer. */
const MOST_READ = 128;
/** Announcements that nobody has come to; the oldest is given up. */
const MOST_WAITING = 10_000;

/** Six numbers of RFC 959 §4.1.2 (PORT), §5.4 (227); Wireshark takes the first such row in the first line. */
const hostAndPort = /(\d+), *(\d+), *(\d+), *(\d+), *(\d+), *(\d+)/u;
/** A port between delimiters of the server's choice (RFC 2428 §3). */
const extendedPort = /^229[^(\n]*\(([^\n])\1*(\d+)[^)\n]*\)/u;

/**
 * Where FTP says that data will flow: Wireshark opens a conversation there and then, so that the SYN that comes to it
 * later opens none, and does not count in its `tcp.completeness`.
 */
export class FtpAnnouncements {
  /** How often each was announced and not come to: host and port, the other host, and its port where that is told. */
  readonly #waiting = new Map<string, number>();
  #lastSequence = 0;

  /** Reads a segment with payload at FTP's port. */
  hear({ place, payload, payloadLength, seq }: SegmentFacts): void {
    const end = Math.min(place.captured, payload + Math.min(payloadLength, MOST_READ));
    const [line = ""] = String.fromCharCode(...place.octets.subarray(payload, end)).split("\n", 1);
    const announced = loadBig16(place.octets, place.header) === FTP ? reply(line, place) : port(line, place);
    // What is sent again is not dissected again.
    if (announced === undefined || seq === this.#lastSequence) return;
    this.#lastSequence = seq;
    if (this.#waiting.size >= MOST_WAITING)
      for (const oldest of [...this.#waiting.keys()].slice(0, 1)) this.#waiting.delete(oldest);
    this.#waiting.set(announced, (this.#waiting.get(announced) ?? 0) + 1);
  }

  /** Gives whether the conversation that a segment opens was announced; it was come to then. */
  comes(place: TransportPlace): boolean {
    if (this.#waiting.size === 0) return false;
    const { octets, header } = place;
    const from = hostAt(place, 0);
    const to = hostAt(place, 1);
    const fromPort = loadBig16(octets, header);
    const toPort = loadBig16(octets, header + 2);
    return (
      this.#take(keyOf(from, fromPort, to)) ||
      this.#take(keyOf(to, toPort, from)) ||
      this.#take(keyOf(from, fromPort, to, toPort)) ||
      this.#take(keyOf(to, toPort, from, fromPort))
    );
  }

  #take(key: string): boolean {
    const count = this.#waiting.get(key) ?? 0;
    if (count > 1) this.#waiting.set(key, count - 1);
    else this.#waiting.delete(key);
    return count > 0;
  }
}

/** Gives whether a segment is at FTP's port. */
export function isAtFtp({ octets, header }: TransportPlace): boolean {
  return loadBig16(octets, header) === FTP || loadBig16(octets, header + 2) === FTP;
}

/** What a server says: a port of its own that the client may come to from any. */
function reply(line: string, place: TransportPlace): string | undefined {
  const extended = extendedPort.exec(line)?.[2];
  if (extended !== undefined) return keyOf(hostAt(place, 0), Number(extended), hostAt(place, 1));
  const told = line.startsWith("227") ? numbersIn(line) : undefined;
  return told && keyOf(told.host, told.port, hostAt(place, 1));
}

/** What a client says: a port of its own that the server's port of data comes to. */
function port(line: string, place: TransportPlace): string | undefined {
  const told = line.startsWith("PORT ") ? numbersIn(line) : undefined;
  return told && keyOf(told.host, told.port, hostAt(place, 1), FTP_DATA);
}

function numbersIn(line: string): { readonly host: string; readonly port: number } | undefined {
  const [, ...octets] = (hostAndPort.exec(line) ?? []).map((text) => Number(text) & 255);
  const [high, low] = octets.slice(4);
  if (high === undefined || low === undefined) return undefined;
  return { host: octets.slice(0, 4).join("."), port: high * 256 + low };
}

/** Octets of an address: 0 of the sender, 1 of the receiver. */
function hostAt({ addressOctets, addresses, version }: TransportPlace, which: number): string {
  const length = version === 4 ? 4 : 16;
  const start = addresses + which * length;
  return addressOctets.subarray(start, start + length).join(".");
}

function keyOf(host: string, port: number, other: string, otherPort?: number): string {
  return [host, port, other, otherPort].join(" ");
}
