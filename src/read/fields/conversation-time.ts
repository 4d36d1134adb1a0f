import type { CaptureIndex } from "../../capture/capture-index";
import { rowTime } from "./frame-fields";

/** Gives nanoseconds since the first frame of a frame's conversation; undefined without one. */
export function sinceFirst({ frames, conversations }: CaptureIndex, row: number): bigint | undefined {
  const first = conversations.firstFrame[(frames.conversation[row] ?? -1) >> 1];
  return first === undefined ? undefined : rowTime(frames, row) - rowTime(frames, first);
}

/** Gives nanoseconds since the frame before it in the same conversation, 0 for the first; undefined without one. */
export function sincePrevious({ frames }: CaptureIndex, row: number): bigint | undefined {
  const conversation = (frames.conversation[row] ?? -1) >> 1;
  if (conversation < 0) return undefined;
  let previous = row - 1;
  while (previous >= 0 && (frames.conversation[previous] ?? -1) >> 1 !== conversation) previous -= 1;
  return previous < 0 ? 0n : rowTime(frames, row) - rowTime(frames, previous);
}
