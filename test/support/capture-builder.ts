import type { TimedFrame } from "./packet-builder";

/** How a capture file is written. */
export interface FileForm {
  readonly order?: "little" | "big";
  readonly linkType?: number;
  /** pcap: nanoseconds in place of microseconds. pcapng: the octet of if_tsresol. */
  readonly nanoseconds?: boolean;
  readonly resolution?: number;
}

/** A frame, or its octets alone. */
export type FrameLike = TimedFrame | Uint8Array;

/** Gives a number in the byte order given. */
export function integer(
  value: number | bigint,
  octets: number,
  order: "little" | "big" = "little",
): number[] {
  const big = Array.from({ length: octets }, (_, i) =>
    Number((BigInt(value) >> BigInt(8 * (octets - 1 - i))) & 255n),
  );
  return order === "big" ? big : big.reverse();
}

/** Gives a pcap file. */
export function pcapFile(frames: readonly FrameLike[], form: FileForm = {}): Uint8Array {
  const { order = "little", linkType = 1, nanoseconds = false } = form;
  const word = (value: number | bigint): number[] => integer(value, 4, order);
  const header = [
    ...word(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4),
    ...integer(2, 2, order),
    ...integer(4, 2, order),
    ...word(0),
    ...word(0),
    ...word(262144),
    ...word(linkType),
  ];
  const records = frames
    .map(timed)
    .flatMap(({ octets, time, originalLength }) => [
      ...word(time / 1_000_000_000n),
      ...word((time % 1_000_000_000n) / (nanoseconds ? 1n : 1000n)),
      ...word(octets.length),
      ...word(originalLength),
      ...octets,
    ]);
  return Uint8Array.from([...header, ...records]);
}

/** Gives a pcapng file of one section and one interface, with enhanced packet blocks. */
export function pcapngFile(frames: readonly FrameLike[], form: FileForm = {}): Uint8Array {
  const { order = "little", linkType = 1, resolution = 9 } = form;
  const options = [...integer(9, 2, order), ...integer(1, 2, order), resolution, 0, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([
    ...sectionHeader(order),
    ...block(1, [...integer(linkType, 2, order), 0, 0, ...integer(0, 4, order), ...options], order),
    ...frames.map(timed).flatMap((frame) => enhancedPacket(frame, order, ticksOf(frame.time, resolution))),
  ]);
}

/** Gives a section header block. */
export function sectionHeader(order: "little" | "big" = "little"): number[] {
  const magic = integer(0x1a2b3c4d, 4, order);
  return block(0x0a0d0d0a, [...magic, ...integer(1, 2, order), 0, 0, ...integer(-1n, 8, order)], order);
}

/** Gives a pcapng block around its body, which is padded. */
export function block(type: number, body: readonly number[], order: "little" | "big" = "little"): number[] {
  const padded = [...body, ...Array.from({ length: (4 - (body.length % 4)) % 4 }, () => 0)];
  const length = integer(padded.length + 12, 4, order);
  return [...integer(type, 4, order), ...length, ...padded, ...length];
}

/** Gives an enhanced packet block. */
export function enhancedPacket(
  frame: FrameLike,
  order: "little" | "big",
  ticks: bigint,
  interfaceNumber = 0,
): number[] {
  const { octets, originalLength } = timed(frame);
  const word = (value: number | bigint): number[] => integer(value, 4, order);
  const stamp = [...word(ticks >> 32n), ...word(ticks & 0xffffffffn)];
  return block(
    6,
    [...word(interfaceNumber), ...stamp, ...word(octets.length), ...word(originalLength), ...octets],
    order,
  );
}

function ticksOf(time: bigint, resolution: number): bigint {
  const perSecond = resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
  return (time * perSecond) / 1_000_000_000n;
}

function timed(frame: FrameLike): Required<TimedFrame> {
  const whole = frame instanceof Uint8Array ? { octets: frame } : frame;
  return { time: 1_700_000_000_000_001_000n, originalLength: whole.octets.length, ...whole };
}
