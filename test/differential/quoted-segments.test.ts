import fc from "fast-check";
import { describe, it } from "vitest";
import { ipv4Packet, ipv6Packet, tcpSegment } from "../support/packet-builder";
import { expectAnswersAsTshark, installedRules } from "./tshark";

const FRAMES = 2000;
const fields = [
  ...["frame.number", "tcp.srcport", "tcp.stream", "tcp.completeness", "tcp.seq", "tcp.seq_raw"],
  ...["tcp.ack", "tcp.len", "tcp.flags", "tcp.hdr_len"],
];

/** A segment of one of some conversations, on its own or quoted by an error. */
const frame = fc
  .record({
    // Each conversation has some twenty frames.
    port: fc.integer({ min: 1, max: FRAMES / 20 }),
    flags: fc.constantFrom(2, 2, 2, 0x12, 0x10, 0x10, 0x18, 0x11, 0x04),
    seq: fc.constantFrom(100, 101, 500),
    payload: fc.constantFrom("", "", "abc", "x".repeat(40)),
    quote: fc.constantFrom(undefined, undefined, "icmp", "icmp", "icmpv6"),
    type: fc.constantFrom(3, 4, 5, 11, 12),
    words: fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 5, 6, 14),
    /** Of the quoted segment. */
    octets: fc.constantFrom(8, 16, 19, 20, 100),
  })
  .map(({ port, flags, seq, payload, quote, type, words, octets }) => {
    const ends = { from: `192.0.2.1:${String(port)}`, to: "192.0.2.2:80" };
    const segment = tcpSegment({ ...ends, flags, seq, ack: 7, payload });
    if (quote === undefined) return ipv4Packet(segment);
    // What a quoted SYN,ACK tells of where numbers begin is not followed.
    const quoted = tcpSegment({ ...ends, flags: flags === 0x12 ? 2 : flags, seq, ack: 7, payload }).slice(
      0,
      octets,
    );
    if (quote === "icmpv6")
      return ipv6Packet(Uint8Array.from([1, 3, 0, 0, words, 0, 0, 0, ...ipv6Packet(quoted)]), 58);
    const packet = ipv4Packet(quoted, { totalLength: 20 + segment.length });
    const error = Uint8Array.from([type, 0, 0, 0, 0, words, 0, 0, ...packet]);
    return ipv4Packet(error, { from: "192.0.2.9", to: "192.0.2.1", protocol: 1 });
  });

describe.skipIf(installedRules() === undefined)("segments that ICMP errors quote", () => {
  it("take numbers, and count for the completeness, as in the installed tshark (else skipped)", async () => {
    await expectAnswersAsTshark(frame, FRAMES, fields);
  });
});
