import { joined, littleEndian, utf8 } from "./octets";

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const ETHERNET = 1;
const NANOSECONDS = 9;

const COMMENT = 1;
const USER_APPLICATION = 4;
const TIME_RESOLUTION = 9;
const IPV4_RECORD = 1;
const IPV6_RECORD = 2;

/** Longest value of an option: its length has 16 bits, and padding follows. */
const LONGEST_VALUE = 65_000;
const LONGEST_NAME = 255;

/** By this a capture is known again as made here. */
const application = "Packet Ladder";

/** A name for an address. */
export interface ResolvedName {
  readonly address: Uint8Array;
  readonly name: string;
}

/** Gives a section header block (draft-ietf-opsawg-pcapng §4.1), its comment the title. */
export function sectionHeader(title: string | undefined): Uint8Array {
  const body = littleEndian([BYTE_ORDER_MAGIC, 4], [1, 2], [0, 2], [0xffffffff, 4], [0xffffffff, 4]);
  const comments = title === undefined ? [] : [option(COMMENT, utf8(title, LONGEST_VALUE))];
  return block(SECTION_HEADER, [
    body,
    ...options([option(USER_APPLICATION, utf8(application)), ...comments]),
  ]);
}

/** Gives an interface description block (§4.2): Ethernet, times in nanoseconds. */
export function interfaceDescription(): Uint8Array {
  const resolution = options([option(TIME_RESOLUTION, Uint8Array.of(NANOSECONDS))]);
  return block(INTERFACE_DESCRIPTION, [littleEndian([ETHERNET, 2], [0, 2], [0, 4]), ...resolution]);
}

/** Gives a name resolution block (§4.5). */
export function nameResolution(names: readonly ResolvedName[]): Uint8Array {
  const records = names.map(({ address, name }) => {
    const value = joined([address, utf8(name.replaceAll("\0", " "), LONGEST_NAME), Uint8Array.of(0)]);
    return option(address.length === 16 ? IPV6_RECORD : IPV4_RECORD, value);
  });
  return block(NAME_RESOLUTION, options(records));
}

/** A frame to be written; nanoseconds since 1970. */
export interface WrittenFrame {
  readonly time: bigint;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  readonly comments: readonly string[];
}

/** Gives an enhanced packet block (§4.3). */
export function enhancedPacket({ time, octets, originalLength, comments }: WrittenFrame): Uint8Array {
  const [high, low] = [Number(time >> 32n), Number(time & 0xffffffffn)];
  const head = littleEndian([0, 4], [high, 4], [low, 4], [octets.length, 4], [originalLength, 4]);
  const values = comments.map((comment) => option(COMMENT, utf8(comment, LONGEST_VALUE)));
  return block(ENHANCED_PACKET, [head, padded(octets), ...(values.length === 0 ? [] : options(values))]);
}

function option(code: number, value: Uint8Array): Uint8Array {
  return joined([littleEndian([code, 2], [value.length, 2]), padded(value)]);
}

function options(each: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...each, littleEndian([0, 2], [0, 2])];
}

function padded(octets: Uint8Array): Uint8Array {
  const missing = (4 - (octets.length % 4)) % 4;
  return missing === 0 ? octets : joined([octets, new Uint8Array(missing)]);
}

function block(type: number, body: readonly Uint8Array[]): Uint8Array {
  const length = 12 + body.reduce((sum, piece) => sum + piece.length, 0);
  return joined([littleEndian([type, 4], [length, 4]), ...body, littleEndian([length, 4])]);
}

/** Farthest octet at which the name of the program that made a capture is looked for. */
const HEAD_LENGTH = 64;

/** Whether a file that starts so is a capture this program made, and may replace. */
export function isOwnCapture(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, HEAD_LENGTH));
  return start.startsWith("\n\r\r\n") && start.includes(application);
}
