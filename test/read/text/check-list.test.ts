import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../../src/base/format-diagnostic";
import { codes, read } from "./list-support";

const handshake = [
  "Client -> Server: SYN seq=client",
  "Server -> Client: SYN-ACK seq=server ack=client+1",
  "Client -> Server: ACK seq=client+1 ack=server+1",
];

function warnings(...lines: readonly string[]): readonly string[] {
  return codes(read(...lines)).map((code) => code.replace(/:\d+$/u, ""));
}

describe("a written exchange", () => {
  it("that is right has no warnings: handshake, data, close", () => {
    expect(
      warnings(
        ...handshake,
        "Client -> Server: PSH,ACK seq=client+1 ack=server+1 len=5",
        "Server -> Client: ACK seq=server+1 ack=client+6",
        "Server -> Client: FIN,ACK seq=server+1 ack=client+6",
        "Client -> Server: ACK seq=client+6 ack=server+2",
        "Client -> Server: FIN,ACK seq=client+6 ack=server+2",
        "Server -> Client: ACK seq=server+2 ack=client+7",
      ),
    ).toEqual([]);
  });

  it("that opens from both sides at once has none", () => {
    expect(
      warnings(
        "A -> B: SYN seq=a",
        "& B -> A: SYN seq=b",
        "A -> B: SYN-ACK seq=a ack=b+1",
        "& B -> A: SYN-ACK seq=b ack=a+1",
      ),
    ).toEqual([]);
  });

  it("is told the number that was expected, with the rule's section and place", () => {
    const reading = read(...handshake.map((line) => line.replace("ack=client+1", "ack=client+2")));
    const [warning] = reading.diagnostics;
    expect(reading.diagnostics).toHaveLength(1);
    expect(warning).toMatchObject({
      found: "client+2",
      needed: "client+1",
      at: { line: 2, column: 42, length: 8 },
    });
    expect(warning === undefined ? "" : formatDiagnostic(warning, { name: "list" })).toContain(
      "RFC 9293 §3.10.7.4",
    );
  });

  it.each([
    ["Server -> Client: ACK seq=server+1 ack=client+4", "check-ack-between:5"],
    ["Server -> Client: ACK seq=server+1 ack=client+9", "check-ack-unsent:5"],
    ["Server -> Client: ACK seq=server+1 ack=client", "check-ack-syn:5"],
    ["Client -> Server: ACK seq=client+9 ack=server+1", "check-seq-gap:5"],
    ["Client -> Server: SYN,FIN seq=client+6", "check-syn-with-fin:5"],
    ["Client -> Server: PSH seq=client+6 len=1", "check-without-ack:5"],
  ])("after five octets of data: %s", (line, code) => {
    const data = "Client -> Server: PSH,ACK seq=client+1 ack=server+1 len=5";
    expect(warnings(...handshake, data, line)).toEqual([code]);
  });

  it("sends nothing after a FIN, a reset, or before its SYN", () => {
    expect(
      warnings(
        ...handshake,
        "Client -> Server: FIN,ACK seq=client+1 ack=server+1",
        "Client -> Server: PSH,ACK seq=client+2 ack=server+1 len=3",
      ),
    ).toEqual(["check-after-fin:5"]);
    expect(
      warnings(
        ...handshake,
        "Client -> Server: RST seq=client+1",
        "Client -> Server: ACK seq=client+1 ack=server+1",
      ),
    ).toEqual(["check-after-reset:5"]);
    expect(warnings("A -> B: SYN seq=1", "B -> A: ACK ack=2")).toEqual(["check-before-syn:2"]);
  });

  it("warns of no gap, unsent octet or segment after a reset that its author explains", () => {
    const gap = "Client -> Server: PSH,ACK seq=client+500 ack=server+1 len=3";
    const unsent = "Server -> Client: ACK seq=server+1 ack=client+900";
    const reset = "Client -> Server: RST seq=client+1";
    const goesOn = "Client -> Server: ACK seq=client+1 ack=server+1";
    expect(warnings(...handshake, gap)).toEqual(["check-seq-gap:4"]);
    expect(warnings(...handshake, `${gap} [previous segment not captured]`)).toEqual([]);
    expect(warnings(...handshake, unsent)).toEqual(["check-ack-unsent:4"]);
    expect(warnings(...handshake, `${unsent} [acked unseen segment]`)).toEqual([]);
    expect(warnings(...handshake, reset, `${goesOn} [note="the reset was forged"]`)).toEqual([]);
    // Another fault is still told, and a label is no explanation.
    expect(warnings(...handshake, `${gap} [color red]`)).toEqual(["check-seq-gap:4"]);
    expect(warnings("A -> B: SYN seq=1", 'B -> A: ACK ack=2 [note="x"]')).toEqual(["check-before-syn:2"]);
  });

  it("is not judged where the length of data is not written, nor with `checks: off`", () => {
    expect(
      warnings(...handshake, "Client -> Server: PSH,ACK seq=client+1", "Server -> Client: ACK ack=client+9"),
    ).toEqual([]);
    expect(warnings("checks: off", ...handshake, "Server -> Client: ACK ack=client+9")).toEqual([]);
  });

  it("of a table with missing rows is not judged, of a whole one it is", () => {
    const row = (ports: string, rest: string): string => `10.0.0.1 10.0.0.2 TCP 66 ${ports} ${rest}`;
    const back = (rest: string): string => `10.0.0.2 10.0.0.1 TCP 66 80 → 5000 ${rest}`;
    const opening = [
      row("5000 → 80", "[SYN] Seq=0 Win=1 Len=0"),
      back("[SYN, ACK] Seq=0 Ack=1 Win=1 Len=0"),
      row("5000 → 80", "[PSH, ACK] Seq=1 Ack=1 Win=1 Len=13"),
    ];
    expect(warnings(...opening, back("[ACK] Seq=1 Ack=27 Win=1 Len=0"))).toEqual(["check-ack-unsent:4"]);
    expect(warnings(...opening, back("[ACK] Seq=9 Ack=27 Win=1 Len=0"))).toEqual([]);
  });
});

describe("what is written beside the segments", () => {
  it("a state that the segments do not lead to is named, with the one they lead to", () => {
    const reading = read(...handshake, "Server: state FIN-WAIT-1");
    expect(reading.diagnostics).toMatchObject([
      {
        code: "check-state",
        found: "FIN-WAIT-1",
        needed: "ESTABLISHED",
        at: { line: 4, column: 15, length: 10 },
      },
    ]);
  });

  it("a state may stand on either side of its arrow, under the names that books and systems use", () => {
    expect(
      warnings(
        "Client: state closed",
        "Server: state LISTEN",
        "Client: state SYN_SENT",
        handshake[0] ?? "",
        "Server: state SYN_RCVD",
        handshake[1] ?? "",
        handshake[2] ?? "",
        "Client: state ESTAB",
        "Server: state Established",
        "Server: state thinking",
      ),
    ).toEqual([]);
  });

  it("a length has room for the quoted payload, which may be its first line only", () => {
    const reading = read(...handshake, 'Client -> Server: PSH,ACK seq=client+1 ack=server+1 len=4 "Hello"');
    expect(reading.diagnostics).toMatchObject([
      { code: "check-length", found: 4, needed: 5, at: { line: 4 } },
    ]);
    expect(warnings(...handshake, 'Client -> Server: PSH,ACK seq=client+1 ack=server+1 len=2 "é"')).toEqual(
      [],
    );
    expect(
      warnings(...handshake, 'Client -> Server: PSH,ACK seq=client+1 ack=server+1 len=83 "GET / HTTP/1.1"'),
    ).toEqual([]);
  });

  it("`&` and another time contradict each other", () => {
    const reading = read("0s A -> B: x", "& 1s B -> A: y");
    expect(reading.diagnostics).toMatchObject([{ code: "together-time", found: "1s", at: { line: 2 } }]);
    expect(codes(read("1s A -> B: x", "& 1s B -> A: y"))).toEqual([]);
  });

  it("tables of tools are checked as well", () => {
    const table = [
      "12:00:00.0 IP 10.0.0.1.1024 > 10.0.0.2.80: Flags [S], seq 100, win 1, length 0",
      "12:00:00.1 IP 10.0.0.2.80 > 10.0.0.1.1024: Flags [S.], seq 300, ack 105, win 1, length 0",
    ];
    expect(warnings(...table)).toContain("check-ack-unsent:2");
  });
});
