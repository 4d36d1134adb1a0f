import type { BlockReading } from "../pipeline";
import { writeCapture, type WrittenCapture } from "../write/capture/write-capture";
import { titleOf } from "./title-of";

/** Gives what was read, and nothing that was only inferred, as a capture. Throws as `writeCapture`. */
export function writeBlockCapture(reading: BlockReading): WrittenCapture {
  return writeCapture(reading.observed, titleOf(reading));
}
