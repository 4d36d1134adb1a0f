import fc from "fast-check";
import { describe, it } from "vitest";
import { bigEndian, ipv4Packet } from "../support/packet-builder";
import { expectAnswersAsTshark, installedRules } from "./tshark";

const FRAMES = 2000;
const fields = ["frame.number", "udp.srcport", "udp.dstport", "udp.stream"];

const message = [0x30, 3, 2, 1, 3];

/** A datagram between ports of SNMP and others, on its own or quoted by an error. */
const frame = fc
  .record({
    manager: fc.integer({ min: 4000, max: 4000 + FRAMES / 10 }),
    agent: fc.constantFrom(161, 161, 161, 162, 5000),
    isAnswer: fc.boolean(),
    payload: fc.constantFrom(
      message,
      message,
      message,
      [0x30, 0x81, 3, 2, 1, 3],
      [0x30, 9, 2, 1, 3],
      [0x30, 3, 4],
      [],
    ),
    isQuoted: fc.constantFrom(false, false, false, true),
    octets: fc.constantFrom(28, 30, 31, 100),
  })
  .map(({ manager, agent, isAnswer, payload, isQuoted, octets }) => {
    const ports = isAnswer ? [agent, manager] : [manager, agent];
    const header = bigEndian([ports[0] ?? 0, 2], [ports[1] ?? 0, 2], [8 + payload.length, 2], [0, 2]);
    const packet = ipv4Packet(Uint8Array.from([...header, ...payload]), {
      from: isAnswer ? "192.0.2.2" : "192.0.2.1",
      to: isAnswer ? "192.0.2.1" : "192.0.2.2",
      protocol: 17,
    });
    if (!isQuoted) return packet;
    const error = [3, 3, 0, 0, 0, 0, 0, 0, ...packet.subarray(0, octets)];
    return ipv4Packet(Uint8Array.from(error), { protocol: 1 });
  });

describe.skipIf(installedRules() === undefined)("datagrams at ports of SNMP", () => {
  it("have the stream numbers of the installed tshark (else skipped)", async () => {
    await expectAnswersAsTshark(frame, FRAMES, fields);
  });
});
