import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../../src/node/capture-file";
import { readBlock, type BlockReading } from "../../src/pipeline";
import { textPicture, layoutBlock } from "../../src/pipeline";
import { traceRows } from "../../src/read/trace-fields";
import { sample } from "../node/command-line";

function list(text: string): Promise<BlockReading> {
  return readBlock(text, "list", () => Promise.resolve(undefined));
}

const session = `Client -> Server: SYN seq=100 win=1000
Server -> Client: SYN, ACK seq=300 ack=101 win=1000
Client -> Server: ACK seq=101 ack=301 win=1000
note over Client: connected
Client -> Server: PSH, ACK seq=101 ack=301 len=50 win=1000 "GET / HTTP/1.1"
Server -> Client: ACK seq=301 ack=151 win=1000
Client -> Server: PSH, ACK seq=101 ack=301 len=50 win=1000
Client -> Other: a word
Client -> Server: FIN, ACK seq=151 ack=301 win=1000
Server -> Client: ACK seq=301 ack=152 win=1000
Server -> Client: FIN, ACK seq=301 ack=152 win=1000
Client -> Server: ACK seq=152 ack=302 win=1000`;

describe("A filtered list", () => {
  it("shows the states that both ends are in, whatever brought them there", async () => {
    const picture = textPicture(layoutBlock(await list(`filter: tcp.flags.fin == 1\n${session}`)));
    await expect(picture).toMatchFileSnapshot("golden/filtered-list.txt");
  });

  it("is judged with what the filter leaves out", async () => {
    const { trace } = await list(`filter: frame.number == 6\n${session}`);
    expect(trace.events).toMatchObject([
      {},
      {},
      {},
      { kind: "segment", line: 8, marks: [expect.stringContaining("retransmission")] },
    ]);
    expect(trace.conversations[0]?.findings).not.toEqual([]);
  });

  it("counts its rows as the whole list does, and has the round trips of what is shown", async () => {
    const timed = `0.010 A -> B: SYN seq=1
0.030 B -> A: SYN, ACK seq=5 ack=2
0.031 A -> B: ACK seq=2 ack=6
0.040 A -> B: PSH, ACK seq=2 ack=6 len=9
0.065 B -> A: ACK seq=6 ack=11`;
    const reading = await list(`show: rtt\nfilter: frame.number > 2\n${timed}`);
    expect(traceRows(reading.observed, ["frame.number"])).toEqual([["3"], ["4"], ["5"]]);
    const { brackets } = layoutBlock(reading);
    expect(brackets.map(({ label }) => label.text)).toContain("RTT 25 ms");
  });

  it("has no lifeline without an arrow", async () => {
    const { trace, observed } = await list(`filter: tcp\n${session}`);
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Client", "Server"]);
    expect(observed.endpoints).toEqual(trace.endpoints);
  });

  it("keeps phases, and what is written beside the lifelines that stay", async () => {
    const { trace } = await list(
      `filter: frame.number == 7\n== a phase ==\n${session}\nServer: call close()`,
    );
    expect(trace.events.map(({ kind }) => kind)).toEqual(["divider", "remark", "endpoint-event", "message"]);
  });

  it("names what no text holds, at its column", async () => {
    const { diagnostics } = await list(`filter: tcp or eth.src\n${session}`);
    expect(diagnostics).toMatchObject([
      { code: "filter-field-not-held", severity: "warning", found: "eth.src", at: { line: 1, column: 16 } },
    ]);
  });

  it.each([
    ["udp", { code: "nothing-selected", found: 11, at: { line: 1, column: 9 } }],
    ["ip.ttl > 3", { code: "filter-field-not-held", at: { line: 1, column: 9 } }],
    ["tcp.prot == 3", { code: "unknown-filter-field", at: { line: 1, column: 9 } }],
    ["tcp.len >", { code: "filter-value", at: { line: 1, column: 18 } }],
  ])("that lets nothing through, or is not understood, says so: %s", async (filter, diagnostic) => {
    await expect(list(`filter: ${filter}\n${session}`)).rejects.toMatchObject({ diagnostic });
  });
});

it("A filtered capture has the states of the whole, and what is read stays true", async () => {
  const capture = (lines: string): Promise<BlockReading> =>
    readBlock(`capture: it\n${lines}`, "note", () =>
      Promise.resolve(openCaptureFile(sample("web-page.pcapng"))),
    );
  const whole = await capture("conversation: 0");
  const { trace } = await capture("conversation: 0\nfilter: tcp.flags.fin == 1");
  const words = ({ events }: BlockReading["trace"]): readonly string[] =>
    events.flatMap((event) => (event.kind === "endpoint-event" ? [event.text] : []));
  expect(words(trace).filter((word) => !words(whole.trace).includes(word))).toEqual([]);
  expect(words(trace).slice(0, 2)).toEqual(["ESTABLISHED", "ESTABLISHED"]);
  expect(trace.conversations[0]?.verdict).toBe(whole.trace.conversations[0]?.verdict);
  const kept = new Set(whole.trace.events.map(({ id }) => id));
  const arrows = trace.events.filter(({ kind }) => kind === "segment");
  expect(arrows.every(({ id }) => kept.has(id))).toBe(true);
  expect(arrows[0]?.time).toBe(0);
});
