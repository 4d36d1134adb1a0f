import type { Nanoseconds } from "../base/time";

/** What may stand on an arrow or beside it. */
export const ladderItems = [
  "number",
  "time",
  "delta",
  "flags",
  "seq",
  "ack",
  "len",
  "win",
  "options",
  "rtt",
  "marks",
  "payload",
  "verdict",
  "legend",
] as const;

/** One of them. */
export type LadderItem = (typeof ladderItems)[number];

/** Everything a layout depends on besides the trace; complete, no setting is looked up later. */
export interface LadderOptions {
  readonly title: string | undefined;
  /** `rows`: one row a message; `proportional`: a piecewise scale, long silences torn. Undefined: by the trace. */
  readonly time: "rows" | "proportional" | undefined;
  readonly sequence: "relative" | "raw" | "symbolic" | "off";
  readonly show: ReadonlySet<LadderItem>;
  /** Silences longer than this are torn; undefined: chosen from the trace. */
  readonly tear: Nanoseconds | undefined;
  /** Transit time where only one end was observed; undefined: a fixed slope. */
  readonly slant: "none" | Nanoseconds | undefined;
}

/** The defaults, with reasons: what labs ask for (numbers, time), little else. */
export const defaultLadderOptions: LadderOptions = {
  title: undefined,
  time: undefined,
  sequence: "relative",
  show: new Set(ladderItems.filter((item) => !["delta", "options", "rtt"].includes(item))),
  tear: undefined,
  slant: undefined,
};
