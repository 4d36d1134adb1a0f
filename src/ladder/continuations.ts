import type { Ladder, LadderContinuation, PlacedText } from "./ladder";
import { FONT_SIZE } from "./measures";
import { measureText } from "./text-metrics";

/** Which page of how many, from 1. */
export interface PageNumber {
  readonly number: number;
  readonly count: number;
  /** The first that tells what folded rows stand for; above the count where none does. */
  readonly firstDetail: number;
}

/** How far off the drawing the words stand: a line, and air. */
const DISTANCE = 40;

/** Gives a page of a ladder with the way to the pages before and after it, above and below everything else. */
export function withContinuations(ladder: Ladder, { number, count, firstDetail }: PageNumber): Ladder {
  const words = (to: "previous" | "next", text: string, y: number): LadderContinuation => {
    return { to, label: { ...standaloneText(text), x: ladder.width / 2, y } };
  };
  const pageWords = (page: number): string => `page ${String(page)} of ${String(count)}`;
  const onward = number + 1 === firstDetail ? "folded rows in detail:" : "continues on";
  const continuations = [
    ...(number > 1 ? [words("previous", `continued from ${pageWords(number - 1)}`, -DISTANCE)] : []),
    ...(number < count
      ? [words("next", `${onward} ${pageWords(number + 1)}`, ladder.height + DISTANCE)]
      : []),
  ];
  return { ...ladder, continuations };
}

/** Gives a line of text about the origin. */
export function standaloneText(text: string): PlacedText {
  const fontSize = FONT_SIZE.verdict;
  return { text, ...measureText(text, fontSize), x: 0, y: 0, angle: 0, fontSize, align: "center" };
}
