import type { ExchangeSegment } from "./arbitrary-exchange";
import { bigEndian, ethernetFrame, ipv4Packet, tcpSegment, type TimedFrame } from "./packet-builder";

/** The ends of an exchange in a capture: `address:port`, lower first or not. */
export type ExchangeEnds = readonly [string, string];

/** Gives the frames of an exchange; of payload only what the headers say of it is captured. */
export function exchangeFrames(
  segments: readonly ExchangeSegment[],
  ends: ExchangeEnds,
  start = 1_700_000_000_000_000_000n,
): readonly TimedFrame[] {
  return segments.map((segment) => {
    const [from, to] = segment.from === 0 ? ends : [ends[1], ends[0]];
    const header = tcpSegment({ ...segment, from, to, options: optionOctets(segment), payload: "" });
    const totalLength = 20 + header.length + segment.payloadLength;
    const octets = ethernetFrame(ipv4Packet(header, { from, to, totalLength }));
    const originalLength = octets.length + segment.payloadLength;
    return { octets, time: start + BigInt(segment.time), originalLength };
  });
}

function optionOctets({ windowShift, sack, timestamp }: ExchangeSegment): readonly number[] {
  if (timestamp !== undefined) return [1, 1, 8, 10, ...bigEndian([timestamp, 4], [0, 4])];
  if (windowShift !== undefined) return [3, 3, windowShift];
  if (sack === undefined) return [];
  const edges = sack.flat().map((edge) => [edge, 4] as const);
  return [1, 1, 5, 2 + 4 * edges.length, ...bigEndian(...edges)];
}
