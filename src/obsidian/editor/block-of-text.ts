import type { App, TFile } from "obsidian";
import { isDissected, looksLikePackets, turnIntoLadder } from "../../pipeline";
import { attachCapture } from "../drop-capture";

/** As much of a text as tells what it is. */
const HEAD_CHARACTERS = 4096;

/** Tells whether a text is what a tool printed of packets. */
export function isPrintedPackets(text: string): boolean {
  return isDissection(text) || looksLikePackets(text);
}

/**
 * Gives the block that draws a text. What tshark says in JSON or PDML is too long for a note: it becomes an attachment
 * of the note. Throws `DiagnosticError` where nothing in it can be drawn.
 */
export async function blockOfText(app: App, text: string, note: TFile | null): Promise<string> {
  if (note === null || !isDissection(text)) return turnIntoLadder(text);
  const name = text.trimStart().startsWith("<") ? "pasted.pdml" : "pasted.json";
  const octets = new TextEncoder().encode(text).buffer;
  return (await attachCapture(app, { name, octets, note })).block;
}

function isDissection(text: string): boolean {
  return isDissected(new TextEncoder().encode(text.slice(0, HEAD_CHARACTERS)));
}
