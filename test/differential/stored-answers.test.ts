import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import type { WiresharkRules } from "../../src/tcp/wireshark-rules";
import { repositoryRoot, sourceOf } from "../support/capture-files";
import { drawnMarks, infoMarks } from "./drawn-marks";

const folder = `${repositoryRoot}test/fixtures/scenarios/`;
const numbers = ["Seq", "Ack", "Win", "Len"] as const;
const fields = [
  ...[
    "frame.number",
    "tcp.stream",
    "tcp.srcport",
    "tcp.completeness",
    "tcp.completeness.str",
    "tcp.flags.ack",
  ],
  ...["tcp.seq", "tcp.ack", "tcp.window_size", "tcp.len"],
];

describe.each([
  ["4.0", "tshark-4.0.17.txt"],
  ["4.4", "tshark-4.4.18.txt"],
] as const)("Wireshark %s", (rules, file) => {
  const answers = readFileSync(folder + file, "utf8")
    .split(/^## /mu)
    .slice(1);

  it.each(answers.map((answer) => [answer.split("\n")[0] ?? "", answer] as const))(
    "says the same of %s",
    async (name, answer) => {
      const theirs = answer
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => theirRow(line, rules));
      expect(await ourRows(name, rules)).toEqual(theirs);
    },
  );
});

/** Number, stream, port, completeness and its letters, marks, and the numbers of a line. */
function theirRow(line: string, rules: WiresharkRules): readonly string[] {
  const [frame = "", , stream = "", port = "", completeness = "", ...rest] = line.split("|");
  const letters = rules === "4.4" ? (rest.shift() ?? "") : "";
  const info = rest.join("|");
  const found = numbers.map((name) => new RegExp(`\\b${name}=(\\d+)`, "u").exec(info)?.[1] ?? "");
  return [frame, stream, port, completeness, letters, infoMarks(info), ...found];
}

async function ourRows(name: string, rules: WiresharkRules): Promise<readonly (readonly string[])[]> {
  const source = sourceOf(new Uint8Array(readFileSync(`${folder}${name}.pcap`)));
  const index = await indexCapture(source, undefined, rules);
  const marks = await drawnMarks(source, index);
  const rows: (readonly string[])[] = [];
  for await (const row of packetRows(source, index, fields)) {
    const [frame = "", stream = "", port = "", completeness = "", letters = "", hasAck, seq = "", ack = ""] =
      row;
    const shownAck = hasAck === "1" || hasAck === "True" ? ack : "";
    rows.push([
      frame,
      stream,
      port,
      completeness,
      letters,
      marks[rows.length] ?? "",
      seq,
      shownAck,
      ...row.slice(8),
    ]);
  }
  return rows;
}
