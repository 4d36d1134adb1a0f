import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/base/diagnostic";
import { readEventList, type EventListReading } from "../../../src/read/text/read-event-list";
import { captureTrace, segmentRows, sharedFields } from "./tools";

function fixture(name: string): string {
  return readFileSync(`test/read/paste/fixtures/${name}`, "utf8");
}

function read(...lines: readonly string[]): EventListReading {
  return readEventList(lines.join("\n"), "text");
}

const numbers = ["tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.len"] as const;

function rows(...lines: readonly string[]): readonly string[] {
  return segmentRows(read(...lines).trace, numbers);
}

function codes({ diagnostics }: EventListReading): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code}:${at?.kind === "text" ? String(at.line) : ""}`);
}

describe("texts of tools are read as the capture they were made from", () => {
  it.each([
    ["echo", "tshark"],
    ["echo", "tcpdump"],
    ["echo", "flow"],
    ["reset-unread", "tshark"],
    ["reset-unread", "tcpdump"],
  ])("%s, printed by %s", async (name = "", tool = "") => {
    const { trace } = readEventList(fixture(`${name}.${tool}.txt`), name);
    const capture = await captureTrace(`samples/captures/${name}.pcap`);
    const fields = sharedFields.filter((field) => field !== "tcp.seq" || tool !== "tcpdump");
    expect(segmentRows(trace, fields)).toEqual(segmentRows(capture, fields));
  });

  it("packet details hold the header's numbers as well", async () => {
    const fields = [...sharedFields, "frame.number", "frame.time_relative", "tcp.seq_raw", "tcp.ack_raw"];
    const { trace } = readEventList(fixture("echo.details.txt"), "echo");
    expect(segmentRows(trace, fields)).toEqual(
      segmentRows(await captureTrace("samples/captures/echo.pcap"), fields),
    );
  });

  it("a followed stream becomes one message for each piece", () => {
    const { events } = readEventList(fixture("echo.follow.txt"), "echo").trace;
    expect(
      events.map((event) => (event.kind === "message" ? `${String(event.from)} ${event.summary}` : "")),
    ).toEqual(["0 Len=13 Hello, world!", "1 Len=13 Hello, world!"]);
  });
});

describe("names of ends", () => {
  it("keep their capitals; a conversation is chosen by them in any", () => {
    const rows = ["conversation: alice:5 - BOB:80", "1 0.0 Alice → Bob TCP 66 5 → 80 [SYN] Seq=0 Len=0"];
    const { trace } = read(...rows);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Alice", "Bob"]);
    expect(trace.events).toHaveLength(1);
  });
});

describe("rows of a packet list", () => {
  const info = "5 → 80 [SYN] Seq=0 Win=64240 Len=0";
  it.each([
    `1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 ${info}`,
    `10.0.0.1 10.0.0.2 TCP 66 ${info}`,
    `1\t0.0\t10.0.0.1\t10.0.0.2\tTCP\t66\t${info}`,
    `| 1 | 0.0 | 10.0.0.1 | 10.0.0.2 | TCP | 66 | ${info} |`,
    `1 2026-01-01 10:00:00.5 10.0.0.1 -> 10.0.0.2 TCP 66 5 > 80 [SYN] Seq=0 Win=64240 Len=0`,
    `"No.","Time","Source","Destination","Protocol","Length","Info"\n"1","0.0","10.0.0.1","10.0.0.2","TCP","66","${info}"`,
  ])("are read with columns as in %j", (text) => {
    expect(segmentRows(read(text).trace, ["ip.src", "tcp.srcport", "tcp.dstport", ...numbers])).toEqual([
      "10.0.0.1 5 80 ··········S· 0 0 0",
    ]);
  });

  it("may stand below options and between sentences", () => {
    const reading = read(
      "title: My lab",
      "",
      "As we see:",
      `1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 ${info}`,
      "the end",
    );
    expect(reading.options.title).toBe("My lab");
    expect(reading.trace.events).toHaveLength(1);
    expect(reading.diagnostics).toMatchObject([{ code: "passed-lines", found: "3, 5", needed: 2 }]);
  });

  it("that show an application's line are segments of the connection they fit, by what follows", () => {
    const [first, second] = [50000, 50001].map((port, i) => [
      `${String(i + 1)} 0.${String(i)} 10.0.0.1 → 10.0.0.2 TCP 66 ${String(port)} → 80 [SYN] Seq=0 Win=64240 Len=0`,
      `${String(i + 3)} 0.2 10.0.0.2 → 10.0.0.1 TCP 66 80 → ${String(port)} [SYN, ACK] Seq=0 Ack=1 Win=64240 Len=0`,
      `${String(i + 5)} 0.3 10.0.0.1 → 10.0.0.2 TCP 54 ${String(port)} → 80 [ACK] Seq=1 Ack=1 Win=64240 Len=0`,
    ]);
    const request = "7 0.4 10.0.0.1 → 10.0.0.2 HTTP 93 GET / HTTP/1.1";
    const answer = "8 0.5 10.0.0.2 → 10.0.0.1 TCP 54 80 → 50001 [ACK] Seq=1 Ack=40 Win=64240 Len=0";
    const told = read(...(first ?? []), ...(second ?? []), request, answer);
    expect(codes(told)).toEqual(["inferred-row:7"]);
    expect(told.trace.events[6]).toMatchObject({
      conversation: 1,
      payloadLength: 39,
      payload: "GET / HTTP/1.1",
    });
    const open = read(...(first ?? []), ...(second ?? []), request);
    expect(open.trace.events[6]).toMatchObject({ kind: "message", summary: "GET / HTTP/1.1" });
  });

  it("that show an application's line belong to no connection that was reset", () => {
    const reset = [
      "1 0.0 10.0.0.1 → 10.0.0.2 TCP 54 5 → 80 [ACK] Seq=1 Ack=1 Win=64240 Len=0",
      "2 0.1 10.0.0.2 → 10.0.0.1 TCP 54 80 → 5 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0",
    ];
    const { events } = read(...reset, "3 0.2 10.0.0.1 → 10.0.0.2 HTTP 93 GET / HTTP/1.1").trace;
    expect(events.at(-1)).toMatchObject({ kind: "message", summary: "GET / HTTP/1.1" });
  });

  it("that show an application's line of a host that talks to itself go the way that is acknowledged", () => {
    const handshake = [
      "1 0.0 127.0.0.1 → 127.0.0.1 TCP 74 5 → 80 [SYN] Seq=0 Win=64240 Len=0",
      "2 0.1 127.0.0.1 → 127.0.0.1 TCP 74 80 → 5 [SYN, ACK] Seq=0 Ack=1 Win=64240 Len=0",
      "3 0.2 127.0.0.1 → 127.0.0.1 TCP 66 5 → 80 [ACK] Seq=1 Ack=1 Win=64240 Len=0",
    ];
    const answer = "4 0.3 127.0.0.1 → 127.0.0.1 HTTP 106 HTTP/1.1 200 OK";
    const told = read(
      ...handshake,
      answer,
      "5 0.4 127.0.0.1 → 127.0.0.1 TCP 66 5 → 80 [ACK] Seq=1 Ack=41 Win=64240 Len=0",
    );
    expect(segmentRows(told.trace, ["tcp.srcport", "tcp.seq", "tcp.len"])[3]).toBe("80 1 40");
    expect(read(...handshake, answer).trace.events.at(-1)).toMatchObject({ kind: "message" });
  });

  it("without addresses keep their ports", () => {
    const { trace } = read(
      "50512 → 80 [SYN] Seq=0 Win=64240 Len=0",
      "80 → 50512 [SYN, ACK] Seq=0 Ack=1 Win=64240 Len=0",
    );
    expect(trace.endpoints).toEqual([
      { key: "port 50512", name: "port 50512", port: 50512 },
      { key: "port 80", name: "port 80", port: 80 },
    ]);
    expect(segmentRows(trace, ["tcp.srcport", "tcp.dstport"])).toEqual(["50512 80", "80 50512"]);
  });

  it("that show an application's line of no connection in the list become messages", () => {
    const { events } = read("1 0.0 10.0.0.1 → 10.0.0.2 HTTP 93 GET / HTTP/1.1").trace;
    expect(events).toMatchObject([
      { kind: "message", protocol: "HTTP", summary: "GET / HTTP/1.1", length: 93 },
    ]);
  });
});

describe("what stands around a tool's output", () => {
  const row = "1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 5 → 80 [SYN] Seq=0 Win=64240 Len=0";
  it.each([
    ["a mail's marks", `> > ${row}`],
    ["blanks of a page", row.replaceAll(" ", "\u00a0")],
    ["a byte order mark and line ends of Windows", `\ufeff${row}\r\n`],
    ["a terminal's colours", `\u001b[38;2;18;39;46m${row}\u001b[0m`],
    ["characters that take no room", row.replaceAll("→", "\u200b→\u200e")],
    ["a prompt and the command", `user@host:~$ tshark -r lab.pcap\n${row}\nuser@host:~$ `],
  ])("%s do not matter", (_, text) => {
    const reading = read(text);
    expect(segmentRows(reading.trace, ["ip.src", "tcp.srcport", ...numbers])).toEqual([
      "10.0.0.1 5 ··········S· 0 0 0",
    ]);
    expect(reading.diagnostics).toEqual([]);
  });
});

describe("hex dumps", () => {
  const packet = [
    "0000  45 00 00 28 00 01 00 00 40 06 7c cd 7f 00 00 01   E..(....@.|.....",
    "0010  7f 00 00 01 c0 00 00 50 00 00 00 64 00 00 01 2c   .......P...d...,",
    "0020  50 12 ff ff 00 00 00 00                           P.......",
  ];

  it("are frames of their own", () => {
    expect(
      segmentRows(read(...packet).trace, ["tcp.srcport", "tcp.dstport", "tcp.seq_raw", ...numbers]),
    ).toEqual(["49152 80 100 ·······A··S· 0 1 0"]);
  });

  it("tell what the row above them leaves out", () => {
    const row = "12:00:00.000000 IP 127.0.0.1.49152 > 127.0.0.1.80: tcp 0";
    const short = packet.map((line) => `\t0x${line.slice(0, 4)}:  ${line.slice(6, 53).trim()}`);
    const { events } = read(row, ...short).trace;
    expect(events).toMatchObject([{ kind: "segment", line: 1, flags: 0x12, seq: { value: 100 } }]);
  });

  it("that hold anything else are passed over", () => {
    const data = "0000  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21            Hello, world!";
    expect(() => read(data)).toThrow(DiagnosticError);
  });
});

describe("rows that cannot be read", () => {
  const row = "1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 5000 → 80 [SYN] Seq=0 Win=64240 Len=0";

  it("stay as messages, on the way their ports tell", () => {
    const reading = read(row, "2 0.1 10.0.0.2 → 10.0.0.1 TCP 66 80 → 5000 [XYZQ, ABCD] ?");
    expect(codes(reading)).toEqual(["unread-row:2"]);
    expect(reading.trace.events).toMatchObject([
      { kind: "segment" },
      { kind: "message", from: 1, to: 0, line: 2 },
    ]);
  });
});

describe("other notations", () => {
  it("tcpdump's style of before 2009", () => {
    expect(
      rows(
        "10:00:00.1 10.0.0.1.1024 > 10.0.0.2.80: S 100:100(0) win 5840 <mss 1460>",
        "10:00:00.2 10.0.0.2.80 > 10.0.0.1.1024: S 300:300(0) ack 101 win 5840",
        "10:00:00.3 10.0.0.1.1024 > 10.0.0.2.80: P 1:11(10) ack 1 win 5840",
      ),
    ).toEqual(["··········S· 0 0 0", "·······A··S· 0 1 0", "·······AP··· 1 1 10"]);
  });

  it("a figure of RFC 9293, with a segment that arrives later", () => {
    expect(
      rows(
        "    TCP Peer A                                  TCP Peer B",
        "2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...",
        "3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT",
        "4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED",
      ),
    ).toHaveLength(2);
  });

  it("a figure's segment with data of untold length, which is no duplicate of the segment before", () => {
    const { events } = read(
      "4.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>        --> ESTABLISHED",
      "5.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK><DATA>  --> ESTABLISHED",
    ).trace;
    expect(events.map((event) => event.kind === "segment" && [event.written, event.marks])).toEqual([
      ["<SEQ=101><ACK=301><CTL=ACK>", []],
      ["<SEQ=101><ACK=301><CTL=ACK><DATA>", []],
    ]);
  });

  it("a packetdrill script", () => {
    const { events } = read(
      "0 < S 0:0(0) win 1000 <mss 1000>",
      "+.1 > S. 0:0(0) ack 1",
      "+0 accept(3, ..., ...) = 4",
    ).trace;
    expect(events.map(({ kind }) => kind)).toEqual(["segment", "segment", "endpoint-event"]);
    expect(events[1]).toMatchObject({ from: 1, to: 0, flags: 0x12, time: 1e8 });
  });

  it.each([
    [
      "sequenceDiagram\n  participant C as Client\n  C->>S: SYN seq=0\n  S-->>C: hello\n  Note over C,S: done",
    ],
    [
      '@startuml\nparticipant "Client" as C\nC -> S : SYN seq=0\nC <-- S : hello\nnote over C, S : done\n@enduml',
    ],
  ])("sequence diagrams: %j", (text) => {
    const { trace, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Client", "S"]);
    expect(trace.events).toMatchObject([
      { kind: "segment", from: 0 },
      { kind: "message", from: 1, dashed: true },
      { kind: "remark" },
    ]);
  });

  it("PlantUML's notes of several lines, colours of arrows and alternatives", () => {
    const { trace, diagnostics } = read(
      "@startuml",
      "A -[#red]> B : hello",
      "note right of B",
      "  several",
      "  lines",
      "end note",
      "alt good",
      "B --> A : yes",
      "else bad",
      "B ->x A : no",
      "end",
      "@enduml",
    );
    expect(diagnostics).toEqual([]);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["A", "B"]);
    expect(trace.events).toMatchObject([
      { kind: "message", summary: "hello" },
      { kind: "remark", text: "several lines" },
      { kind: "divider", text: "good" },
      { kind: "message", summary: "yes" },
      { kind: "divider", text: "bad" },
      { kind: "message", summary: "no", lostAt: 0.5 },
    ]);
  });

  it("PlantUML's borders, activations, returns and references; what is not understood is named", () => {
    const { trace, diagnostics } = read(
      "@startuml",
      "autonumber",
      "[-> A : start",
      "activate A",
      "A -[#blue,dashed]-> B ++ : ask",
      "return answer",
      "ref over A, B : elsewhere",
      "A <-> B : both",
      "something else entirely",
      "@enduml",
    );
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Outside", "A", "B"]);
    expect(trace.events).toMatchObject([
      { kind: "message", from: 0, to: 1, summary: "start" },
      { kind: "message", from: 1, to: 2, dashed: true, summary: "ask" },
      { kind: "message", from: 2, to: 1, dashed: true, summary: "answer" },
      { kind: "remark", text: "ref: elsewhere" },
    ]);
    expect(diagnostics.map(({ code, at }) => [code, at?.kind === "text" ? at.line : 0])).toEqual([
      ["two-way-arrow", 8],
      ["passed-lines", 9],
    ]);
  });

  it("packetdrill's ranges of time, ECN marks and assertions", () => {
    const { trace, diagnostics } = read(
      "// handshake",
      "0 < S 0:0(0) win 1000",
      "+.1~+.2 > [noecn] S. 0:0(0) ack 1",
      "+0...0.3 close(4) = 0",
      "+0 %{ assert tcpi_cwnd == 10 }%",
      "what is this",
    );
    expect(trace.events).toMatchObject([
      { kind: "segment", flags: 0x02 },
      { kind: "segment", flags: 0x12, time: 1e8 },
      { kind: "endpoint-event", text: "close(4)" },
    ]);
    expect(diagnostics).toMatchObject([{ code: "passed-lines", found: "6" }]);
  });

  it("data of a figure of RFC 9293 is no duplicate acknowledgment", () => {
    const { events } = read(
      "4.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>       --> ESTABLISHED",
      "5.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK><DATA> --> ESTABLISHED",
    ).trace;
    expect(events).toMatchObject([
      { marks: [] },
      { marks: [], written: expect.stringContaining("<DATA>") as unknown },
    ]);
  });

  it("a lecture's, with what speech recognition made of SYN", () => {
    const reading = read("A -> B sin, Sa", "B -> A SYN, ACK, Sp, Sa+1", "A -> B ACK, Sp+1");
    expect(codes(reading)).toEqual(["heard-word:1"]);
    expect(reading.trace.events).toMatchObject([
      { seq: { symbol: "Sa" } },
      { seq: { symbol: "Sp" }, ack: { symbol: "Sa", offset: 1 } },
      { ack: { symbol: "Sp", offset: 1 } },
    ]);
  });
});

describe("repairs of scanned tables", () => {
  const table = [
    "1 0.000000000 127.0.0.1 127.0.0.1 TCP 76 50512 - 9090 [SYM] Seg=2736042072 Win=65495 Len=0",
    "2 0.000089782 127.0.0.1 127.0.0.1 TCP 76 9090 - 50512 [SYN, ACK] Seq-48740866 Ack=2736042073 Win=65483 Len=0",
    "3 0.000099818 127.0.0.1 127.0.0.1 TCP 68.50512 → 9090 [ACK] Seq=2736042073 Ack=40740867 Win=65536 Len=0",
    "4 0.005512060 127.0.0.1 127.0.0.1 TCP 81 50512 - 9890 [PSH, ACK] Seq=2736042073 Ack=48740867 Win=65536 Len=13",
    "5 0.012521202 127.0.0.1 127.0.0.1 TCP 68 9090 - 50512 [ACK] Seq=48740867 Ack=2736042006 Win=65536 Len=0",
  ];

  it("follow what TCP implies", () => {
    expect(rows(...table)).toEqual([
      "··········S· 0 0 0",
      "·······A··S· 0 1 0",
      "·······A···· 1 1 0",
      "·······AP··· 1 1 13",
      "·······A···· 1 14 0",
    ]);
  });

  it("are reported one by one", () => {
    expect(codes(read(...table))).toEqual([
      "repaired-word:1",
      "repaired-word:1",
      "repaired-word:2",
      "repaired-word:3",
      "repaired-number:3",
      "repaired-port:4",
      "repaired-number:5",
    ]);
  });

  it("are left out with `repair: off`, where a damaged row is a warning", () => {
    expect(codes(read("repair: off", ...table)).filter((code) => code.startsWith("repaired"))).toEqual([]);
  });

  it("touch no number that more than one border looks like", () => {
    const ambiguous = table.map((row) => row.replace("2736042006", "2736042170"));
    expect(codes(read(...ambiguous))).not.toContain("repaired-number:5");
  });
});

describe("any text", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 5 → 80 ",
      "[SYN] Seq=0 ",
      "\n",
      "IP a.1 > b.2: ",
      "Flags [S], seq 1",
      "Frame 1: 60 bytes on wire",
      "Transmission Control Protocol, Src Port: 1, Dst Port: 2",
      "|Time | a",
      "sequenceDiagram\n",
      "99999999999",
    ),
  );

  it("is read, or refused as a diagnostic", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          readEventList(pieces.join(""), "text");
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
