import type { Diagnostic } from "../../../base/diagnostic";
import { finding } from "../../text/finding";
import type { PastedFrame } from "../pasted-frame";
import type { Repair, RepairStep } from "./repair";
import { repairAddresses } from "./repair-addresses";
import { repairLengths } from "./repair-lengths";
import { repairNumbers, repairSwaps } from "./repair-numbers";
import { repairPorts } from "./repair-ports";
import { repairOrder } from "./repair-order";

/**
 * Repairs what scanning damaged in the frames of a table, by what TCP implies: ports repeat swapped,
 * a sequence number plus its length is what the peer acknowledges, times and frame numbers grow.
 *
 * `wasDamaged`: words of it had to be repaired already. Every repair becomes a remark; a number for which more than one reading fits is left alone.
 */
export function repairFrames(
  frames: readonly PastedFrame[],
  lines: readonly string[],
  report: (diagnostic: Diagnostic) => void,
  wasDamaged: boolean,
): readonly PastedFrame[] {
  const note = (repair: Repair): void => {
    report(findingOf(repair, lines[repair.line - 1] ?? ""));
  };
  // A tool prints no wrong times and lengths, and arrows as such: only scanners make dashes of them.
  const isScanned = wasDamaged || frames.some(({ line }) => DASH.test(lines[line - 1] ?? ""));
  const steps: readonly RepairStep[] = isScanned
    ? [repairOrder, repairAddresses, repairLengths, repairPorts, repairNumbers]
    : [repairSwaps];
  return steps.reduce((current, step) => step(current, note), frames);
}

const DASH = /\d ?[-–—] ?\d{2,5} \[[A-Z]|\d \d{2,5} \[[A-Z]/u;

function findingOf({ code, line, found, made }: Repair, text: string): Diagnostic {
  const start = Math.max(0, text.indexOf(found));
  return finding(code, "remark", { line, start, end: start + found.length }, { found, needed: made });
}
