import { readBlock, type BlockReading } from "../../src/pipeline";
import type { WrittenText } from "../../src/write/written-text";

/** Reads lines as a list called "list". */
export async function readList(...lines: readonly string[]): Promise<BlockReading> {
  return readBlock(lines.join("\n"), "list", () => Promise.resolve(undefined));
}

/** Gives what did not travel, in words. */
export function lossesOf({ diagnostics }: Pick<WrittenText, "diagnostics">): readonly string[] {
  return diagnostics.map(({ found }) => String(found));
}
