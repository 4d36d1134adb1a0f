import fc from "fast-check";
import { describe, it } from "vitest";
import { bigEndian, ipv4Packet, ipv6Packet, tcpSegment } from "../support/packet-builder";
import { expectAnswersAsTshark, installedRules } from "./tshark";

const FRAMES = 3000;
const fields = [
  ...["frame.number", "tcp.srcport", "tcp.dstport", "tcp.stream", "tcp.seq_raw", "tcp.ack_raw", "tcp.len"],
  ...["tcp.flags", "tcp.hdr_len", "udp.srcport", "udp.dstport", "udp.length", "udp.stream"],
];

const MORE = 1;
const SEGMENT = 6;
const DATAGRAM = 17;

/** A fragment of one of some datagrams: they overlap, contradict each other, end twice, and stand beyond the end. */
const fragment = fc
  .record({
    version: fc.constantFrom(4, 6),
    protocol: fc.constantFrom(SEGMENT, DATAGRAM),
    sender: fc.integer({ min: 1, max: FRAMES / 60 }),
    port: fc.constantFrom(40_000, 40_001),
    flags: fc.constantFrom(0x02, 0x10, 0x18),
    /** In units of eight octets. */
    offset: fc.constantFrom(0, 0, 1, 2, 3, 4, 5, 180),
    units: fc.constantFrom(1, 1, 2, 3, 4, 6),
    /** Octets of the last fragment beyond that. */
    rest: fc.integer({ min: 0, max: 7 }),
    hasMore: fc.constantFrom(true, true, false),
  })
  .map(({ version, protocol, sender, port, flags, offset, units, rest, hasMore }) => {
    const payload = "x".repeat(120);
    const udp = [...bigEndian([port, 2], [9000, 2], [40, 2], [0, 2]), ...new TextEncoder().encode(payload)];
    const whole =
      protocol === SEGMENT
        ? tcpSegment({ from: `192.0.2.1:${String(port)}`, to: "192.0.2.2:9000", flags, seq: flags, payload })
        : Uint8Array.from(udp);
    const from = (offset % 8) * 8;
    const piece = whole.slice(from, from + units * 8 + (hasMore ? 0 : rest));
    if (version === 4) {
      const more = hasMore ? 0x2000 : 0;
      return ipv4Packet(piece, { from: `10.0.0.${String(sender)}`, protocol, fragment: more | offset });
    }
    const header = bigEndian([protocol, 1], [0, 1], [offset * 8 + (hasMore ? MORE : 0), 2], [sender, 4]);
    return ipv6Packet(piece, 44, header);
  });

describe.skipIf(installedRules() === undefined)("fragments that contradict each other", () => {
  it("are put together as the installed tshark does it (else skipped)", async () => {
    await expectAnswersAsTshark(fragment, FRAMES, fields);
  });
});
