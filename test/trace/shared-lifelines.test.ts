import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../../src/node/capture-file";
import { layoutBlock, readBlock, textPicture, type BlockReading } from "../../src/pipeline";
import { packetRows } from "../../src/read/packet-fields";
import { traceRows } from "../../src/read/trace-fields";
import { indexCapture } from "../../src/capture/index-capture";
import { explainTrace } from "../../src/trace/with-reasons";
import { repositoryRoot } from "../support/capture-files";

const folder = `${repositoryRoot}test/fixtures/captures/`;
const captures = readdirSync(folder).filter((name) => name.endsWith(".pcap"));

function list(text: string): Promise<BlockReading> {
  return readBlock(text, "list", () => Promise.resolve(undefined));
}

function capture(name: string, lifelines: "host" | "port"): Promise<BlockReading> {
  const block = `capture: it\nconversation: all\nlifelines: ${lifelines}`;
  return readBlock(block, "note", () => Promise.resolve(openCaptureFile(folder + name)));
}

/** The states of a drawing, without what tells whose they are; CLOSED is not said again between two connections. */
function statesOf({ trace }: BlockReading): readonly string[] {
  return trace.events
    .flatMap((event) => (event.kind === "endpoint-event" && event.what === "state" ? [event.text] : []))
    .map((text) => text.replace(/ \(.*\)$/u, ""))
    .filter((text) => text !== "CLOSED")
    .sort();
}

describe("with one lifeline for all ports of a host", () => {
  it.each(captures)("%s has the same states and reasons as with one for each port", async (name) => {
    const [shared, apart] = [await capture(name, "host"), await capture(name, "port")];
    expect(statesOf(shared)).toEqual(statesOf(apart));
    expect(explainTrace(shared.trace)).toEqual(explainTrace(apart.trace));
  });

  it("the rows know which end sent", async () => {
    const fields = ["tcp.srcport", "tcp.dstport", "tcp.seq", "tcp.ack", "tcp.flags"];
    const name = "v1-echo-lo.pcap";
    const source = openCaptureFile(folder + name);
    const rows: (readonly string[])[] = [];
    for await (const row of packetRows(source, await indexCapture(source), fields)) rows.push(row);
    expect(traceRows((await capture(name, "host")).observed, fields)).toEqual(rows);
  });
});

const opened = (port: number, peer: string): string =>
  [
    `10.0.0.1:${String(port)} -> ${peer}:80: SYN seq=100 win=1000`,
    `${peer}:80 -> 10.0.0.1:${String(port)}: SYN, ACK seq=300 ack=101 win=1000`,
    `10.0.0.1:${String(port)} -> ${peer}:80: ACK seq=101 ack=301 win=1000`,
  ].join("\n");

it("a list on loopback tells the two ends apart", async () => {
  const text = `lifelines: host\n${opened(5000, "10.0.0.1")}\n10.0.0.1:80 -> 10.0.0.1:5000: RST seq=301`;
  const reading = await list(text);
  await expect(textPicture(layoutBlock(reading))).toMatchFileSnapshot("golden/loopback-list.txt");
  expect(explainTrace(reading.trace)[0]?.sentences[0]).toMatch(/^10\.0\.0\.1:5000 opened/u);
});

it("nothing is said of states where a list does not tell who sent", async () => {
  expect(statesOf(await list("A -> A: SYN seq=1\nA -> A: SYN, ACK seq=5 ack=2"))).toEqual([]);
});

it("five conversations have the states of all ends, each with its own words", async () => {
  const text = [1, 2, 3, 4, 5].map((i) => opened(5000 + i, i < 4 ? "10.0.0.2" : "10.0.0.3")).join("\n");
  const { trace } = await list(`lifelines: host\n${text}`);
  const shown = trace.events.flatMap((event) =>
    event.kind === "endpoint-event" && event.text.startsWith("ESTABLISHED")
      ? [`${trace.endpoints[event.endpoint]?.name ?? ""} ${event.text}`]
      : [],
  );
  expect(new Set(shown).size).toBe(10);
  expect(shown).toContain("10.0.0.3 ESTABLISHED (port 5004)");
});
