import { describe, expect, it } from "vitest";
import { codes, read, segmentOf, understood } from "./list-support";

describe("a label is read as a segment", () => {
  it.each([
    ["SYN", "SYN"],
    ["syn", "SYN"],
    ["SYN-ACK", "SYN, ACK"],
    ["SYN,ACK", "SYN, ACK"],
    ["SYN+ACK", "SYN, ACK"],
    ["SYN ACK", "SYN, ACK"],
    ["[SYN, ACK]", "SYN, ACK"],
    ["FIN/ACK", "FIN, ACK"],
    ["PSH,ACK", "PSH, ACK"],
    ["RST", "RST"],
    ["URG", "URG"],
    ["SYN,ECE,CWR", "SYN, ECE, CWR"],
    ["S", "SYN"],
    ["S.", "SYN, ACK"],
    ["F.", "FIN, ACK"],
    ["P.", "PSH, ACK"],
    ["R", "RST"],
    [".", "ACK"],
    ["Flags [P.], seq 1:101, ack 5, win 502, length 100", "PSH, ACK seq=1 ack=5 len=100"],
    ["SYN seq=client", "SYN seq=client"],
    ["SYN-ACK seq=server ack=client+1", "SYN, ACK seq=server ack=client+1"],
    ["ACK seq=client + 1 ack=server-2", "ACK seq=client+1 ack=server-2"],
    ["SEQ client | ACK server+1", "ACK seq=client ack=server+1"],
    ["SYN | SEQ Sa | ACK Sp", "SYN, ACK seq=Sa ack=Sp"],
    ["<SEQ=100><ACK=301><CTL=SYN,ACK>", "SYN, ACK seq=100 ack=301"],
    ["[SYN] Seq=0 Win=65535 Len=0 MSS=1460", "SYN seq=0 len=0"],
    ["Seq: 1, Ack: 1, Len: 5", "ACK seq=1 ack=1 len=5"],
    ["ACK 301", "ACK ack=301"],
    ["ACK seq=100200300 ack=0x1F2E3D4C", "ACK seq=100200300 ack=523124044"],
    ['PSH,ACK "Hello, world!"', "PSH, ACK len=13"],
    ['PSH,ACK "שלום"', "PSH, ACK len=8"],
    ['PSH,ACK "a\\r\\n"', "PSH, ACK len=3"],
    ['ACK len=4 "longer"', "ACK len=4"],
    ["SYN (first try)", "SYN"],
    ["SYN-SENT", "text"],
    ["FIN_WAIT_1", "text"],
    ["SYNC", "text"],
    ["Sure.", "text"],
    ["GET / HTTP/1.1", "text"],
    ["please ACK this", "text"],
    ["the seq of events", "text"],
    ["ack: yes", "text"],
    ["SEQUENCE 5", "text"],
  ])("%s → %s", (label, expected) => {
    expect(understood(segmentOf(label))).toBe(expected);
  });

  it("and drawn as it is written", () => {
    expect(segmentOf("SYN  |  SEQ client")?.written).toBe("SYN  |  SEQ client");
  });

  it("with window and options", () => {
    const segment = segmentOf("SYN win=64240 mss=1460 ws=128 sack_perm tsval=7 tsecr=0");
    expect(segment).toMatchObject({
      window: 64240,
      options: { mss: 1460, windowScale: 7, sackPermitted: true, timestampValue: 7, timestampEcho: 0 },
    });
  });

  it("with blocks of selective acknowledgment", () => {
    expect(segmentOf("ACK ack=1 sack=100-200,300-400")?.options.sack).toEqual([
      [100, 200],
      [300, 400],
    ]);
  });

  it("with a window that was scaled before, where it does not fit the header", () => {
    expect(segmentOf("ACK win=131072")).toMatchObject({ scaledWindow: 131072 });
    expect(segmentOf("ACK win=131072")?.window).toBeUndefined();
  });
});

describe("a SEQ named twice", () => {
  it("acknowledges where it continues the peer's symbol, whatever the order", () => {
    const reading = read(
      "C -> S: SYN | SEQ client",
      "S -> C: SYN-ACK | SEQ client+1 | SEQ server",
      "C -> S: ACK | SEQ client+1 | SEQ server+1",
    );
    expect(
      reading.trace.events.map((event) => understood(event.kind === "segment" ? event : undefined)),
    ).toEqual(["SYN seq=client", "SYN, ACK seq=server ack=client+1", "ACK seq=client+1 ack=server+1"]);
    expect(codes(reading)).toEqual(["second-seq:2:23", "second-seq:3:34"]);
  });

  it("acknowledges where it is the number the peer will send next", () => {
    const reading = read("C -> S: SYN seq=100", "S -> C: SYN-ACK seq=101 seq=300");
    expect(reading.trace.events[1]).toMatchObject({ seq: { value: 300 }, ack: { value: 101 } });
  });

  it("acknowledges as the second, where nothing tells", () => {
    expect(understood(segmentOf("ACK SEQ 5 SEQ 9"))).toBe("ACK seq=5 ack=9");
  });
});

describe("a value that cannot be meant", () => {
  it.each([
    ["SYN seq=?", "bad-number:1:13"],
    ["ACK ack=4294967296", "bad-number:1:17"],
    ["SYN mss=none", "bad-number:1:13"],
    ['PSH,ACK "open', "unclosed-quote:1:17"],
  ])("in %s is a warning, and the line is drawn", (label, code) => {
    const reading = read(`A -> B: ${label}`);
    expect(codes(reading)).toEqual([code]);
    expect(reading.diagnostics[0]?.severity).toBe("warning");
    expect(reading.trace.events).toHaveLength(1);
  });
});
