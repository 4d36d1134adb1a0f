import { addToSequence, sequenceDistance } from "../../tcp/sequence-number";
import { FIN, SYN } from "../../tcp/flags";
import { readDns } from "./dns";
import { HttpReader } from "./http";
import type { ApplicationMessage, Packet } from "./packet";
import { mayStartLine } from "./start-line";
import type { StreamReader, StreamReading } from "./stream-reader";
import { mayStartTls, TlsReader } from "./tls";
import type { TcpHeader, TcpHeaderRest } from "./tcp";

/** Octets kept of one direction: of a message that is not whole, and of segments that came early. */
const MOST_KEPT = 81_920;
const MOST_EARLY = 64;
/** Directions followed at once; the one that was silent longest is given up. */
const MOST_DIRECTIONS = 1024;
const SHORTEST_START = 3;
const DNS_PORT = 53;

interface Early {
  readonly seq: number;
  readonly octets: Uint8Array;
}

/**
 * The application messages in the segments of a capture, wherever segments cut them.
 *
 * Segments are given in file order, all those of a conversation that is of interest. A message is told of
 * at the segment that completes it. Memory is bounded for each direction; where octets are missing for
 * good, reading starts again at the next segment that looks like a start.
 */
export class TcpStreams {
  readonly #directions = new Map<number, Direction>();

  /** Adds the messages that a segment completes to its packet; `side` is conversation × 2 + direction. */
  next(side: number, packet: Packet): void {
    const header = packet.tcp[0];
    const { rest, seq } = header ?? {};
    if (header === undefined || rest === undefined || seq === undefined || rest.payloadLength < 0) return;
    const direction = this.#directionOf(side);
    const messages = direction.take(seq, header, rest);
    packet.messages.push(...messages);
    nameMessages(packet, messages, direction.isKnown);
  }

  #directionOf(side: number): Direction {
    const direction = this.#directions.get(side) ?? new Direction();
    // Set anew, it stands last: the map's order is that of use.
    this.#directions.delete(side);
    this.#directions.set(side, direction);
    if (this.#directions.size > MOST_DIRECTIONS) {
      for (const oldest of this.#directions.keys()) {
        this.#directions.delete(oldest);
        break;
      }
    }
    return direction;
  }
}

/** Of a payload that is only part of a message, Wireshark shows no data. */
function nameMessages(packet: Packet, messages: readonly ApplicationMessage[], isKnown: boolean): void {
  if ((messages.length > 0 || isKnown) && packet.protocols.at(-1) === "data") packet.protocols.pop();
  const [first] = messages;
  if (first !== undefined) packet.protocols.push(first.protocol);
}

class Direction {
  #expected: number | undefined;
  #reader: StreamReader | undefined;
  #kept = new Uint8Array(0);
  #skip = 0;
  #early: Early[] = [];

  /** Whether the octets are those of a protocol that is read. */
  get isKnown(): boolean {
    return this.#reader !== undefined;
  }

  take(seq: number, header: TcpHeader, rest: TcpHeaderRest): readonly ApplicationMessage[] {
    if ((rest.flags & SYN) !== 0) this.#restart(addToSequence(seq, 1));
    if (rest.payloadLength === 0) return [];
    this.#expected ??= seq;
    const { octets, start, end, wireEnd } = rest.payload;
    const messages = this.#place(seq, octets.subarray(start, end), header);
    // What the snap length cut is missing for good.
    if (end < wireEnd) this.#restart(addToSequence(seq, rest.payloadLength));
    if ((rest.flags & FIN) !== 0) this.#early = [];
    return messages;
  }

  #restart(seq: number): void {
    this.#expected = seq;
    this.#reader = undefined;
    this.#kept = new Uint8Array(0);
    this.#skip = 0;
    this.#early = [];
  }

  #place(seq: number, octets: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    const ahead = sequenceDistance(this.#expected ?? seq, seq);
    if (ahead > 0) {
      if (this.#early.length < MOST_EARLY) {
        this.#early.push({ seq, octets: octets.slice() });
        return [];
      }
      this.#restart(seq);
      return this.#append(octets, header);
    }
    const messages = [...this.#append(octets.subarray(-ahead), header)];
    for (let next = this.#nextEarly(); next !== undefined; next = this.#nextEarly()) {
      messages.push(...this.#append(next, header));
    }
    return messages;
  }

  /** Gives the new octets of a segment that came early and now has its turn. */
  #nextEarly(): Uint8Array | undefined {
    const expected = this.#expected ?? 0;
    const at = this.#early.findIndex(({ seq }) => sequenceDistance(expected, seq) <= 0);
    const [early] = at < 0 ? [] : this.#early.splice(at, 1);
    return early?.octets.subarray(-sequenceDistance(expected, early.seq));
  }

  #append(octets: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    this.#expected = addToSequence(this.#expected ?? 0, octets.length);
    const wanted = octets.subarray(Math.min(this.#skip, octets.length));
    this.#skip -= octets.length - wanted.length;
    if (wanted.length === 0) return [];
    const stream = new Uint8Array(this.#kept.length + wanted.length);
    stream.set(this.#kept);
    stream.set(wanted, this.#kept.length);
    this.#reader ??= readerFor(stream, header);
    const reading = this.#reader?.read(stream) ?? { consumed: startConsumed(stream), messages: [] };
    this.#keep(stream, reading);
    return reading.messages;
  }

  #keep(stream: Uint8Array, { consumed, isLost }: StreamReading): void {
    if (isLost === true || stream.length - consumed > MOST_KEPT) {
      this.#reader = undefined;
      this.#kept = new Uint8Array(0);
      return;
    }
    this.#skip = Math.max(0, consumed - stream.length);
    this.#kept = stream.slice(consumed);
  }
}

/** Fewer octets than tell a protocol are kept for the next segment. */
function startConsumed(stream: Uint8Array): number {
  return stream.length < SHORTEST_START ? 0 : stream.length;
}

function readerFor(stream: Uint8Array, { sourcePort, destinationPort }: TcpHeader): StreamReader | undefined {
  if (sourcePort === DNS_PORT || destinationPort === DNS_PORT) return new DnsReader();
  if (stream.length < SHORTEST_START) return undefined;
  if (mayStartTls(stream)) return new TlsReader();
  return mayStartLine(stream) ? new HttpReader() : undefined;
}

/** DNS over TCP: a length of two octets before each message (RFC 1035 §4.2.2). */
class DnsReader implements StreamReader {
  read(octets: Uint8Array): StreamReading {
    const messages: ApplicationMessage[] = [];
    let at = 0;
    while (octets.length - at >= 2) {
      const end = at + 2 + ((octets[at] ?? 0) << 8) + (octets[at + 1] ?? 0);
      if (end > octets.length) break;
      const message = readDns({ octets, start: at + 2, end, wireEnd: end }, "dns");
      if (message !== undefined) messages.push(message);
      at = end;
    }
    return { consumed: at, messages };
  }
}
