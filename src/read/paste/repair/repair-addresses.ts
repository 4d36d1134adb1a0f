import { endKey } from "../frame-conversations";
import type { PastedEnd, PastedFrame } from "../pasted-frame";
import { areConfusable } from "./confusable";
import type { Repair } from "./repair";

/** How much more often the right address must stand in the text. */
const FAR_MORE = 3;

/**
 * Repairs an address that looks like exactly one other which stands in the text far more often (`127.0.8.1`).
 *
 * Another host may have such an address as well: it is repaired where the row's conversation is known from rows of
 * the address that is meant; in rows without ports once a row with ports has shown that the scanner takes one for
 * another.
 */
export function repairAddresses(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  const meant = meantAddresses(frames);
  if (meant.size === 0) return frames;
  const whole = frames.map((frame) => withAddresses(frame, meant));
  const known = new Set(frames.filter((frame, i) => whole[i] === frame).map(conversationKey));
  const isKnown = (frame: PastedFrame): boolean =>
    frame.source.port !== undefined && known.has(conversationKey(frame));
  const hasProof = whole.some((frame, i) => frame !== frames[i] && isKnown(frame));
  return frames.map((frame, i) => {
    const made = whole[i];
    if (made === undefined || made === frame) return frame;
    if (made.source.port === undefined ? !hasProof : !isKnown(made)) return frame;
    noteEnd(frame, frame.source, made.source, note);
    noteEnd(frame, frame.destination, made.destination, note);
    return made;
  });
}

function noteEnd(
  { line }: PastedFrame,
  { address: found }: PastedEnd,
  { address: made }: PastedEnd,
  note: (repair: Repair) => void,
): void {
  if (found !== made) note({ code: "repaired-address", line, found, made });
}

/** Addresses that look like one which stands far more often, each with that one. */
function meantAddresses(frames: readonly PastedFrame[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { source, destination } of frames) {
    for (const { address } of [source, destination]) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  const all = [...counts];
  const candidates = all.map(([address, count]) => {
    const better = all.filter(([other, often]) => often >= FAR_MORE * count && areConfusable(address, other));
    return [address, better.map(([other]) => other)] as const;
  });
  const doubtful = new Set(candidates.flatMap(([address, better]) => (better.length > 0 ? [address] : [])));
  const meant = new Map<string, string>();
  for (const [address, better] of candidates) {
    // One that is misread itself is not meant.
    const [only, ...others] = better.filter((other) => !doubtful.has(other));
    if (only !== undefined && others.length === 0) meant.set(address, only);
  }
  return meant;
}

function withAddresses(frame: PastedFrame, meant: ReadonlyMap<string, string>): PastedFrame {
  const { source, destination } = frame;
  const [from, to] = [meant.get(source.address), meant.get(destination.address)];
  if (from === undefined && to === undefined) return frame;
  return {
    ...frame,
    source: { ...source, address: from ?? source.address },
    destination: { ...destination, address: to ?? destination.address },
  };
}

function conversationKey({ source, destination }: PastedFrame): string {
  return [endKey(source), endKey(destination)].sort().join(" ");
}
