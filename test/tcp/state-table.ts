import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A row of the table in docs/tcp-states.md. */
export interface StateRow {
  readonly from: string;
  readonly to: string;
  readonly section: string;
  /** Name of the test that walks it. */
  readonly test: string;
}

const document = fileURLToPath(new URL("../../docs/tcp-states.md", import.meta.url));

/** Gives every change that docs/tcp-states.md knows. */
export function stateRows(): readonly StateRow[] {
  return readFileSync(document, "utf8")
    .split("\n")
    .flatMap((line): StateRow[] => {
      const cells = line.split("|").map((cell) => cell.trim());
      const [, from = "", , , to = "", section = "", , test = ""] = cells;
      return cells.length === 9 && /^(?:[A-Z]|unknown)/u.test(from) && section.startsWith("§")
        ? [{ from, to, section, test }]
        : [];
    });
}
