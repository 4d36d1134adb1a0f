import type { PastedFrame } from "../pasted-frame";
import type { PastedTime } from "../pasted-time";
import { isMisreadOf, singleMisreadings } from "./confusable";
import type { Repair } from "./repair";

/** Repairs frame numbers and times that break the order of the rows around them. */
export function repairOrder(
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
): readonly PastedFrame[] {
  return frames.map((frame, i) => {
    const before = frames[i - 1];
    const after = frames[i + 1];
    if (before === undefined || after === undefined) return frame;
    return repairTime(repairFrameNumber(frame, before, after, note), before, after, note);
  });
}

/** Only between two rows whose numbers leave room for exactly one. */
function repairFrameNumber(
  frame: PastedFrame,
  before: PastedFrame,
  after: PastedFrame,
  note: (repair: Repair) => void,
): PastedFrame {
  if (frame.number === undefined || before.number === undefined || after.number !== before.number + 2)
    return frame;
  const meant = before.number + 1;
  if (!isMisreadOf(String(frame.number), String(meant))) return frame;
  note({ code: "repaired-frame-number", line: frame.line, found: String(frame.number), made: String(meant) });
  return { ...frame, number: meant };
}

function repairTime(
  frame: PastedFrame,
  before: PastedFrame,
  after: PastedFrame,
  note: (repair: Repair) => void,
): PastedFrame {
  const { time } = frame;
  if (time?.form !== "plain" || before.time === undefined || after.time === undefined) return frame;
  const [low, high] = [total(before.time), total(after.time)];
  // A time between its neighbours is right; neighbours that fall themselves tell nothing.
  if (low > high || (total(time) >= low && total(time) <= high)) return frame;
  const fitting = singleMisreadings(textOf(time))
    .map(timeOf)
    .filter((each) => total(each) >= low && total(each) <= high);
  const [meant] = fitting;
  if (meant === undefined || fitting.length !== 1) return frame;
  note({ code: "repaired-time", line: frame.line, found: textOf(time), made: textOf(meant) });
  return { ...frame, time: meant };
}

function total({ seconds, nanoseconds }: PastedTime): number {
  return seconds * 1e9 + nanoseconds;
}

function textOf({ seconds, nanoseconds }: PastedTime): string {
  return `${String(seconds)}.${String(nanoseconds).padStart(9, "0")}`;
}

function timeOf(text: string): PastedTime {
  const [seconds = "0", decimals = "0"] = text.split(".");
  return { form: "plain", seconds: Number(seconds), nanoseconds: Number(decimals) };
}
