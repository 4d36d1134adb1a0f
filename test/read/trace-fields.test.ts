import { describe, expect, it } from "vitest";
import { epochNanoseconds } from "../../src/base/time";
import { readEventList } from "../../src/read/text/read-event-list";
import { traceRows } from "../../src/read/trace-fields";

function rows(text: string, fields: string): string[] {
  return traceRows(readEventList(text, "list").trace, fields.split(" ")).map((row) => row.join("|"));
}

describe("rows of a list", () => {
  it("are one per message, counted from 1 unless the list numbers them", () => {
    const text = "A -> B: SYN\nnote left of A: hm\nB -> A: hello [number=9]\nA -> B: ACK";
    expect(rows(text, "frame.number")).toEqual(["1", "9", "3"]);
  });

  it("print symbols as written, and an absent acknowledgment as 0", () => {
    const text = "A -> B: SYN seq=client\nB -> A: SYN-ACK seq=server ack=client+1";
    expect(rows(text, "tcp.seq tcp.ack tcp.flags tcp.flags.str")).toEqual([
      "client|0|0x0002|··········S·",
      "server|client+1|0x0012|·······A··S·",
    ]);
  });

  it("print relative numbers where the list has raw ones", () => {
    const text = "A -> B: SYN seq=1000\nB -> A: SYN-ACK seq=9000 ack=1001\nA -> B: ACK seq=1001 ack=9001";
    expect(rows(text, "tcp.seq tcp.ack tcp.seq_raw tcp.ack_raw tcp.stream")).toEqual([
      "0|0|1000|0|0",
      "0|1|9000|1001|0",
      "1|1|1001|9001|0",
    ]);
  });

  it("take addresses and ports from the ends", () => {
    const text = "endpoints: C (192.0.2.1:40000), S (2001:db8::1)\nC -> S: SYN";
    expect(rows(text, "ip.src ipv6.dst tcp.srcport tcp.dstport ipv6.src")).toEqual([
      "192.0.2.1|2001:db8::1|40000||",
    ]);
  });

  it("are empty where the list says nothing", () => {
    expect(rows("A -> B: SYN", "ip.src tcp.len tcp.window_size frame.time_epoch tcp.completeness")).toEqual([
      "||||",
    ]);
  });

  it("tell payload, window, options and times that are written", () => {
    const text =
      "0.5 A -> B: PSH,ACK seq=1 ack=1 len=5 win=100 mss=1460 ws=7 sack_perm tsval=3 tsecr=4 sack=1-2,3-4";
    const fields =
      "frame.time_relative tcp.len tcp.window_size tcp.options.mss_val tcp.options.wscale.shift tcp.options.sack_le";
    expect(rows(text, fields)).toEqual(["0.500000000|5|100|1460|7|1,3"]);
  });

  it("are refused for an unknown field", () => {
    expect(() => rows("A -> B: SYN", "tcp.sek")).toThrow("unknown-field");
  });
});

it("rows of a trace with a clock tell the time since 1970", () => {
  const { trace } = readEventList("1.5 A -> B: SYN", "list");
  const start = epochNanoseconds(1_700_000_000_000_000_001n);
  expect(traceRows({ ...trace, start }, ["frame.time_epoch"])).toEqual([["1700000001.500000001"]]);
});

describe("the analysis of a list", () => {
  it("is given as of a capture where its numbers are literal", () => {
    const { trace } = readEventList(
      ["A -> B: SYN seq=100", "A -> B: SYN seq=100", "B -> A: SYN, ACK seq=300 ack=101"].join("\n"),
      "list",
    );
    const fields = ["tcp.analysis.flags", "tcp.analysis.retransmission", "tcp.analysis.acks_frame"];
    expect(traceRows(trace, fields)).toEqual([
      ["", "", ""],
      ["1", "1", ""],
      ["", "", "1"],
    ]);
  });

  it("is not given where a number is a symbol", () => {
    const { trace } = readEventList("A -> B: SYN seq=client\nA -> B: SYN seq=client", "list");
    expect(traceRows(trace, ["tcp.analysis.retransmission"])).toEqual([[""], [""]]);
  });
});
