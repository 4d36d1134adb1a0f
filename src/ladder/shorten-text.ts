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

/** Gives a text broken into lines of at most `width` px, at blanks and where its script allows; a longer word is shortened in its middle. */
export function wrapText(text: string, fontSize: number, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, fontSize, width))
    .join("\n");
}

/** Gives the words of which a wrapped text shows less; nothing where it shows all of them. */
export function fullText(words: string, wrapped: string): { readonly full?: string } {
  const bare = (text: string): string => text.replace(/\s+/gu, "");
  return bare(words) === bare(wrapped) ? {} : { full: words };
}

/** Blanks, numbers with their unit, words, and characters of Chinese and Japanese, which break anywhere but before what closes a phrase. */
const PIECES =
  /\s+|\d[\d.,]* (?:[nmµ]?s|B)(?![\p{L}\d])\S*|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60][\u3001\u3002\u300d\u300f\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+/gu;

function wrapLine(line: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  let between = "";
  for (const [piece] of line.matchAll(PIECES)) {
    if (piece.trim() === "") {
      between = " ";
      continue;
    }
    const longer = current === "" ? piece : current + between + piece;
    between = "";
    if (measureText(longer, fontSize).width <= width) {
      current = longer;
      continue;
    }
    if (current !== "") lines.push(current);
    current = shortenText(piece, fontSize, width);
  }
  return [...lines, current];
}

/** Gives a text in as few lines as `wrapText` does, but of much the same length each of its lines: no last word stands alone. */
export function wrapEvenly(text: string, fontSize: number, width: number): string {
  return text
    .split("\n")
    .map((line) => evenLines(line, fontSize, width))
    .join("\n");
}

function evenLines(text: string, fontSize: number, width: number): string {
  let even = wrapText(text, fontSize, width);
  const lines = even.split("\n").length;
  for (let share = 0.95; share > 1 / lines; share -= 0.05) {
    const narrower = wrapText(text, fontSize, width * share);
    if (narrower.split("\n").length > lines || narrower.includes(ELLIPSIS)) break;
    even = narrower;
  }
  return even;
}
