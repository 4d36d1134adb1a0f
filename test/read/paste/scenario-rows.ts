import { readFileSync } from "node:fs";
import { repositoryRoot } from "../../support/capture-files";
import { infoMarks } from "../../differential/drawn-marks";
import type { WiresharkRules } from "../../../src/tcp/wireshark-rules";

/** The folder of the scenarios' captures, and of tshark's answers. */
export const scenarioFolder = `${repositoryRoot}test/fixtures/scenarios/`;

const files: Readonly<Record<WiresharkRules, string>> = {
  "4.0": "tshark-4.0.17.txt",
  "4.4": "tshark-4.4.18.txt",
};

/** One frame of a scenario. */
export interface ScenarioRow {
  /** As tshark prints it, but for the marks. */
  readonly written: string;
  /** tshark's, as in its Info column. */
  readonly marks: string;
}

/** Gives the frames of every scenario, by its name, as a version of tshark prints them. */
export function scenarioRows(
  rules: WiresharkRules,
): readonly (readonly [name: string, rows: readonly ScenarioRow[]])[] {
  return readFileSync(scenarioFolder + files[rules], "utf8")
    .split(/^## /mu)
    .slice(1)
    .map((answer) => answer.trimEnd().split("\n"))
    .map(([name = "", ...lines]) => {
      const first = portOf(lines[0] ?? "");
      return [name, lines.map((line) => rowOf(line, portOf(line) === first, rules))] as const;
    });
}

function portOf(line: string): string {
  return line.split("|")[3] ?? "";
}

/** Of `number|time|stream|port|completeness|letters (4.4)|Info`. */
function rowOf(line: string, isFirst: boolean, rules: WiresharkRules): ScenarioRow {
  const [number = "", time = "", , , ...rest] = line.split("|");
  const info = rest.slice(rules === "4.4" ? 2 : 1).join("|");
  const marks = infoMarks(info);
  const plain = info.replace(/^(?:\[[^\]]*\] )*(?=\d+ > )/u, "");
  const [from, to] = isFirst ? ["10.0.0.1", "10.0.0.2"] : ["10.0.0.2", "10.0.0.1"];
  return { written: `${number} ${time} ${from} → ${to} TCP 60 ${plain}`, marks };
}
