import fc from "fast-check";
import { describe, it } from "vitest";
import { bigEndian, ipv4Packet, ipv6Packet, tcpSegment } from "../support/packet-builder";
import { expectAnswersAsTshark, installedRules } from "./tshark";

const FRAMES = 3000;
const fields = [
  ...["frame.number", "frame.protocols", "ip.src", "ipv6.dst", "tcp.srcport", "tcp.stream", "tcp.len"],
  ...["tcp.hdr_len", "tcp.seq_raw", "udp.srcport", "udp.length", "udp.stream", "icmp.type"],
];

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const IGMP = 2;
/** Nobody's. */
const UNKNOWN = 200;

/** What a length field says, next to what is true. */
const lie = (near: readonly number[]): fc.Arbitrary<number | undefined> =>
  fc.constantFrom(...near, undefined, undefined, undefined, undefined);

/** What a packet says of its lengths and those of its headers, and what stands in it. */
const lengths = fc.record({
  version: fc.constantFrom(4, 4, 6),
  protocol: fc.constantFrom(TCP, TCP, UDP, UDP, ICMP, IGMP, UNKNOWN),
  port: fc.integer({ min: 20_000, max: 65_000 }),
  totalLength: lie([0, 1, 19, 20, 21, 27, 28, 39, 40, 41, 44, 65_535]),
  headerWords: lie([0, 4, 10, 15]),
  dataOffset: lie([0, 1, 4, 6, 15]),
  udpLength: lie([0, 1, 7, 8, 9, 12, 65_535]),
  fragment: fc.constantFrom(0, 0, 0, 0, 0x2000, 0x2001),
  seq: fc.integer({ min: 0x80808080, max: 0xffffffff }),
  /** Whatever header is taken to start here, its ports are nobody's. */
  payload: fc.uint8Array({ min: 192, max: 255, maxLength: 40 }),
});

type Lengths = typeof lengths extends fc.Arbitrary<infer T> ? T : never;

/** Nobody's, and another one for each packet. */
function servicePort(seq: number): number {
  return 32_768 + (seq % 30_000);
}

function bodyOf({ protocol, port, dataOffset, udpLength, seq, payload }: Lengths): Uint8Array {
  switch (protocol) {
    case TCP: {
      const offset = dataOffset === undefined ? {} : { dataOffset };
      return tcpSegment({
        from: `:${String(port)}`,
        to: `:${String(servicePort(seq))}`,
        seq,
        ack: seq,
        payload,
        ...offset,
      });
    }
    case UDP: {
      const length = udpLength ?? 8 + payload.length;
      return Uint8Array.from([
        ...bigEndian([port, 2], [servicePort(seq), 2], [length, 2], [0, 2]),
        ...payload,
      ]);
    }
    case ICMP:
      return Uint8Array.from([8, 0, 0, 0, 0, 1, 0, 1, ...payload]);
    case IGMP:
      return Uint8Array.from([0x16, 0, 0, 0, 224, 0, 0, 9, ...payload]);
    default:
      return payload;
  }
}

function packetOf(told: Lengths): Uint8Array {
  const { version, protocol, totalLength, headerWords, fragment } = told;
  const body = bodyOf(told);
  if (version === 6) return ipv6Packet(body, protocol === ICMP ? UNKNOWN : protocol);
  const length = totalLength === undefined ? {} : { totalLength };
  // How much of a first fragment is told that claims to be longer than its frame is not compared.
  const part = (totalLength ?? 0) > 20 ? 0 : fragment;
  const packet = ipv4Packet(body, { protocol, fragment: part, ...length });
  if (headerWords !== undefined) packet[0] = 0x40 + headerWords;
  return packet;
}

/** Without bias: of equal segments Wireshark takes all but one for retransmissions. */
const packet = fc.noBias(lengths).map(packetOf);

describe.skipIf(installedRules() === undefined)("packets that say wrong lengths", () => {
  it("are read as far as the installed tshark reads them (else skipped)", async () => {
    await expectAnswersAsTshark(packet, FRAMES, fields);
  });
});
