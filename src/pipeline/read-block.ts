import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { captureFingerprint } from "../capture/capture-fingerprint";
import type { IndexProgress } from "../capture/index-capture";
import { readCapture } from "../read/read-capture";
import type { BlockOptions, CaptureLink } from "../read/text/block-options";
import { readEventList, type ReadingRequest } from "../read/text/read-event-list";
import type { Trace } from "../trace/trace";
import { indexOf, type OpenCapture } from "./open-capture";
import { withInferences } from "./with-inferences";

/** A ladder block or event list, understood: what to draw, and how. */
export interface BlockReading {
  readonly options: BlockOptions;
  readonly trace: Trace;
  /** What was read, without anything that follows from it. */
  readonly observed: Trace;
  /** Findings in the block's own lines; those in the octets of a capture are in `trace.diagnostics`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Fingerprint of the octets it was read from; undefined without a capture. */
  readonly fingerprint?: string;
}

/** What a door may ask for beside the block. */
interface BlockRequest extends ReadingRequest {
  readonly onProgress?: IndexProgress | undefined;
}

/**
 * Reads the text of a ladder block, and the capture it names.
 *
 * Lines that are not understood are diagnostics, the rest is read. Throws `DiagnosticError`
 * `capture-not-found` where the capture does not exist, and what the capture's readers throw;
 * its `others` are the diagnostics of the lines.
 */
export async function readBlock(
  text: string,
  name: string,
  open: OpenCapture,
  { onProgress, ...asked }: BlockRequest = {},
): Promise<BlockReading> {
  const list = readEventList(text, name, asked);
  const [link] = list.options.captures;
  if (link === undefined) return withInferences(list);
  try {
    const { diagnostics, options } = list;
    return withInferences({ options, diagnostics, ...(await readLinked(link, options, open, onProgress)) });
  } catch (error) {
    throw error instanceof DiagnosticError ? new DiagnosticError(error.diagnostic, list.diagnostics) : error;
  }
}

async function readLinked(
  link: CaptureLink,
  options: BlockOptions,
  open: OpenCapture,
  onProgress: IndexProgress | undefined,
): Promise<Pick<BlockReading, "trace" | "fingerprint">> {
  const source = await open(link.target);
  if (source === undefined) {
    throw new DiagnosticError({
      code: "capture-not-found",
      severity: "error",
      at: link.at,
      found: link.target,
    });
  }
  const index = await indexOf(source, onProgress, options.wireshark);
  const read = await readCapture(source, index, options);
  const fingerprint = await captureFingerprint(source);
  return { ...read, ...(fingerprint === undefined ? {} : { fingerprint }) };
}
