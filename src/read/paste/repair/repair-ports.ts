import type { PastedEnd, PastedFrame } from "../pasted-frame";
import { isMisreadOf } from "./confusable";
import type { Repair } from "./repair";

/** A misread port stands in few rows; a longer text was not scanned. */
const MOST_ROWS = 2;
const LONGEST_TEXT = 2000;
/** Numbers at least this large do not agree by chance. */
const SMALLEST_EVIDENCE = 10_000;

/**
 * Repairs a port that looks like another one of the same text, where the row's numbers show that it
 * belongs to the other one's conversation: only numbers of the header are evidence, relative ones are not.
 */
export function repairPorts(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  if (frames.length > LONGEST_TEXT) return frames;
  const counts = new Map<number, number>();
  for (const { source, destination } of frames) {
    for (const { port } of [source, destination])
      if (port !== undefined) counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  const ports = [...counts.keys()];
  return frames.map((frame) => {
    const repaired = (end: PastedEnd): PastedEnd => {
      const { port } = end;
      const often = port === undefined ? Infinity : (counts.get(port) ?? 0);
      if (port === undefined || often > MOST_ROWS) return end;
      const better = ports.filter(
        (other) =>
          (counts.get(other) ?? 0) > often &&
          isMisreadOf(String(port), String(other)) &&
          hasEvidence(frame, withPort(frame, end, other), frames),
      );
      const made = better.sort((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0))[0];
      if (made === undefined) return end;
      note({ code: "repaired-port", line: frame.line, found: String(port), made: String(made) });
      return { ...end, port: made };
    };
    return { ...frame, source: repaired(frame.source), destination: repaired(frame.destination) };
  });
}

function withPort(frame: PastedFrame, end: PastedEnd, port: number): PastedFrame {
  return end === frame.source
    ? { ...frame, source: { ...end, port } }
    : { ...frame, destination: { ...end, port } };
}

/** Another row of the conversation shares one of its large numbers, up to what one segment carries. */
function hasEvidence(frame: PastedFrame, meant: PastedFrame, frames: readonly PastedFrame[]): boolean {
  const own = largeNumbers(frame);
  return frames.some(
    (other) =>
      other !== frame &&
      sharesPort(meant, other) &&
      largeNumbers(other).some((number) => own.some((mine) => isNear(mine, number))),
  );
}

function sharesPort(frame: PastedFrame, other: PastedFrame): boolean {
  const ports = [frame.source.port, frame.destination.port];
  return ports.includes(other.source.port) && ports.includes(other.destination.port);
}

function largeNumbers({ segment }: PastedFrame): readonly number[] {
  return [segment?.seq ?? 0, segment?.ack ?? 0].filter((number) => number >= SMALLEST_EVIDENCE);
}

const FARTHEST = 1;

function isNear(left: number, right: number): boolean {
  return Math.abs(left - right) <= FARTHEST || isMisreadOf(String(left), String(right));
}
