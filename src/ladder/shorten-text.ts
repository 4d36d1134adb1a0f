import { measureText } from "./text-metrics";

const ELLIPSIS = "…";

/**
 * Gives a text no wider than `width` px: itself, or its beginning and end around an ellipsis.
 * Empty where not even two characters and the ellipsis fit.
 */
export function shortenText(text: string, fontSize: number, width: number): string {
  if (measureText(text, fontSize).width <= width) return text;
  const characters = Array.from(text);
  let shortest = 1;
  let longest = characters.length - 1;
  let best = "";
  while (shortest <= longest) {
    const kept = (shortest + longest) >> 1;
    const candidate = aroundEllipsis(characters, kept);
    if (measureText(candidate, fontSize).width <= width) {
      best = candidate;
      shortest = kept + 1;
    } else {
      longest = kept - 1;
    }
  }
  return Array.from(best).length < 3 ? "" : best;
}

/** The beginning gets two thirds: flags stand there, the payload's end is guessed more easily. */
function aroundEllipsis(characters: readonly string[], kept: number): string {
  const tail = Math.floor(kept / 3);
  const head = characters.slice(0, kept - tail).join("");
  return `${head.trimEnd()}${ELLIPSIS}${characters
    .slice(characters.length - tail)
    .join("")
    .trimStart()}`;
}

/** Gives a text broken at blanks into lines of at most `width` px; a longer word is shortened in its middle. */
export function wrapText(text: string, fontSize: number, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, fontSize, width))
    .join("\n");
}

function wrapLine(line: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/\s+/)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (measureText(longer, fontSize).width <= width) {
      current = longer;
      continue;
    }
    if (current !== "") lines.push(current);
    current = shortenText(word, fontSize, width);
  }
  return [...lines, current];
}

/** Gives a text in as few lines as `wrapText` does, but of much the same length: no last word stands alone. */
export function wrapEvenly(text: string, fontSize: number, width: number): string {
  let even = wrapText(text, fontSize, width);
  const lines = even.split("\n").length;
  for (let share = 0.95; share > 1 / lines; share -= 0.05) {
    const narrower = wrapText(text, fontSize, width * share);
    if (narrower.split("\n").length > lines || narrower.includes(ELLIPSIS)) break;
    even = narrower;
  }
  return even;
}
