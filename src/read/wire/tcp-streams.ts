import { joinOctets } from "../../capture/join-octets";
import { addToSequence, sequenceDistance } from "../../tcp/sequence-number";
import { ACK, FIN, SYN } from "../../tcp/flags";
import { readDns } from "./dns";
import { framedReader } from "./framed-reader";
import { HttpReader } from "./http";
import type { ApplicationMessage, Packet } from "./packet";
import { lineReader } from "./line-reader";
import { mayStartLine } from "./start-line";
import { sshReader } from "./ssh";
import type { StreamReader, StreamReading } from "./stream-reader";
import { mayStartTls, TlsReader } from "./tls";
import { TCP_HEADER_LENGTH, type TcpHeader, type TcpHeaderRest } from "./tcp";

/** Octets kept of one direction: of a message that is not whole, and of segments that came early. */
const MOST_KEPT = 81_920;
const MOST_EARLY = 64;
/** Directions followed at once; the one that was silent longest is given up. */
const MOST_DIRECTIONS = 1024;
const SHORTEST_START = 3;
const DNS_PORT = 53;

const nothing: Uint8Array = new Uint8Array(0);

interface Early {
  readonly seq: number;
  readonly octets: Uint8Array;
  /** Whether its messages were told of when it came. */
  readonly isTold: boolean;
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
  #latest: { readonly side: number; readonly direction: Direction } | undefined;

  /** Adds the messages that a segment completes to its packet; `side` is conversation × 2 + direction. */
  next(side: number, packet: Packet): void {
    const [header] = packet.tcp;
    const messages = header === undefined ? undefined : this.take(side, header);
    if (messages === undefined) return;
    packet.messages.push(...messages);
    nameMessages(packet, messages, this.#directions.get(side)?.isKnown === true);
  }

  /** Gives the messages that a segment completes; undefined where it cannot be told what it holds. */
  take(side: number, header: TcpHeader): readonly ApplicationMessage[] | undefined {
    const { rest, seq } = header;
    if (rest === undefined || seq === undefined || rest.payloadLength < 0) return undefined;
    if (rest.headerLength < TCP_HEADER_LENGTH) return undefined;
    const messages = this.#directionOf(side).take(seq, header, rest);
    const other = this.#directions.get(side ^ 1);
    if (other !== undefined && (rest.flags & ACK) !== 0) other.acknowledged = rest.ack;
    return messages;
  }

  #directionOf(side: number): Direction {
    if (side === this.#latest?.side) return this.#latest.direction;
    const direction = this.#directions.get(side) ?? new Direction();
    this.#latest = { side, direction };
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
  if (first !== undefined) packet.protocols.push(...first.protocol.split(":"));
}

class Direction {
  /** What the other end says it has. */
  acknowledged: number | undefined;
  #expected: number | undefined;
  #reader: StreamReader | undefined;
  #kept = nothing;
  #skip = 0;
  #early: Early[] = [];

  /** Whether the octets are those of a protocol that is read. */
  get isKnown(): boolean {
    return this.#reader !== undefined;
  }

  take(seq: number, header: TcpHeader, rest: TcpHeaderRest): readonly ApplicationMessage[] {
    // A SYN takes a number of its own, before those of what it carries (RFC 7413).
    const isSyn = (rest.flags & SYN) !== 0;
    const first = isSyn ? addToSequence(seq, 1) : seq;
    if (isSyn) this.#restart(first);
    if (rest.payloadLength === 0) return [];
    this.#expected ??= first;
    const { octets, start, end, wireEnd } = rest.payload;
    const messages = this.#place(first, octets.subarray(start, end), header);
    // What the snap length cut is missing for good.
    if (end < wireEnd) this.#restart(addToSequence(first, rest.payloadLength));
    if ((rest.flags & FIN) !== 0) this.#early = [];
    return messages;
  }

  #restart(seq: number): void {
    this.#expected = seq;
    this.#reader = undefined;
    this.#kept = nothing;
    this.#skip = 0;
    this.#early = [];
  }

  #place(seq: number, octets: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    this.#passGap(seq, header);
    const ahead = sequenceDistance(this.#expected ?? seq, seq);
    if (ahead > 0) {
      if (this.#early.length < MOST_EARLY) return this.#wait(seq, octets, header);
      this.#restart(seq);
      return this.#append(octets, header);
    }
    const messages = this.#append(ahead === 0 ? octets : octets.subarray(-ahead), header);
    return this.#early.length === 0 ? messages : [...messages, ...this.#takeEarly(header)];
  }

  /** Keeps a segment that comes early, and tells of what it holds where that needs no other. */
  #wait(seq: number, octets: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    const hasCome = this.#early.some((early) => early.seq === seq);
    const reading = hasCome ? undefined : readerFor(octets, header)?.read(octets);
    const isWhole = reading?.isLost !== true && (reading?.consumed ?? 0) >= octets.length;
    const messages = isWhole ? (reading?.messages ?? []) : [];
    this.#early.push({ seq, octets: octets.slice(), isTold: messages.length > 0 });
    return messages;
  }

  /** Gives up octets that are not waited for: those of a body, and those the other end has and the capture has not. */
  #passGap(seq: number, header: TcpHeader): void {
    const expected = this.#expected ?? seq;
    const ahead = sequenceDistance(expected, seq);
    if (ahead > 0 && ahead <= this.#skip) {
      this.#skip -= ahead;
      this.#expected = seq;
    } else if (ahead > 0 && sequenceDistance(expected, this.acknowledged ?? expected) > 0) {
      const early = this.#early;
      if (early.length === 0) return;
      const gap = Math.min(...early.map((each) => sequenceDistance(expected, each.seq)));
      this.#restart(addToSequence(expected, gap));
      this.#early = early;
      this.#takeEarly(header);
    }
  }

  /** Takes the segments that came early and now have their turn. */
  #takeEarly(header: TcpHeader): readonly ApplicationMessage[] {
    const messages: ApplicationMessage[] = [];
    for (;;) {
      const expected = this.#expected ?? 0;
      const at = this.#early.findIndex(({ seq }) => sequenceDistance(expected, seq) <= 0);
      const [early] = at < 0 ? [] : this.#early.splice(at, 1);
      if (early === undefined) return messages;
      const fresh = early.octets.subarray(-sequenceDistance(expected, early.seq));
      const told = this.#append(fresh, header);
      if (!early.isTold) messages.push(...told);
    }
  }

  #append(octets: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    this.#expected = addToSequence(this.#expected ?? 0, octets.length);
    const skipped = Math.min(this.#skip, octets.length);
    this.#skip -= skipped;
    if (skipped === octets.length) return [];
    const wanted = skipped === 0 ? octets : octets.subarray(skipped);
    const stream = this.#kept.length === 0 ? wanted : joinOctets(this.#kept, wanted);
    const reading = this.#reader?.read(stream);
    // An octet or two that nobody knew are no part of what begins behind them.
    if (reading === undefined) return this.#begin(stream, wanted, header);
    if (reading.isLost !== true) return this.#keep(stream, reading);
    // What one protocol leaves may be another's: TLS begins behind STARTTLS, and in a tunnel of HTTP.
    const rest = stream.subarray(reading.consumed);
    return [...reading.messages, ...this.#begin(rest, reading.consumed === 0 ? wanted : rest, header)];
  }

  /** Reads octets with which a protocol may start, all or those that have just come, and what begins where it ends. */
  #begin(stream: Uint8Array, fresh: Uint8Array, header: TcpHeader): readonly ApplicationMessage[] {
    const messages: ApplicationMessage[] = [];
    let left = stream;
    let reader = readerFor(stream, header);
    if (reader === undefined && fresh !== stream) {
      left = fresh;
      reader = readerFor(fresh, header);
    }
    this.#reader = undefined;
    this.#kept = stream.length < SHORTEST_START ? stream.slice() : nothing;
    while (reader !== undefined) {
      const reading = reader.read(left);
      this.#kept = nothing;
      messages.push(...reading.messages);
      if (reading.isLost !== true) {
        this.#reader = reader;
        this.#keep(left, reading);
        break;
      }
      left = left.subarray(reading.consumed);
      reader = reading.consumed === 0 ? undefined : readerFor(left, header);
    }
    return messages;
  }

  #keep(stream: Uint8Array, { consumed, messages }: StreamReading): readonly ApplicationMessage[] {
    const isTooLong = stream.length - consumed > MOST_KEPT;
    if (isTooLong) this.#reader = undefined;
    this.#skip = Math.max(0, consumed - stream.length);
    this.#kept = isTooLong ? nothing : stream.slice(consumed);
    return messages;
  }
}

function readerFor(stream: Uint8Array, { sourcePort, destinationPort }: TcpHeader): StreamReader | undefined {
  if (sourcePort === DNS_PORT || destinationPort === DNS_PORT) return new DnsReader();
  if (stream.length < SHORTEST_START) return undefined;
  if (mayStartTls(stream)) return new TlsReader();
  return (
    sshReader(stream, sourcePort, destinationPort) ??
    framedReader(stream, sourcePort, destinationPort) ??
    lineReader(stream, sourcePort, destinationPort) ??
    (mayStartLine(stream) ? new HttpReader() : undefined)
  );
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
