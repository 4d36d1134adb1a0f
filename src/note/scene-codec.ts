import LZString from "lz-string";
import { DiagnosticError } from "../base/diagnostic";
import { compressToBase64 } from "./fast-encoder";

const PIECE = 256;

/** Gives a scene's JSON compressed as the Excalidraw plugin stores it: base64 in pieces of 256, a blank line between. */
export function compressScene(json: string): string {
  const compressed = compressToBase64(json);
  const pieces: string[] = [];
  for (let at = 0; at < compressed.length; at += PIECE) pieces.push(compressed.slice(at, at + PIECE));
  return pieces.join("\n\n");
}

/**
 * Gives the JSON of a compressed scene; white space anywhere is ignored.
 *
 * Throws "damaged-drawing" for data that does not decompress; data that decompresses to
 * something else than JSON is the caller's to find.
 */
export function decompressScene(pieces: string): string {
  const json = decompress(pieces.replace(/\s+/g, ""));
  if (json === "")
    throw new DiagnosticError({ code: "damaged-drawing", severity: "error", found: pieces.length });
  return json;
}

function decompress(base64: string): string {
  try {
    // The declared type hides that the package gives null for nothing.
    const json: unknown = LZString.decompressFromBase64(base64);
    return typeof json === "string" ? json : "";
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}
