/** What a test says about a segment; the rest is filled in. */
export interface SegmentParts {
  readonly from?: string;
  readonly to?: string;
  readonly flags?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly window?: number;
  readonly options?: readonly number[];
  readonly payload?: string | Uint8Array;
  /** In place of the true one, in 32-bit words. */
  readonly dataOffset?: number;
}

/** A frame and when it was captured. */
export interface TimedFrame {
  readonly octets: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly time?: bigint;
  /** In place of the true one. */
  readonly originalLength?: number;
}

/** Octets in network byte order, of numbers written as [value, octets]. */
export function bigEndian(...numbers: readonly (readonly [value: number, octets: number])[]): number[] {
  return numbers.flatMap(([value, octets]) =>
    Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** (octets - 1 - i)) & 255),
  );
}

/** Gives a TCP segment between two `address:port` ends, without its IP header. */
export function tcpSegment(parts: SegmentParts): Uint8Array {
  const { flags = 0x10, seq = 1000, ack = 0, window = 1024, options = [], payload = "" } = parts;
  const padded = [...options, ...Array.from({ length: (4 - (options.length % 4)) % 4 }, () => 0)];
  const words = parts.dataOffset ?? 5 + padded.length / 4;
  const body = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return Uint8Array.from([
    ...bigEndian([portOf(parts.from, 40000), 2], [portOf(parts.to, 80), 2], [seq, 4], [ack, 4]),
    ...bigEndian([words * 4096 + flags, 2], [window, 2], [0, 2], [0, 2]),
    ...padded,
    ...body,
  ]);
}

/** Gives an IPv4 packet. */
export function ipv4Packet(
  payload: Uint8Array,
  {
    from = "192.0.2.1",
    to = "192.0.2.2",
    protocol = 6,
    fragment = 0,
    totalLength = 20 + payload.length,
  } = {},
): Uint8Array {
  return Uint8Array.from([
    ...bigEndian([0x4500, 2], [totalLength, 2], [7, 2], [fragment, 2], [64, 1], [protocol, 1], [0, 2]),
    ...hostOf(from).split(".").map(Number),
    ...hostOf(to).split(".").map(Number),
    ...payload,
  ]);
}

/** Gives an IPv6 packet between 2001:db8::1 and ::2; `extensions` stand between the header and the payload. */
export function ipv6Packet(payload: Uint8Array, next = 6, extensions: readonly number[] = []): Uint8Array {
  const address = (last: number): number[] => bigEndian([0x20010db8, 4], [0, 4], [0, 4], [last, 4]);
  const length = extensions.length + payload.length;
  return Uint8Array.from([
    ...bigEndian([0x60000000, 4], [length, 2], [next, 1], [64, 1]),
    ...address(1),
    ...address(2),
    ...extensions,
    ...payload,
  ]);
}

/** Gives an Ethernet frame; `tags` are VLAN tags as [type, identifier]. */
export function ethernetFrame(
  payload: Uint8Array,
  type = 0x0800,
  tags: readonly (readonly [type: number, identifier: number])[] = [],
): Uint8Array {
  return Uint8Array.from([
    ...[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1],
    ...tags.flatMap(([tagType, identifier]) => bigEndian([tagType, 2], [identifier, 2])),
    ...bigEndian([type, 2]),
    ...payload,
  ]);
}

/** Gives a TCP segment in an Ethernet frame over IPv4, between two `address:port` ends. */
export function segmentFrame(parts: SegmentParts): Uint8Array {
  const { from = "192.0.2.1:40000", to = "192.0.2.2:80" } = parts;
  return ethernetFrame(ipv4Packet(tcpSegment(parts), { from, to }));
}

/** Gives a UDP datagram in an Ethernet frame over IPv4. */
export function udpFrame(sourcePort: number, destinationPort: number, payload = "x"): Uint8Array {
  const header = bigEndian([sourcePort, 2], [destinationPort, 2], [8 + payload.length, 2], [0, 2]);
  return ethernetFrame(
    ipv4Packet(Uint8Array.from([...header, ...new TextEncoder().encode(payload)]), { protocol: 17 }),
  );
}

function hostOf(end: string): string {
  return end.split(":")[0] ?? end;
}

function portOf(end: string | undefined, otherwise: number): number {
  const port = end?.split(":")[1];
  return port === undefined ? otherwise : Number(port);
}
