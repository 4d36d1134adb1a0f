import { SAW_SYN } from "../tcp/completeness";
import type { CaptureIndex } from "./capture-index";

/** Gives the `tcp.completeness` that Wireshark shows of a conversation in the frame of a row. */
export function shownCompleteness(
  { conversations, rules }: CaptureIndex,
  number: number,
  row: number,
): number {
  const { completeness, laterCompleteness, firstFrame, quotedFirst, announced } = conversations;
  if (announced.has(number)) return (completeness[number] ?? 0) & ~SAW_SYN;
  const isFirst = row === (quotedFirst.get(number) ?? firstFrame[number]);
  return (isFirst && rules === "4.0" ? laterCompleteness : completeness)[number] ?? 0;
}
