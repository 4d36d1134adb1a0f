import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { indexCapture, type IndexProgress } from "../capture/index-capture";
import type { WiresharkRules } from "../tcp/wireshark-rules";

/** Opens the capture a block names; undefined where there is none. Given by the door. */
export type OpenCapture = (target: string) => Promise<OpenedCapture | undefined>;

/** A capture of a door; one that is kept open makes its index by the usual rules once. */
export interface OpenedCapture extends CaptureSource {
  readonly index?: (onProgress?: IndexProgress) => Promise<CaptureIndex>;
}

/** Gives the index of a capture: its own, or a new one. Throws as `indexCapture`. */
export function indexOf(
  capture: OpenedCapture,
  onProgress?: IndexProgress,
  rules: WiresharkRules = "4.4",
): Promise<CaptureIndex> {
  const own = rules === "4.4" ? capture.index?.(onProgress) : undefined;
  return own ?? indexCapture(capture, onProgress, rules);
}
