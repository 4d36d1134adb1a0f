import type { Diagnostic } from "../../base/diagnostic";
import type { CaptureIndex } from "../../capture/capture-index";
import { listedNumbers } from "../../capture/list-conversations";
import { rowTime } from "../fields/frame-fields";

/** A capture in numbers. */
export interface CaptureSummary {
  readonly format: CaptureIndex["format"];
  readonly isCompressed: boolean;
  readonly frames: number;
  /** Milliseconds since 1970 of the first frame; undefined without frames. */
  readonly startMilliseconds: number | undefined;
  /** Seconds from the first frame to the last. */
  readonly seconds: number;
  /** How many TCP conversations it holds. */
  readonly conversations: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives what a person wants to know of a capture first. */
export function summarizeCapture(index: CaptureIndex): CaptureSummary {
  const { frames, frameCount, start } = index;
  const last = Math.max(0, frameCount - 1);
  return {
    format: index.format,
    isCompressed: index.isCompressed,
    frames: frameCount,
    startMilliseconds: start === undefined ? undefined : Number(start / 1_000_000n),
    seconds: Number(rowTime(frames, last) - rowTime(frames, 0)) / 1e9,
    conversations: listedNumbers(index.conversations).length,
    diagnostics: index.diagnostics,
  };
}
