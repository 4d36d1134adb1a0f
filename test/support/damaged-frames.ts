import fc from "fast-check";
import { SYN } from "../../src/tcp/flags";
import { addToSequence } from "../../src/tcp/sequence-number";
import type { ExchangeSegment } from "./arbitrary-exchange";
import type { ExchangeEnds } from "./exchange-frames";
import { bigEndian, ethernetFrame, ipv4Packet, tcpSegment, type TimedFrame } from "./packet-builder";

/** A block of SACK: where it starts beyond the acknowledgment, and how long it is; both may be below zero. */
type Block = readonly [start: number, length: number];

/** Options of one segment: octets as they are, or the blocks of a SACK option and its length in place of the true one. */
type Option = readonly number[] | { readonly blocks: readonly Block[]; readonly length?: number };

/** What befalls the frame of one segment on its way into a capture. */
export interface Damage {
  readonly options: readonly Option[];
  /** In 32-bit words, in place of the true header length. */
  readonly dataOffset: number | undefined;
  /** VLAN tags as [type, identifier]. */
  readonly tags: readonly (readonly [number, number])[];
  /** The IP length is 0, as where the capture stands before segmentation. */
  readonly isOffload: boolean;
  readonly snapLength: number;
}

/** Nothing. */
export const WHOLE: Damage = {
  options: [],
  dataOffset: undefined,
  tags: [],
  isOffload: false,
  snapLength: 262_144,
};

const octet = fc.nat(255);
const block: fc.Arbitrary<Block> = fc.tuple(
  fc.constantFrom(-2000, -100, -1, 0, 1, 100, 1448, 5000),
  fc.constantFrom(-100, -1, 0, 1, 100, 1448, 2_000_000_000),
);

/** As many octets as the length says, or a few that do not fit it. */
function filled(kind: number, length: number, values: readonly number[]): readonly number[] {
  return [kind, length, ...values.slice(0, Math.max(0, length - 2))];
}

const values = fc.array(octet, { minLength: 40, maxLength: 40 });
const sack = fc.record({ blocks: fc.array(block, { maxLength: 4, minLength: 1 }) });
const brokenSack = fc.record({
  blocks: fc.array(block, { maxLength: 3, minLength: 1 }),
  length: fc.constantFrom(11, 13, 16, 19, 25, 34, 42, 255),
});
/** Of a known kind with any length; kinds whose damage is not followed are left out (docs/tcp-analysis.md). */
const anyLength = fc
  .tuple(fc.constantFrom(2, 3, 4, 8, 8, 28, 34, 253, 254), fc.nat(20), values)
  .map((parts) => filled(...parts));
const usual = fc.constantFrom<readonly number[]>(
  ...[
    [2, 4, 5, 180],
    [4, 2],
    [3, 3, 7],
    [1, 1, 8, 10, 0, 0, 1, 0, 0, 0, 2, 0],
    [34, 2],
  ],
  ...[[34, 10, 1, 2, 3, 4, 5, 6, 7, 8], [1], [0], [0, 0, 0]],
);

const options: fc.Arbitrary<readonly Option[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 4 },
  { arbitrary: fc.array(fc.oneof(sack, usual), { maxLength: 3 }), weight: 4 },
  { arbitrary: fc.array(fc.oneof(sack, brokenSack, anyLength, usual), { maxLength: 4 }), weight: 3 },
);

/** Most frames are whole; some are cut, tagged, or say wrong lengths. */
export const damage: fc.Arbitrary<Damage> = fc.record({
  options,
  dataOffset: fc.oneof({ arbitrary: fc.constant(undefined), weight: 30 }, fc.integer({ min: 0, max: 15 })),
  tags: fc.constantFrom<Damage["tags"]>(
    ...[[], [], [], [], [], [[0x8100, 5] as const], [[0x88a8, 1] as const, [0x8100, 9] as const]],
  ),
  isOffload: fc.nat(9).map((tenth) => tenth === 0),
  snapLength: fc.oneof(
    { arbitrary: fc.constant(262_144), weight: 8 },
    fc.constantFrom(48, 54, 58, 60, 64, 66, 68, 74, 96),
  ),
});

/** Gives the frame of a segment as it gets into a capture. */
export function damagedFrame(segment: ExchangeSegment, damaged: Damage, ends: ExchangeEnds): TimedFrame {
  const [from, to] = segment.from === 0 ? ends : [ends[1], ends[0]];
  const { dataOffset, tags, isOffload, snapLength } = damaged;
  const own = segment.windowShift === undefined ? [] : [3, 3, segment.windowShift];
  const listed = damaged.options.flatMap((option) => octetsOf(option, segment));
  const header = tcpSegment({
    ...{ ...segment, from, to, options: [...own, ...listed].slice(0, 40), payload: "" },
    // What a SYN of unknown length tells 4.0 is not followed.
    ...(dataOffset === undefined || ((segment.flags & SYN) !== 0 && dataOffset >= 5) ? {} : { dataOffset }),
  });
  const totalLength = isOffload ? 0 : 20 + header.length + segment.payloadLength;
  const frame = ethernetFrame(ipv4Packet(header, { from, to, totalLength }), 0x0800, tags);
  const time = 1_700_000_000_000_000_000n + BigInt(segment.time);
  const originalLength = frame.length + segment.payloadLength;
  return { octets: frame.subarray(0, snapLength), time, originalLength };
}

function octetsOf(option: Option, { ack }: ExchangeSegment): readonly number[] {
  if (!("blocks" in option)) return option;
  const edges = option.blocks.flatMap(([start, length]) => {
    const left = addToSequence(ack, start);
    return [left, addToSequence(left, length)].map((edge) => [edge, 4] as const);
  });
  return [1, 1, 5, option.length ?? 2 + 4 * edges.length, ...bigEndian(...edges)];
}
