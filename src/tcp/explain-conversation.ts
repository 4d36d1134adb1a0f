import type { Finding } from "./finding";
import { areAlike, findingWords, type Naming } from "./finding-words";

/** Ranges of frame numbers that a sentence names at most. */
const MOST_RANGES = 8;

/** What the numbers of findings count, and which of them 1 stands for. */
export interface Numbering {
  readonly unit: "frame" | "line";
  readonly first: number;
}

/**
 * Gives what happened in a conversation, in plain English: a sentence for each finding, those alike in one,
 * in the order in which they began. Every sentence ends in its frame numbers: `… (frames 1–3).`
 *
 * The names are used as they are: whoever writes Markdown escapes it.
 */
export function explainConversation(
  findings: readonly Finding[],
  naming: Naming,
  numbering: Numbering,
): readonly string[] {
  return grouped(told(findings)).map((group) => {
    const words = findingWords(group, naming);
    return `${words} (${numberWords(framesOf(group), numbering)}).`;
  });
}

/** A repeat that a pause explains is not told twice, unless Wireshark's word needs an answer. */
function told(findings: readonly Finding[]): readonly Finding[] {
  const explained = new Set(
    findings.flatMap((finding) =>
      finding.kind === "pause" && finding.cause === "retransmission-timeout" ? finding.frames : [],
    ),
  );
  return findings.filter(
    (finding) =>
      finding.kind !== "repeat" ||
      finding.what !== "timeout" ||
      finding.wireshark !== undefined ||
      !finding.frames.every((frame) => explained.has(frame)),
  );
}

function grouped(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const group = groups.find(([first]) => first !== undefined && areAlike(first, finding));
    if (group === undefined) groups.push([finding]);
    else group.push(finding);
  }
  return groups;
}

/** Of many repeats, each is named by its own frame alone. */
function framesOf(group: readonly Finding[]): readonly number[] {
  const frames =
    group.length === 1
      ? group.flatMap((finding) => finding.frames)
      : group.flatMap((finding) => (finding.kind === "repeat" ? finding.frames.slice(-1) : finding.frames));
  return [...new Set(frames)].sort((left, right) => left - right);
}

/** Gives frame numbers as words: `frame 4`, `frames 1–3, 7 and 9`. */
function numberWords(numbers: readonly number[], { unit, first: start }: Numbering): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers.map((each) => each + start - 1)) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const words = ranges.map(([first, last]) =>
    first === last ? String(first) : `${String(first)}${last === first + 1 ? ", " : "–"}${String(last)}`,
  );
  const shown = words.slice(0, MOST_RANGES);
  const left = ranges.slice(MOST_RANGES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (left > 0) return `${unit}s ${shown.join(", ")} and ${String(left)} more`;
  const [lastWord = ""] = shown.slice(-1);
  const listed = shown.length < 2 ? lastWord : `${shown.slice(0, -1).join(", ")} and ${lastWord}`;
  return `${unit}${numbers.length === 1 ? "" : "s"} ${listed}`;
}
