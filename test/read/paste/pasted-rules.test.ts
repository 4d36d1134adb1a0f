import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { repositoryRoot } from "../../support/capture-files";
import { infoMarks } from "../../differential/drawn-marks";

const folder = `${repositoryRoot}test/fixtures/scenarios/`;

/** Relative numbers begin at 0 again whether the SYN has another number or the same: taken for another. */
const untold = "4.0 s22_port_reuse_same_isn_after_rst";

describe.each([
  ["4.0", "tshark-4.0.17.txt"],
  ["4.4", "tshark-4.4.18.txt"],
] as const)("A packet list without marks, read with `wireshark: %s`,", (rules, file) => {
  const answers = readFileSync(folder + file, "utf8")
    .split(/^## /mu)
    .slice(1)
    .map((answer) => answer.trimEnd().split("\n"))
    .map(([name = "", ...lines]) => [name, lines.map((line) => rowOf(line, rules))] as const)
    .filter(([name]) => `${rules} ${name}` !== untold);

  it.each(answers)("has the marks that tshark gives %s", (_, rows) => {
    const text = ["marks: wireshark", `wireshark: ${rules}`, ...rows.map(({ written }) => written)];
    const { events } = readEventList(text.join("\n"), "pasted").trace;
    expect(events.map(({ kind }) => kind)).toEqual(rows.map(() => "segment"));
    const marks = events.map((event) =>
      event.kind === "segment" ? event.marks.map((mark) => `[${mark}]`).join(" ") : "",
    );
    expect(marks).toEqual(rows.map((row) => row.marks));
  });
});

interface Row {
  /** As tshark prints it, but for the marks. */
  readonly written: string;
  readonly marks: string;
}

/** Of `number|time|stream|port|completeness|letters (4.4)|Info`. */
function rowOf(line: string, rules: "4.0" | "4.4"): Row {
  const [number = "", time = "", , port = "", ...rest] = line.split("|");
  const info = rest.slice(rules === "4.4" ? 2 : 1).join("|");
  const marks = infoMarks(info);
  const plain = info.replace(/^(?:\[[^\]]*\] )*(?=\d+ > )/u, "");
  const isServer = Number(port) < 1024 || !plain.startsWith(`${port} > `);
  const [from, to] = isServer ? ["10.0.0.2", "10.0.0.1"] : ["10.0.0.1", "10.0.0.2"];
  return { written: `${number} ${time} ${from} → ${to} TCP 60 ${plain}`, marks };
}
