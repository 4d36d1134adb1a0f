import { describe, expect, it } from "vitest";
import { textPicture } from "../../src/ladder/text-picture";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { defaultLadderOptions } from "../../src/ladder/ladder-options";
import { readEventList } from "../../src/read/text/read-event-list";
import type { EndpointEvent, Trace } from "../../src/trace/trace";
import { withStates, type StateMode } from "../../src/trace/with-states";
import { withTimers } from "../../src/trace/with-timers";

function traceOf(text: string, mode: StateMode = "auto"): Trace {
  return withTimers(withStates(readEventList(text, "list").trace, mode), true);
}

function picture(text: string): string {
  return textPicture(layoutLadder(traceOf(text), defaultLadderOptions));
}

/** Gives the states of a trace in order: name, state, and `?` where assumed. */
function states({ events, endpoints }: Trace): readonly string[] {
  return events
    .filter((event): event is EndpointEvent => event.kind === "endpoint-event" && event.what === "state")
    .map(
      ({ endpoint, text, assumed }) =>
        `${endpoints[endpoint]?.name ?? ""} ${text}${assumed === true ? "?" : ""}`,
    );
}

const handshake = `Client -> Server: SYN seq=client
Server -> Client: SYN-ACK seq=server ack=client+1
Client -> Server: ACK seq=client+1 ack=server+1`;

describe("the cases every reader must get right", () => {
  it("1: the handshake with symbols", async () => {
    await expect(picture(handshake)).toMatchFileSnapshot("golden/handshake.txt");
  });

  it("2: both ends open at once", async () => {
    await expect(
      picture(`A -> B: SYN seq=a
& B -> A: SYN seq=b
A -> B: SYN-ACK seq=a ack=b+1
& B -> A: SYN-ACK seq=b ack=a+1`),
    ).toMatchFileSnapshot("golden/simultaneous-open.txt");
  });

  it("3: closing in four segments, in three, from both ends at once, and half, with TIME-WAIT at who closed first", async () => {
    const four = `A -> B: FIN,ACK seq=a ack=b
B -> A: ACK seq=b ack=a+1
B -> A: FIN,ACK seq=b ack=a+1
A -> B: ACK seq=a+1 ack=b+1`;
    const three = `A -> B: FIN,ACK seq=a ack=b
B -> A: FIN,ACK seq=b ack=a+1
A -> B: ACK seq=a+1 ack=b+1`;
    const both = `A -> B: FIN,ACK seq=a ack=b
& B -> A: FIN,ACK seq=b ack=a
A -> B: ACK seq=a+1 ack=b+1
& B -> A: ACK seq=b+1 ack=a+1`;
    const half = `A -> B: FIN,ACK seq=a ack=b
B -> A: ACK seq=b ack=a+1
B -> A: PSH,ACK seq=b ack=a+1 len=100
A -> B: ACK seq=a+1 ack=b+100
B -> A: FIN,ACK seq=b+100 ack=a+1
A -> B: ACK seq=a+1 ack=b+101`;
    await expect([four, three, both, half].map(picture).join("\n")).toMatchFileSnapshot("golden/closing.txt");
  });

  it("4: the last acknowledgment is lost, the FIN repeated, TIME-WAIT restarted", async () => {
    await expect(
      picture(`0s A -> B: FIN,ACK seq=a ack=b
100ms B -> A: FIN,ACK seq=b ack=a+1
101ms A -x B: ACK seq=a+1 ack=b+1
1.1s B -> A: FIN,ACK seq=b ack=a+1
1.2s A -> B: ACK seq=a+1 ack=b+1`),
    ).toMatchFileSnapshot("golden/last-ack-lost.txt");
  });
});

describe("withStates", () => {
  it("lets a state that is written stand in place of what is inferred at that point", () => {
    const trace = traceOf(`Server: state READY
Client -> Server: SYN seq=client
Client: state ASKING
Server -> Client: SYN-ACK seq=server ack=client+1
Client -> Server: ACK seq=client+1 ack=server+1`);
    expect(states(trace)).toEqual([
      "Server READY",
      "Client CLOSED?",
      "Server SYN-RECEIVED",
      "Client ASKING",
      "Client ESTABLISHED",
      "Server ESTABLISHED?",
    ]);
  });

  it("does not say again what is written", () => {
    const trace = traceOf(`Client: state SYN-SENT\n${handshake}`);
    expect(states(trace).filter((state) => state.startsWith("Client"))).toEqual([
      "Client SYN-SENT",
      "Client ESTABLISHED",
    ]);
  });

  it("leaves only what is written, or nothing, where that is asked for", () => {
    const text = `${handshake}\nClient: state READY`;
    expect(states(traceOf(text, "written"))).toEqual(["Client READY"]);
    expect(states(traceOf(text, "off"))).toEqual([]);
  });

  it("puts a written state at the arrow it follows, unless something stands between", () => {
    const sides = (text: string): unknown =>
      traceOf(text, "written").events.flatMap((event) =>
        event.kind === "endpoint-event" ? [event.at?.side ?? "on its own"] : [],
      );
    expect(sides("A -> B: SYN\nB: state SYN-RECEIVED")).toEqual(["arrival"]);
    expect(sides("A -> B: SYN\n== Later ==\nB: state SYN-RECEIVED")).toEqual(["on its own"]);
    expect(sides("A -x B: SYN\nB: state LISTEN")).toEqual(["on its own"]);
  });

  it("says whose state it is where an end has two connections", () => {
    const trace = traceOf("A -> P: SYN\nP -> A: SYN,ACK\nP -> C: SYN");
    expect(states(trace).filter((state) => state.startsWith("P"))).toEqual([
      "P LISTEN (with A)?",
      "P SYN-RECEIVED (with A)",
      "P CLOSED (with C)?",
      "P SYN-SENT (with C)",
    ]);
  });

  it("infers nothing of free text, nor of two ends on one lifeline", () => {
    expect(states(traceOf("A -> B: hello"))).toEqual([]);
    expect(states(traceOf("A -> A: SYN seq=1"))).toEqual([]);
  });

  it("gives every event an id of its own", () => {
    const { events } = traceOf(handshake);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });
});

describe("withTimers", () => {
  it("draws a timeout from the lost segment to its repetition, with its time", () => {
    const trace = traceOf("0s A -x B: SYN seq=a\n1.02s A -> B: SYN seq=a\n3.06s A -> B: SYN seq=a");
    const timers = trace.events.filter((event) => event.kind === "endpoint-event" && event.what === "timer");
    expect(timers.map((event) => event.kind === "endpoint-event" && event.text)).toEqual([
      "RTO 1.02 s",
      "RTO 2.04 s ×2",
    ]);
  });

  it("leaves all timers out where that is asked for", () => {
    const { trace } = readEventList("A -> B: FIN\nA: timer start TIME-WAIT 60s", "list");
    expect(withTimers(trace, false).events).toHaveLength(1);
  });
});
