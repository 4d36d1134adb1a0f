import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/base/diagnostic";
import { readEventList } from "../../../src/read/text/read-event-list";
import { arrows, codes, isArrow, read } from "./list-support";

/** Gives the times of all events in milliseconds. */
function milliseconds(...lines: readonly string[]): readonly (number | undefined)[] {
  return read(...lines).trace.events.map(({ time }) => (time === undefined ? undefined : time / 1e6));
}

describe("endpoints", () => {
  it("stand in the order of their first appearance", () => {
    expect(read("B -> A: x", "C -> B: y").trace.endpoints.map(({ key }) => key)).toEqual(["B", "A", "C"]);
  });

  it("stand in the order of `endpoints:` first", () => {
    const reading = read(
      "endpoints: Web server, Client (10.0.0.1:5000)",
      "Client -> Proxy: x",
      "Proxy -> Web server: y",
    );
    expect(reading.trace.endpoints).toEqual([
      { key: "Web server", name: "Web server" },
      { key: "Client", name: "Client", address: "10.0.0.1", port: 5000 },
      { key: "Proxy", name: "Proxy" },
    ]);
  });

  it("are met by the address that `endpoints:` gives them", () => {
    expect(
      arrows(read("endpoints: Client (10.0.0.1), S", "10.0.0.1:5000 -> S: x", "10.0.0.1 -> S: y")),
    ).toEqual(["Client>S x", "Client>S y"]);
  });

  it("keep their key and show the name that `names:` gives them", () => {
    const { endpoints } = read("names: 10.0.0.2:80 = Web server", "10.0.0.1 -> 10.0.0.2:80: SYN").trace;
    expect(endpoints[1]).toEqual({ key: "10.0.0.2:80", name: "Web server", address: "10.0.0.2", port: 80 });
  });

  it("share a lifeline per host only where that is asked for", () => {
    const lines = ["10.0.0.1:5000 -> 10.0.0.2:80: x", "10.0.0.1:5001 -> 10.0.0.2:80: x"];
    expect(read(...lines).trace.endpoints).toHaveLength(3);
    expect(read("lifelines: host", ...lines).trace.endpoints).toHaveLength(2);
  });

  it("of several words are quoted, unless they are known", () => {
    const reading = read('"Web server" -> A: x', "Web server -> A: y", "Other server -> A: z");
    expect(arrows(reading)).toEqual(["Web server>A x", "Web server>A y"]);
    expect(codes(reading)).toEqual(["unquoted-name:3:1"]);
  });

  it("that are slips of a name in `endpoints:` are errors with that name", () => {
    const reading = read("endpoints: Client, Server", "Client -> Servr: SYN", "Client -> Server: SYN");
    expect(codes(reading)).toEqual(["unknown-endpoint:2:11"]);
    expect(reading.diagnostics[0]?.suggestion).toBe("Server");
    expect(reading.trace.endpoints).toHaveLength(2);
  });

  it("that look like an earlier name are drawn, with a remark", () => {
    const reading = read("Client -> Server: SYN", "client -> Server: ACK");
    expect(codes(reading)).toEqual(["similar-name:2:1"]);
    expect(reading.trace.events).toHaveLength(2);
  });

  it("that differ in their numbers are different ones", () => {
    expect(codes(read("endpoints: Host1, Host2", "Host1 -> Host3: x"))).toEqual([]);
  });
});

describe("times", () => {
  it("are undefined where the list has none", () => {
    expect(milliseconds("A -> B: x", "B -> A: y")).toEqual([undefined, undefined]);
  });

  it("may have units, and be counted from the line before", () => {
    expect(
      milliseconds("0.5 A -> B: x", "+5s A -> B", "49.2ms A -> B", "250us A -> B", "6 s A -> B"),
    ).toEqual([500, 5500, 49.2, 0.25, 6000]);
  });

  it("may have more decimals than a clock has, as programs print sums", () => {
    expect(milliseconds("0.30000000000000004 A -> B: x", "0.7999999999999999999s A -> B")).toEqual([
      300, 800,
    ]);
  });

  it("of a clock count from the first, over midnight too", () => {
    expect(milliseconds("23:59:59.5 A -> B", "00:00:01 A -> B")).toEqual([0, 1500]);
  });

  it("are taken over from the line before", () => {
    expect(milliseconds("A -> B", "1s A -> B", "A: state X", "== x ==")).toEqual([0, 1000, 1000, 1000]);
  });

  it("may give both ends", () => {
    expect(read("1s .. 1.05s A -> B: x").trace.events[0]).toMatchObject({ time: 1e9, arrival: 1.05e9 });
    expect(read("1s..+50ms A -> B: x").trace.events[0]).toMatchObject({ time: 1e9, arrival: 1.05e9 });
  });

  it("that go back are drawn, with a warning at the time", () => {
    const reading = read("2s A -> B", "1s A -> B");
    expect(codes(reading)).toEqual(["time-goes-back:2:1"]);
    expect(reading.trace.events).toHaveLength(2);
  });

  it("of arrival before the start are left out, with a warning", () => {
    const reading = read("2s .. 1s A -> B");
    expect(codes(reading)).toEqual(["arrival-before-start:1:7"]);
    expect(reading.trace.events[0]).not.toHaveProperty("arrival");
  });

  it("are shared by a line that starts with &", () => {
    const [, second] = read("1s A -> B: x", "& B -> A: y").trace.events;
    expect(second).toMatchObject({ time: 1e9, together: true });
  });
});

describe("attributes", () => {
  it("are read into the arrow", () => {
    const line =
      'A -> B: SYN [lost at 40%] [number=4] [color=Red] [dashed] [delay=50ms] [note="why"] [TCP Dup ACK 3#1]';
    expect(read(line).trace.events[0]).toMatchObject({
      written: "SYN",
      lostAt: 0.4,
      frame: 4,
      color: "red",
      dashed: true,
      delay: 50e6,
      note: "why",
      marks: ["dup ack 3#1"],
    });
  });

  it("of a mark are shown in the order written", () => {
    expect(read("A -> B: ACK [zero window] [retransmission]").trace.events[0]).toMatchObject({
      marks: ["zero window", "retransmission"],
    });
  });

  it("with a value that cannot be meant are warnings", () => {
    expect(codes(read("A -> B: x [delay=soon]"))).toEqual(["bad-attribute:1:18"]);
  });

  it("are part of the label where nothing of that name is known", () => {
    expect(read("A -> B: GET /a[1] [sic]").trace.events[0]).toMatchObject({ written: "GET /a[1] [sic]" });
  });

  it("give a message its identity by [id=…]", () => {
    const id = (line: string): string | undefined => read(line).trace.events[0]?.id;
    expect(id("A -> B: one [id=syn]")).toBe(id("C -> D: two [id=syn]"));
  });
});

describe("what happens beside the wire", () => {
  it("is read into its events", () => {
    const { events } = read(
      "Client: socket create",
      "Client: timer start TIME-WAIT 60s",
      "note over Client, Server: both",
      "== Close ==",
      "... 5 s ...",
      "step",
    ).trace;
    expect(events.map(({ id: _, line: __, ...event }) => event)).toEqual([
      { kind: "endpoint-event", endpoint: 0, what: "socket", text: "create" },
      { kind: "endpoint-event", endpoint: 0, what: "timer", text: "start TIME-WAIT 60s" },
      { kind: "remark", where: "over", endpoints: [0, 1], text: "both" },
      { kind: "divider", what: "phase", text: "Close" },
      { kind: "divider", what: "tear", text: "5 s" },
      { kind: "divider", what: "step", text: "" },
    ]);
  });
});

describe("conversations", () => {
  it("are one for each pair, numbered in order, with the sender of the SYN as client", () => {
    const { conversations } = read("S -> C: hello", "C -> S: SYN", "S -> C: SYN-ACK", "C -> D: ACK").trace;
    expect(conversations).toMatchObject([
      { number: 0, client: "C", server: "S", verdict: "" },
      { number: 1, client: "C", server: "D", verdict: "" },
    ]);
  });

  it("call the receiver of the first SYN-ACK the client, where the SYN is not written", () => {
    expect(read("S -> C: SYN-ACK").trace.conversations[0]).toMatchObject({ client: "C", server: "S" });
  });

  it("have relative numbers by Wireshark's rule, also where the text is raw", () => {
    const { events } = read(
      "C -> S: SYN seq=473755703",
      "S -> C: SYN-ACK seq=293795432 ack=473755704",
      "C -> S: ACK seq=473755704 ack=293795433",
    ).trace;
    const numbers = events.map((event) =>
      event.kind === "segment" ? [event.relativeSeq, event.relativeAck] : [],
    );
    expect(numbers).toEqual([
      [0, undefined],
      [0, 1],
      [1, 1],
    ]);
  });

  it("have no relative numbers for symbols", () => {
    expect(read("C -> S: SYN seq=client").trace.events[0]).not.toHaveProperty("relativeSeq");
  });
});

describe("ids", () => {
  it("differ for lines of the same content, and do not depend on lines before", () => {
    const same = read("A -> B: x", "A -> B: x").trace.events.map(({ id }) => id);
    expect(new Set(same).size).toBe(2);
    const shifted = read("# comment", "B -> A: y", "A -> B: x", "A -> B: x").trace.events.map(({ id }) => id);
    expect(shifted.slice(1)).toEqual(same);
  });

  it("do not depend on the time", () => {
    expect(read("1s A -> B: x").trace.events[0]?.id).toBe(read("A -> B: x").trace.events[0]?.id);
  });
});

describe("a text without an event", () => {
  it.each([
    ["", "an empty text"],
    ["title: nothing else", "other text"],
    ["sequenceDiagram\n  A is here", "a Mermaid sequence diagram"],
    ["\u0000\u0001", "binary data"],
    ["<!doctype html>\n<p>", "an HTML page"],
    ['{"a": 1}', "JSON"],
  ])("%j is refused, and said to look like %s", (text, found) => {
    expect(() => readEventList(text, "list")).toThrow(DiagnosticError);
    try {
      readEventList(text, "list");
    } catch (error) {
      expect(error).toMatchObject({ diagnostic: { code: "no-events", found } });
    }
  });

  it("is no error where it names a capture", () => {
    expect(read("capture: [[a.pcapng]]").trace.events).toEqual([]);
  });
});

describe("findings", () => {
  it("stand in the order of the lines", () => {
    const reading = read("seq: wrong", "foo", "endpoints: Server, B", "Servre -> B: x", "A -> B: x", "bar");
    expect(codes(reading)).toEqual([
      "unknown-value:1:6",
      "unknown-line:2:1",
      "unknown-endpoint:4:1",
      "unknown-line:6:1",
    ]);
  });

  it("tell that lines beside a capture are not drawn", () => {
    const reading = read("capture: a.pcap", "A -> B: x");
    expect(codes(reading)).toEqual(["events-beside-capture:2:1"]);
    expect(reading.trace.events.filter(isArrow)).toEqual([]);
  });

  it("tell that an option stands below an event, and the option holds", () => {
    const reading = read("A -> B: x", "title: late");
    expect(codes(reading)).toEqual(["option-after-events:2:1"]);
    expect(reading.options.title).toBe("late");
  });

  it("count lines of any line end, and no byte order mark", () => {
    const reading = readEventList("\uFEFFA -> B: x\r\nfoo\rbar\nA -> B: y", "list");
    expect(codes(reading)).toEqual(["unknown-line:2:1", "unknown-line:3:1"]);
    expect(arrows(reading)).toEqual(["A>B x", "A>B y"]);
  });
});

describe("connections between the same two names", () => {
  const opened = ["A -> B: SYN seq=100", "B -> A: SYN-ACK seq=300 ack=101", "A -> B: ACK seq=101 ack=301"];
  const closed = [
    "A -> B: FIN-ACK seq=101 ack=301",
    "B -> A: FIN-ACK seq=301 ack=102",
    "A -> B: ACK seq=102 ack=302",
  ];
  const conversations = (...lines: readonly string[]): readonly number[] =>
    readEventList(lines.join("\n"), "list").trace.events.flatMap((event) =>
      event.kind === "segment" ? [event.conversation] : [],
    );

  it("a SYN after the close of both ends opens another one", () => {
    expect(conversations(...opened, ...closed, "A -> B: SYN seq=100", "B -> A: SYN-ACK")).toEqual([
      ...[0, 0, 0, 0, 0, 0],
      ...[1, 1],
    ]);
  });

  it("after a reset, a SYN with another number does, and the same SYN again does not", () => {
    const refused = ["A -> B: SYN seq=100", "B -> A: RST,ACK seq=0 ack=101"];
    expect(conversations(...refused, "A -> B: SYN seq=500")).toEqual([0, 0, 1]);
    expect(conversations(...refused, "A -> B: SYN seq=100")).toEqual([0, 0, 0]);
  });

  it("neither a SYN sent twice nor one from the other end does", () => {
    expect(conversations("A -> B: SYN seq=1", "A -> B: SYN seq=1", "B -> A: SYN seq=9")).toEqual([0, 0, 0]);
  });
});
