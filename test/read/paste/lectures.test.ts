import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { writeEventList } from "../../../src/write/write-event-list";

/** Gives the lines of events, and the codes of what was found. */
function read(text: string): { readonly lines: readonly string[]; readonly codes: readonly string[] } {
  const { trace, options, diagnostics } = readEventList(text, "lecture");
  const { text: list, firstEventLine } = writeEventList(trace, options);
  return {
    lines: list
      .trimEnd()
      .split("\n")
      .slice(firstEventLine - 1),
    codes: diagnostics.map(({ code }) => code),
  };
}

const handshake = [
  "Client -> Server: SYN seq=100",
  "Server -> Client: SYN,ACK seq=300 ack=101",
  "Client -> Server: ACK",
];

describe("the notations of lectures", () => {
  it("names of several words above drawn arrows", () => {
    const { endpoints } = readEventList(
      "Host A      Host B\n |---SYN--->|\n |<--SYN/ACK--|",
      "lecture",
    ).trace;
    expect(endpoints.map(({ name }) => name)).toEqual(["Host A", "Host B"]);
  });

  it("arrows between the names of their ends", () => {
    const text = [
      "Client ---- SYN (seq=100) ----> Server",
      "Client <--[SYN,ACK seq=300 ack=101]-- Server",
      "Client --[ACK]--> Server",
    ];
    const [, answer = "", last = ""] = handshake;
    expect(read(text.join("\n"))).toEqual({
      lines: ["Client -> Server: SYN (seq=100)", answer, last],
      codes: ["heard-line"],
    });
  });

  it("sentences that tell how much is sent, and that it is acknowledged", () => {
    const text = [
      "Client sends FIN to Server",
      "Client sends 50 bytes of data to the Server",
      "2. Server acknowledges (ack=51)",
    ];
    expect(read(text.join("\n")).lines.slice(1)).toEqual([
      "Client -> Server: PSH,ACK len=50",
      "Server -> Client: ACK (ack=51)",
    ]);
  });

  it.each([
    [
      "an arrow and no colon",
      "Client -> Server SYN seq=100\nServer -> Client SYN,ACK seq=300 ack=101\nClient -> Server ACK",
    ],
    [
      "a long arrow",
      "Client --> Server SYN seq=100\nServer --> Client SYN,ACK seq=300 ack=101\nClient --> Server ACK",
    ],
  ])("%s", (_, text) => {
    expect(read(text)).toEqual({ lines: handshake, codes: [] });
  });

  it.each([
    [
      "sentences",
      "1. Client sends SYN seq=100\n2. Server replies with SYN,ACK seq=300 ack=101\n3. Then the client sends an ACK",
    ],
    [
      "who speaks behind the flags",
      "SYN from Client to Server, seq=100\nSYN,ACK from Server to Client, seq=300 ack=101\nACK from Client to Server",
    ],
    ["arrows ahead", "-> SYN seq=100\n<- SYN,ACK seq=300 ack=101\n-> ACK"],
    [
      "arrows behind, and ahead",
      "Client      Server\n  SYN seq=100 ->\n  <- SYN,ACK seq=300 ack=101\n  ACK ->",
    ],
    [
      "a drawn ladder",
      "Client           Server\n|                     |\n| --- SYN seq=100 --> |\n| <-- SYN,ACK seq=300 ack=101 -- |\n| ------ ACK -------> |",
    ],
  ])("%s, read with a remark", (_, text) => {
    expect(read(text)).toEqual({ lines: handshake, codes: ["heard-line"] });
  });

  it("names above drawn arrows are their ends", () => {
    expect(read("Laptop     Printer\n-> SYN\n<- RST,ACK").lines).toEqual([
      "Laptop -> Printer: SYN",
      "Printer -> Laptop: RST,ACK",
    ]);
  });

  it("speech is understood with remarks, states too; what says nothing of a segment is named", () => {
    const { lines, codes } = read(
      "so we begin\nthe client sends sin to the server\nthe server answers sin ack\nthe client is in fin weight 1",
    );
    expect(lines).toEqual(["client -> server: SYN", "server -> client: SYN,ACK", "client: state FIN-WAIT-1"]);
    expect(codes).toEqual([
      "passed-lines",
      "heard-word",
      "heard-line",
      "heard-word",
      "heard-word",
      "check-state",
    ]);
  });

  it("the brackets of RFC 9293, lengths in them too", () => {
    const { trace } = readEventList("A --> B <SEQ=100><ACK=300><CTL=ACK><DATA=20>", "figure");
    expect(trace.events).toMatchObject([{ kind: "segment", flags: 16, payloadLength: 20 }]);
    expect(readEventList("A -> B: data 20 sheets", "words").trace.events).toMatchObject([
      { kind: "message" },
    ]);
  });

  it("three who speak leave open whom a sentence means", () => {
    expect(read("A sends SYN to B\nB sends SYN to C\nC sends ACK").lines).toEqual([
      "A -> B: SYN",
      "B -> C: SYN",
    ]);
  });

  it("a list with one such line is a list", () => {
    const { lines, codes } = read("Client -> Server: SYN\nServer sends SYN-ACK\nClient -> Server: ACK");
    expect(lines).toEqual(["Client -> Server: SYN", "Client -> Server: ACK"]);
    expect(codes).toContain("unknown-line");
  });
});
