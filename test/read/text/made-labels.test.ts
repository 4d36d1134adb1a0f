import { describe, expect, it } from "vitest";
import { isArrow, read } from "./list-support";

describe("labels: fields", () => {
  it("leaves the label to be made from what the segment says", () => {
    const { trace, diagnostics } = read("labels: fields", 'A -> B: PSH,ACK seq=5 ack=9 "say \\"hi\\""');
    expect(diagnostics).toEqual([]);
    expect(trace.events[0]).toMatchObject({ kind: "segment", payload: 'say "hi"', payloadLength: 8 });
    expect(trace.events[0]).not.toHaveProperty("written");
  });

  it("keeps the words of what is no segment", () => {
    const [event] = read("labels: fields", "A -> B: hello").trace.events;
    expect(event).toMatchObject({ kind: "message", summary: "hello", written: "hello" });
  });

  it("scales windows by the shift in the sender's SYN, as for a capture", () => {
    const { trace } = read(
      "labels: fields",
      "A -> B: SYN seq=0 win=100 wscale=3",
      "B -> A: SYN,ACK seq=0 ack=1 win=200 wscale=7",
      "A -> B: ACK seq=1 ack=1 win=100",
      "B -> A: ACK seq=1 ack=1 win=200",
    );
    const windows = trace.events.map((event) => (event.kind === "segment" ? event.scaledWindow : undefined));
    expect(windows).toEqual([100, 200, 800, 25_600]);
  });

  it("says that the lines are an event list, whatever they look like", () => {
    const line = 'A -> B: [text="Transmission Control Protocol, Src Port: 80, Dst Port: 90"]';
    expect(read("labels: written", line).trace.events).toHaveLength(1);
  });
});

describe("[text=…]", () => {
  it("is free text, also where a label would speak TCP or end in attributes", () => {
    const { trace } = read('A -> B: [text="Echo (ping) id=1 seq=2 [lost]"] [number=3]');
    const summary = "Echo (ping) id=1 seq=2 [lost]";
    expect(trace.events[0]).toMatchObject({ kind: "message", summary, written: summary, frame: 3 });
    expect(trace.events[0]).not.toHaveProperty("lostAt");
  });

  it("ends where its quotation mark does, not in a bracket within", () => {
    const { trace } = read('A -> B: [text="x [lost, number=3"]');
    expect(trace.events[0]).toMatchObject({ summary: "x [lost, number=3" });
  });
});

describe("ports in a message", () => {
  it("tell two conversations of the same hosts apart", () => {
    const { trace } = read(
      "endpoints: 192.0.2.1, 192.0.2.2",
      "192.0.2.1:50000 -> 192.0.2.2:80: SYN seq=1",
      "192.0.2.1:50001 -> 192.0.2.2:80: SYN seq=9",
      "192.0.2.2:80 -> 192.0.2.1:50000: SYN,ACK seq=4 ack=2",
    );
    expect(trace.endpoints).toHaveLength(2);
    const numbers = trace.events
      .filter(isArrow)
      .map((event) => (event.kind === "segment" ? event.conversation : -1));
    expect(numbers).toEqual([0, 1, 0]);
    expect(trace.conversations.map(({ client }) => client)).toEqual(["192.0.2.1:50000", "192.0.2.1:50001"]);
  });
});
