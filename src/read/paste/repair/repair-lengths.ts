import { SYN } from "../../../tcp/flags";
import type { PastedFrame, PastedSegment } from "../pasted-frame";
import { isSwapOf } from "./confusable";
import type { Repair } from "./repair";

const FEWEST = 3;
/** Shorter frames of Ethernet are padded to this: their length tells nothing (IEEE 802.3). */
const PADDED = 60;

/**
 * Repairs a payload length that disagrees with the frame's length, where the frames of the text
 * agree on what their headers take (`68 … Len=8` among frames of 68 octets that carry none).
 */
export function repairLengths(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  const headers = usualHeaders(frames);
  if (headers === undefined) return frames;
  return frames.map((frame) => {
    const { segment, length } = frame;
    if (segment?.payloadLength === undefined || length === undefined || length <= PADDED || !isPlain(segment))
      return frame;
    const meant = length - headers;
    const found = String(segment.payloadLength);
    if (meant < 0 || !isSwapOf(found, String(meant))) return frame;
    note({ code: "repaired-length", line: frame.line, found: `Len=${found}`, made: `Len=${String(meant)}` });
    return { ...frame, segment: { ...segment, payloadLength: meant } };
  });
}

function isPlain({ flags, options }: PastedSegment): boolean {
  return (flags & SYN) === 0 && options.sack === undefined;
}

/** Octets of headers of most frames; undefined where there are few, or they disagree. */
function usualHeaders(frames: readonly PastedFrame[]): number | undefined {
  const counts = new Map<number, number>();
  let all = 0;
  for (const { segment, length } of frames) {
    if (segment?.payloadLength === undefined || length === undefined || length <= PADDED || !isPlain(segment))
      continue;
    const headers = length - segment.payloadLength;
    counts.set(headers, (counts.get(headers) ?? 0) + 1);
    all += 1;
  }
  const [headers, count] = [...counts].sort(([, left], [, right]) => right - left)[0] ?? [0, 0];
  return count >= FEWEST && count * 2 > all ? headers : undefined;
}
