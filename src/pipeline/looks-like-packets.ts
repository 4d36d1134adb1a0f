import { DiagnosticError } from "../base/diagnostic";
import { recognizeText, type TextShape } from "../read/paste/recognize-text";
import { splitLines } from "../read/text/read-event-list";
import { turnIntoLadder } from "./turn-into-ladder";

/** What only a tool prints. */
const printed: ReadonlySet<TextShape> = new Set<TextShape>([
  "packet list",
  "tcpdump",
  "packet details",
  "flow graph",
  "followed stream",
  "packetdrill",
]);

/** Longer tables are not tried: this is asked while a person pastes. */
const LONGEST_TABLE = 100_000;

/** Tells whether a text is what a tool printed of packets, and not prose, code, or a table of anything else. */
export function looksLikePackets(text: string): boolean {
  const lines = splitLines(text.trim());
  if (lines.length < 2) return false;
  const shape = recognizeText(lines);
  if (printed.has(shape)) return true;
  return shape === "table" && text.length <= LONGEST_TABLE && isDrawn(text);
}

function isDrawn(text: string): boolean {
  try {
    return turnIntoLadder(text) !== "";
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return false;
  }
}
