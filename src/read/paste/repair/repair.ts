import type { PastedFrame } from "../pasted-frame";

/** One thing that was repaired; the code tells the reason and how sure it is. */
export interface Repair {
  readonly code:
    | "repaired-number"
    | "repaired-port"
    | "repaired-address"
    | "repaired-length"
    | "repaired-time"
    | "repaired-frame-number";
  readonly line: number;
  readonly found: string;
  readonly made: string;
}

/** One kind of repair over all frames of a text; gives the frames with it, and notes each. */
export type RepairStep = (
  frames: readonly PastedFrame[],
  note: (repair: Repair) => void,
) => readonly PastedFrame[];
