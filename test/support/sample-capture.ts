import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Gives the octets of a sample capture, a file of samples/captures. */
export function sampleCapture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, "../../samples/captures", name)));
}
