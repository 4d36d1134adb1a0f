import { expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listConversations } from "../../src/capture/list-conversations";
import { ACK, FIN, PSH, SYN } from "../../src/tcp/flags";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { segmentFrame, type SegmentParts } from "../support/packet-builder";

const client = "192.0.2.1";
const server = "192.0.2.2";
const control = [`${client}:40000`, `${server}:21`] as const;
const passive = "227 Entering Passive Mode (192,0,2,2,100,85).\r\n";

/** Says something on the control connection; the server by default. */
function said(payload: string, { byClient = false, seq = 1 } = {}): SegmentParts {
  const [from, to] = byClient ? control : [control[1], control[0]];
  return { from, to, flags: PSH | ACK, seq, ack: 1, payload };
}

/** A whole connection without data, opened from one end. */
function connection(from: string, to: string): readonly SegmentParts[] {
  const there = { from, to };
  const back = { from: to, to: from };
  return [
    { ...there, flags: SYN, seq: 100 },
    { ...back, flags: SYN | ACK, seq: 500, ack: 101 },
    { ...there, flags: ACK, seq: 101, ack: 501 },
    { ...back, flags: FIN | ACK, seq: 501, ack: 101 },
    { ...there, flags: FIN | ACK, seq: 101, ack: 502 },
  ];
}

const toServer = connection(`${client}:40001`, `${server}:25685`);

/** Completeness of the conversations behind the first. */
async function completenessAfter(...segments: readonly SegmentParts[]): Promise<readonly number[]> {
  const file = pcapFile(segments.map((parts) => segmentFrame(parts)));
  const [, ...others] = listConversations(await indexCapture(sourceOf(file), undefined, "4.0"));
  expect(others.every(({ hasHandshake }) => hasHandshake)).toBe(true);
  return others.map(({ completeness }) => completeness);
}

// What tshark 4.0.17 prints with -2.
it.each([
  passive,
  "227 =192,0,2,2,100,85",
  "227-mode 4, 5 (192, 0, 2, 2, 100, 85)\r\n",
  "229 Entering Extended Passive Mode (|||25685|)\r\n",
  "229 x (||25685)\r\n",
])("the SYN that comes to what a server announced does not count: %j", async (line) => {
  expect(await completenessAfter(said(line), ...toServer)).toEqual([22]);
});

it.each([
  "226 done (192,0,2,2,100,85)\r\n",
  "227 Entering Passive Mode (192,0,2,9,100,85).\r\n",
  "227 Entering Passive Mode (192,0,2,2,100,86).\r\n",
  "227 Entering Passive Mode (192.0.2.2.100.85).\r\n",
  "227 Entering Passive Mode (192,0,2,2,100).\r\n",
  "200 ok\r\n227 Entering Passive Mode (192,0,2,2,100,85).\r\n",
  "229 Entering Extended Passive Mode |||25685|\r\n",
  "229 Entering Extended Passive Mode (|1|192.0.2.2|25685|)\r\n",
  "229 Entering Extended Passive Mode (|||25685|\r\n",
])("it counts where nothing, or another thing, was announced: %j", async (line) => {
  expect(await completenessAfter(said(line), ...toServer)).toEqual([23]);
});

it("what a client announced is come to from the server's port of data", async () => {
  const active = said("PORT 192,0,2,1,100,85\r\n", { byClient: true });
  expect(await completenessAfter(active, ...connection(`${server}:20`, `${client}:25685`))).toEqual([22]);
  expect(await completenessAfter(active, ...connection(`${server}:33`, `${client}:25685`))).toEqual([23]);
  expect(await completenessAfter(said("PORT 192,0,2,1,100,85"), ...toServer)).toEqual([23]);
});

it("each announcement is come to once, however often it was sent again", async () => {
  const again = connection(`${client}:40002`, `${server}:25685`);
  expect(await completenessAfter(said(passive), said(passive), ...toServer, ...again)).toEqual([22, 23]);
  const twice = said(passive, { seq: 50 });
  expect(await completenessAfter(said(passive), twice, ...toServer, ...again)).toEqual([22, 22]);
});

it("of a conversation of one frame 4.0 shows its SYN alone", async () => {
  const parts = { from: `${client}:1`, to: `${server}:2`, flags: PSH | ACK, seq: 1, ack: 1, payload: "x" };
  const source = sourceOf(pcapFile([segmentFrame(parts)]));
  const shown = async (rules: "4.0" | "4.4"): Promise<number | undefined> =>
    listConversations(await indexCapture(source, undefined, rules))[0]?.completeness;
  expect([await shown("4.0"), await shown("4.4")]).toEqual([0, 8]);
});
