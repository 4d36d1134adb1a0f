import { DiagnosticError } from "../base/diagnostic";
import { selectPackets, type CaptureIndex, type CaptureSource } from "../pipeline";

/**
 * Gives the conversations of which a frame passes a filter, as `TCP 3`; undefined: all. Throws `DiagnosticError` for a
 * filter that cannot be understood.
 */
export async function passedConversations(
  source: CaptureSource,
  index: CaptureIndex,
  filter: string,
): Promise<ReadonlySet<string> | undefined> {
  const { rows, diagnostics } = await selectPackets(source, index, { filter });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new DiagnosticError(error);
  if (rows === undefined) return undefined;
  return new Set(Array.from(rows, (row) => conversationKey(index.frames.conversation[row] ?? -1)));
}

/** Of UDP a column holds −2 minus the side. */
function conversationKey(column: number): string {
  return column >= 0 ? `TCP ${String(column >> 1)}` : `UDP ${String((-2 - column) >> 1)}`;
}
