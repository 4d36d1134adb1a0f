import { describe, expect, it } from "vitest";
import { arrows, codes, isArrow, read, understood } from "./list-support";

const handshake = [
  "title: TCP connection establishment",
  "endpoints: Client, Server",
  "states: auto",
  "",
  "Client -> Server: SYN seq=client",
  "Server -> Client: SYN-ACK seq=server ack=client+1",
  "Client -> Server: ACK seq=client+1 ack=server+1",
];

describe("the three-line handshake", () => {
  it("is three segments of one conversation, without a finding", () => {
    const reading = read(...handshake);
    expect(reading.diagnostics).toEqual([]);
    expect(reading.options).toMatchObject({ title: "TCP connection establishment", states: "auto" });
    expect(reading.trace.conversations).toMatchObject([
      { number: 0, client: "Client", server: "Server", verdict: "" },
    ]);
    expect(
      reading.trace.events.map((event) => understood(event.kind === "segment" ? event : undefined)),
    ).toEqual(["SYN seq=client", "SYN, ACK seq=server ack=client+1", "ACK seq=client+1 ack=server+1"]);
  });
});

describe("simultaneous open", () => {
  it("is two pairs of segments that start together", () => {
    const reading = read(
      "A -> B: SYN seq=a",
      "& B -> A: SYN seq=b",
      "A -> B: SYN-ACK seq=a ack=b+1",
      "& B -> A: SYN-ACK seq=b ack=a+1",
    );
    expect(reading.diagnostics).toEqual([]);
    expect(reading.trace.events.map(({ together }) => together ?? false)).toEqual([false, true, false, true]);
    expect(reading.trace.conversations).toHaveLength(1);
  });
});

describe("a lost last ACK", () => {
  it("is an arrow that ends on the way", () => {
    const reading = read(
      "B -> A: FIN-ACK seq=300 ack=101",
      "A -x B: ACK seq=101 ack=301",
      "B -> A: FIN-ACK seq=300 ack=101 [retransmission]",
    );
    const events = reading.trace.events.filter(isArrow);
    expect(events.map(({ lostAt }) => lostAt)).toEqual([undefined, 0.5, undefined]);
    expect(events[2]?.marks).toEqual(["retransmission"]);
  });
});

describe("a list of 1,000 lines with a broken one in the middle", () => {
  it("is 999 messages and one finding at that line", () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `A -> B: message ${String(index)}`);
    lines[499] = "A - B message 499";
    const reading = read(...lines);
    expect(reading.trace.events).toHaveLength(999);
    expect(codes(reading)).toEqual(["unknown-line:500:1"]);
  });
});

describe("names and labels of any kind", () => {
  it.each([
    ['"Web server" -> "לקוח": שלום', "Web server>לקוח שלום"],
    ["客户端 -> 服务器: 你好", "客户端>服务器 你好"],
    ["A -> B: a ]] b", "A>B a ]] b"],
    ["A -> B: a | b", "A>B a | b"],
    ["A -> B: `code` and ```more```", "A>B `code` and ```more```"],
    ["A -> B: 50 %% of it %%", "A>B 50 %% of it %%"],
    ["A -> B: text ^abcdefgh", "A>B text ^abcdefgh"],
    ['"a]] | `b` %% ^abcdefgh" -> B: x', "a]] | `b` %% ^abcdefgh>B x"],
  ])("of %s are kept as written", (line, expected) => {
    const reading = read(line);
    expect(reading.diagnostics).toEqual([]);
    expect(arrows(reading)).toEqual([expected]);
  });
});
