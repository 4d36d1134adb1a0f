/** Digits that scanners take for one another. */
const looks: ReadonlyMap<string, string> = new Map([
  ["0", "0689"],
  ["6", "0689"],
  ["8", "03689"],
  ["9", "0689"],
  ["1", "17"],
  ["7", "17"],
  ["3", "38"],
  ["5", "56"],
]);

/**
 * Gives whether a number may be another one misread: as many digits, and they differ in swaps of 0 and 8
 * alone, as many as there are, or in one digit that looks like the other. More at once is another number.
 */
export function isMisreadOf(found: string, meant: string): boolean {
  if (found.length !== meant.length || found === meant) return false;
  if (isSwapOf(found, meant)) return true;
  const pairs = differences(found, meant);
  const [only = ""] = pairs;
  return pairs.length === 1 && (looks.get(only.charAt(0))?.includes(only.charAt(1)) ?? false);
}

/** Gives whether two numbers of as many digits differ in 0 for 8, or 8 for 0, alone. */
export function isSwapOf(found: string, meant: string): boolean {
  return (
    found.length === meant.length &&
    found !== meant &&
    differences(found, meant).every((pair) => pair === "08" || pair === "80")
  );
}

/** Gives whether every digit in which two numbers of as many digits differ looks like the other. */
export function areConfusable(found: string, meant: string): boolean {
  return (
    found.length === meant.length &&
    found !== meant &&
    differences(found, meant).every((pair) => looks.get(pair.charAt(0))?.includes(pair.charAt(1)) ?? false)
  );
}

function differences(found: string, meant: string): readonly string[] {
  return [...found].map((digit, i) => digit + meant.charAt(i)).filter((pair) => pair[0] !== pair[1]);
}

/** Gives a text that is the same for all numbers that may be misread for one another. */
export function roughShape(digits: string): string {
  return digits.replace(/[035689]/gu, "0").replace(/[17]/gu, "1");
}

/** Gives the numbers a single misread digit may have been, as text of the same length. */
export function singleMisreadings(found: string): readonly string[] {
  return [...found].flatMap((digit, i) =>
    [...(looks.get(digit) ?? "")]
      .filter((other) => other !== digit)
      .map((other) => found.slice(0, i) + other + found.slice(i + 1)),
  );
}
