import { describe, expect, it } from "vitest";
import { tokenizeLine } from "../../../src/read/text/tokenize-line";

/** Gives a line's tokens as `kind:text`, in order. */
function pieces(line: string, beforeEvents = false): readonly string[] {
  return tokenizeLine(line, beforeEvents).tokens.map(
    ({ kind, start, end }) => `${kind}:${line.slice(start, end)}`,
  );
}

/** Gives sender, arrow, receiver and label of a message. */
function message(line: string): string {
  const { shape, tokens } = tokenizeLine(line, false);
  if (shape !== "message") return shape;
  const arrow = tokens.findIndex(({ kind }) => kind === "arrow");
  const [from, head, to, ...rest] = tokens.slice(arrow - 1).map(({ start, end }) => line.slice(start, end));
  return [from, head, to, rest.join(" ")].join(" | ");
}

describe("the shape of a line", () => {
  it.each([
    ["", "blank"],
    [" \t ", "blank"],
    ["# Client -> Server: SYN", "comment"],
    ["Client -> Server: SYN", "message"],
    ["Client: state SYN-SENT", "endpoint-event"],
    ['"Web server": call accept()', "endpoint-event"],
    ["Client: call connect() -> 0", "endpoint-event"],
    ["5s Client: timer expire TIME-WAIT", "endpoint-event"],
    ["note left of Client: text", "note"],
    ["Note over A, B: text", "note"],
    ["== Data transfer ==", "phase"],
    ["... 5 s ...", "tear"],
    ["… 5 s …", "tear"],
    ["step", "step"],
    ["step -> A: x", "message"],
    ["note -> A: x", "message"],
    ["anything else", "unknown"],
  ])("of %j is %s", (line, shape) => {
    expect(tokenizeLine(line, false).shape).toBe(shape);
  });

  it("of a known key is an option, wherever it stands", () => {
    expect(tokenizeLine("title: state machine", true).shape).toBe("option");
    expect(tokenizeLine("title: x", false).shape).toBe("option");
  });

  it("of an unknown word with a colon is an option only above the events", () => {
    expect(tokenizeLine("titel: x", true).shape).toBe("option");
    expect(tokenizeLine("titel: x", false).shape).toBe("unknown");
  });

  it("of an endpoint's event is never an option, even on the first line", () => {
    expect(tokenizeLine("Client: state SYN-SENT", true).shape).toBe("endpoint-event");
  });
});

describe("sender, arrow, receiver and label", () => {
  it.each([
    ["Client -> Server: SYN", "Client | -> | Server | : SYN"],
    ["A->B:SYN", "A | -> | B | : SYN"],
    ["A-->B", "A | --> | B | "],
    ["A ->> B: x", "A | ->> | B | : x"],
    ["A → B: x", "A | → | B | : x"],
    ["A <- B: x", "A | <- | B | : x"],
    ["A <-- B", "A | <-- | B | "],
    ["A -x B: x", "A | -x | B | : x"],
    ["A --x B: x", "A | --x | B | : x"],
    ["A ->x B: x", "A | ->x | B | : x"],
    ["A x- B: x", "A | x- | B | : x"],
    ["A->xavier", "A | -> | xavier | "],
    ["A->x", "A | -> | x | "],
    ["A->x: hello", "A | -> | x | : hello"],
    ["web-server->db-x: hello", "web-server | -> | db-x | : hello"],
    ["web-x -> B: hello", "web-x | -> | B | : hello"],
    ["5 -> 6: hello", "5 | -> | 6 | : hello"],
    ["Laptop -> Proxy: CONNECT origin.example:443", "Laptop | -> | Proxy | : CONNECT origin.example:443"],
    ["192.0.2.1:80 -> A: SYN", "192.0.2.1:80 | -> | A | : SYN"],
    ["A->192.0.2.1:80:SYN", "A | -> | 192.0.2.1:80 | : SYN"],
    ["A -> 2001:db8::1: SYN", "A | -> | 2001:db8::1 | : SYN"],
    ["A->[2001:db8::1]:80:SYN", "A | -> | [2001:db8::1]:80 | : SYN"],
    ['"Web server" -> "DB: main": x', '"Web server" | -> | "DB: main" | : x'],
    ["A -> B SYN", "A | -> | B | SYN"],
  ])("of %j are %s", (line, expected) => {
    expect(message(line)).toBe(expected);
  });

  it.each([
    ["A <-> B: x", "two-way-arrow", 2],
    ["A => B: x", "unknown-arrow", 2],
    ["A -> B -> C", "second-arrow", 7],
    ["A -> ", "missing-endpoint", 2],
    ["-> B: x", "missing-endpoint", 0],
    ['A -> "B: x', "unclosed-quote", 5],
    ['"A -> B: x', "unclosed-quote", 0],
    ["A: stat x", "unknown-endpoint-event", 3],
  ])("of %j have a fault, %s at %i", (line, code, start) => {
    expect(tokenizeLine(line, false).fault).toMatchObject({ code, start });
  });
});

describe("the pieces of a line", () => {
  it("are times, together, endpoints and arrow before the label", () => {
    expect(pieces("& 0.5 .. +50ms A -> B")).toEqual([
      "together:&",
      "time:0.5",
      "separator:..",
      "time:+50ms",
      "endpoint:A",
      "arrow:->",
      "endpoint:B",
    ]);
  });

  it("are flags, fields, numbers, symbols and payload in a label that speaks TCP", () => {
    expect(pieces('A -> B: PSH,ACK seq=client+1 ack=0x1F "hi"').slice(4)).toEqual([
      "flag:PSH",
      "separator:,",
      "flag:ACK",
      "field:seq",
      "separator:=",
      "symbol:client+1",
      "field:ack",
      "separator:=",
      "number:0x1F",
      'string:"hi"',
    ]);
  });

  it("are one text in a label that does not", () => {
    expect(pieces('A -> B: GET "/" please').slice(4)).toEqual(['text:GET "/" please']);
  });

  it("are attributes behind the label, quotes and brackets in them included", () => {
    expect(pieces('A -> B: x[1] [lost, number=4] [note="a ] [b"]').slice(4)).toEqual([
      "text:x[1]",
      "separator:[",
      "attribute:lost",
      "separator:,",
      "attribute:number",
      "separator:=",
      "attribute-value:4",
      "separator:]",
      "separator:[",
      "attribute:note",
      "separator:=",
      'attribute-value:"a ] [b"',
      "separator:]",
    ]);
  });

  it("are key and value of an option", () => {
    expect(pieces("title: a: b", true)).toEqual(["key:title", "separator::", "value:a: b"]);
  });

  it("leave flags in brackets to the label", () => {
    expect(pieces("A -> B: [SYN, ACK]").slice(4)).toContain("flag:ACK");
  });
});
