import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { TcpStreams } from "../../../src/read/wire/tcp-streams";
import { segmentFrame } from "../../support/packet-builder";

/** Gives octets from text, with those in hexadecimal between braces: `{16 03}A`. */
function octetsOf(text: string): Uint8Array {
  const parts = text.split(/[{}]/u);
  return Uint8Array.from(
    parts.flatMap((part, at) =>
      at % 2 === 0
        ? [...new TextEncoder().encode(part)]
        : (part.match(/[\da-f]{2}/gu) ?? []).map((octet) => Number.parseInt(octet, 16)),
    ),
  );
}

interface Told {
  readonly protocols: string;
  readonly names: readonly string[];
  readonly summaries: readonly string[];
}

/** Gives what is told of the segments of one direction, to a port of a server or from it. */
function tell(pieces: readonly Uint8Array[], port: number, isAnswer = false): readonly Told[] {
  const streams = new TcpStreams();
  const [client, server] = ["192.0.2.1:40000", `192.0.2.2:${String(port)}`];
  const ends = isAnswer ? { from: server, to: client } : { from: client, to: server };
  let seq = 1000;
  return pieces.map((payload) => {
    const frame = segmentFrame({ seq, payload, ...ends });
    seq += payload.length;
    const packet = dissectFrame(frame, { originalLength: frame.length, linkType: 1 });
    streams.next(0, packet);
    return {
      protocols: packet.protocols.slice(3).join(":"),
      names: packet.messages.map(({ name }) => name),
      summaries: packet.messages.map(({ summary }) => summary),
    };
  });
}

const marker = "{ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff}";
const smb2 = (command: string, flags: string, status = "00000000"): string =>
  `{00 00 00 40 fe}SMB{40 00 00 00 ${status} ${command} 01 00 ${flags} 00 00 00}${"{00}".repeat(44)}`;

const samples: readonly (readonly [name: string, port: number, octets: string, told: readonly string[]])[] = [
  ["bgp", 179, `${marker}{00 13 04}${marker}{00 17 02 00 00 00 00}`, ["KEEPALIVE Message", "UPDATE Message"]],
  ["nbss:smb2", 445, smb2("01 00", "00"), ["Session Setup Request"]],
  ["nbss:smb2", 445, smb2("01 00", "01", "16 00 00 c0"), ["Session Setup Response, Status=0xc0000016"]],
  [
    "nbss:smb",
    139,
    `{00 00 00 20 ff}SMB{72 00 00 00 00 88}${"{00}".repeat(22)}`,
    ["Negotiate Protocol Response"],
  ],
  ["nbss", 139, "{81 00 00 02}ab", ["Session request"]],
  [
    "mbtcp:modbus",
    502,
    "{00 d1 00 00 00 06 01 03 00 00 00 02}",
    ["Query Trans=209 Unit=1 Read Holding Registers"],
  ],
  ["kerberos", 88, "{00 00 00 04 6a 02 30 00}", ["AS-REQ"]],
  ["tds", 1433, "{01 01 00 0a 00 00 00 00}ab", ["SQL batch"]],
  ["tpkt:cotp:s7comm", 102, "{03 00 00 0a 02 f0 80 32 01 00}", ["Job"]],
  ["tpkt:cotp", 3389, "{03 00 00 0b 06 e0 00 00 00 00 00}", ["CR TPDU"]],
  ["openflow", 6653, "{01 00 00 08 00 00 00 01}", ["OFPT_HELLO"]],
  ["mysql", 3306, "{09 00 00 00 03}SELECT 1", ["Request Query SELECT 1"]],
  ["pgsql", 5432, "{00 00 00 08 04 d2 16 2f}", ["SSL request"]],
  ["pgsql", 5432, "Q{00 00 00 0d}SELECT 1{00}X{00 00 00 04}", ["Simple query SELECT 1", "Termination"]],
  [
    "mqtt",
    1883,
    "{10 0c 00 04}MQTT{04 02 00 3c 00 00 30 05 00 03}a/b",
    ["Connect Command", "Publish Message a/b"],
  ],
  ["ldap", 389, "{30 0c 02 01 01 60 07 02 01 03 04 00 80 00}", ["bindRequest(1)"]],
  ["ldap", 389, "{30 0c 02 01 02 63 07 04 05}dc=ex", ['searchRequest(2) "dc=ex"']],
  ["resp", 6379, "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n", ["GET key"]],
];

describe("messages that say how long they are", () => {
  it.each(samples)("have Wireshark's names: %s at %i", (protocols, port, text, told) => {
    expect(tell([octetsOf(text)], port)).toMatchObject([{ protocols: `tcp:${protocols}`, summaries: told }]);
  });

  it("of servers have theirs", () => {
    const answers: readonly (readonly [number, string, string])[] = [
      [3306, "{0a 00 00 00 0a}8.0.31{00 01 02}", "Server Greeting version=8.0.31"],
      [3306, "{03 00 00 01 ff 15 04}", "Response Error 1045"],
      [5432, "C{00 00 00 0d}SELECT 1{00}", "Command completion SELECT 1"],
      [502, "{00 d1 00 00 00 03 01 83 02}", "Response Trans=209 Unit=1 Read Holding Registers, Exception 2"],
      [6379, "+OK\r\n", "+OK"],
    ];
    for (const [port, text, told] of answers)
      expect(tell([octetsOf(text)], port, true)[0]?.summaries).toEqual([told]);
  });

  it("are told of once where equal ones stand behind each other", () => {
    expect(tell([octetsOf(`${marker}{00 13 04}`.repeat(9))], 179)[0]?.summaries).toEqual([
      "KEEPALIVE Message",
    ]);
  });

  it("are none of a port's protocol where their first octets are not", () => {
    for (const [, port] of samples) {
      const [told] = tell([octetsOf("{00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13}")], port);
      expect(told?.summaries).toEqual([]);
    }
  });

  it("make no link, and no longer label than fits", () => {
    const topic = `[[x]]${"a".repeat(99)}`;
    const publish = `{30 6a 00 68}${topic}`;
    const [told] = tell([octetsOf(publish)], 1883);
    expect(told?.summaries[0]).toMatch(/^Publish Message \[ \[x\] \]a+…$/u);
    expect(told?.summaries[0]?.length).toBeLessThan(80);
  });

  it("are the same wherever segments cut them", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
        (sample, cuts) => {
          const [, port, text, told] = sample;
          const octets = octetsOf(text);
          const places = [...new Set(cuts.map((cut) => cut % octets.length))].sort(
            (left, right) => left - right,
          );
          const pieces = [0, ...places].map((start, at) => octets.subarray(start, places[at]));
          const all = tell(
            pieces.filter(({ length }) => length > 0),
            port,
          ).flatMap(({ summaries }) => summaries);
          expect(all).toEqual(told);
        },
      ),
    );
  });

  it("of any octets are lines of printable characters", () => {
    const octets = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), octets, fc.boolean(), ([, port, text], noise, isAnswer) => {
        for (const pieces of [
          [noise],
          [octetsOf(text), noise],
          [octetsOf(text).subarray(0, noise.length % 20), noise],
        ]) {
          const told = tell(
            pieces.filter(({ length }) => length > 0),
            port,
            isAnswer,
          );
          for (const { summaries } of told)
            for (const summary of summaries) expect(summary).toMatch(/^[ -~…‹›ˆ]{0,120}$/u);
        }
      }),
    );
  });
});

describe("SSH", () => {
  const kexInit = "{00 00 00 0c 04 14 00 00 00 00 00 00 00 00 00 00}";
  const newKeys = "{00 00 00 0c 0a 15 00 00 00 00 00 00 00 00 00 00}";

  it("is told of by its banner, the exchange of keys and how much follows", () => {
    const told = tell(["SSH-2.0-OpenSSH_9.2\r\n", kexInit, newKeys, "{01 02 03}"].map(octetsOf), 2222);
    expect(told.flatMap(({ summaries }) => summaries)).toEqual([
      "Protocol (SSH-2.0-OpenSSH_9.2)",
      "Key Exchange Init",
      "New Keys",
      "Encrypted packet (len=3)",
    ]);
    expect(told.map(({ protocols }) => protocols)).toEqual(["tcp:ssh", "tcp:ssh", "tcp:ssh", "tcp:ssh"]);
    expect(told[0]?.names).toEqual(["SSHv2"]);
  });

  it("is known at its port where its start was not captured", () => {
    expect(tell([octetsOf("{9a bc de f0 12 34 56 78}")], 22)).toEqual([
      { protocols: "tcp:ssh", names: ["SSH"], summaries: ["Encrypted packet (len=8)"] },
    ]);
  });
});

describe("mail and file transfer", () => {
  it("is told of by the first line of a segment; what a mail says is counted", () => {
    const pieces = [
      "MAIL FROM:<a@b.example>\r\nDATA\r\n",
      "DATA\r\n",
      "Subject: secret\r\n",
      "\r\n.\r\n",
      "QUIT\r\n",
    ];
    expect(tell(pieces.map(octetsOf), 25).flatMap(({ summaries }) => summaries)).toEqual([
      "MAIL FROM:‹a@b.example›",
      "DATA",
      "DATA fragment, 17 bytes",
      "DATA fragment, 5 bytes",
      "QUIT",
    ]);
  });

  it.each([
    [21, "ftp", "220 ready\r\n"],
    [110, "pop", "+OK ready\r\n"],
    [143, "imap", "* OK ready\r\n"],
    [587, "smtp", "250-a.example\r\n250 SIZE\r\n"],
  ])("has the name of its port: %i", (port, protocol, text) => {
    expect(tell([octetsOf(text)], port, true)).toMatchObject([
      { protocols: `tcp:${protocol}`, summaries: [text.split("\r")[0]] },
    ]);
  });

  it("is no text where it is encrypted", () => {
    expect(tell([octetsOf("{80 01 02 03 00 00}")], 143)[0]?.summaries).toEqual([]);
  });
});
