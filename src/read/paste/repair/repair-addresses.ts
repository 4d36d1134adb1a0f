import type { PastedEnd, PastedFrame } from "../pasted-frame";
import { isMisreadOf } from "./confusable";
import type { Repair } from "./repair";

/** How much more often the right address must stand in the text. */
const FAR_MORE = 3;

/** Repairs an address that looks like another one which stands in the text far more often (`127.0.8.1`). */
export function repairAddresses(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  const counts = new Map<string, number>();
  for (const { source, destination } of frames) {
    for (const { address } of [source, destination]) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  const meant = new Map<string, string>();
  for (const [address, count] of counts) {
    const better = [...counts].filter(
      ([other, often]) => often >= FAR_MORE * count && isMisreadOf(address, other),
    );
    const only = better[0]?.[0];
    if (better.length === 1 && only !== undefined) meant.set(address, only);
  }
  if (meant.size === 0) return frames;
  const repaired = (end: PastedEnd, line: number): PastedEnd => {
    const address = meant.get(end.address);
    if (address === undefined) return end;
    note({ code: "repaired-address", line, found: end.address, made: address });
    return { ...end, address };
  };
  return frames.map((frame) => ({
    ...frame,
    source: repaired(frame.source, frame.line),
    destination: repaired(frame.destination, frame.line),
  }));
}
