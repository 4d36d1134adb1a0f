/** Gives the lines of a ladder block with a fence around them that none of them can close; ends with a line break. */
export function fencedLadder(lines: string): string {
  const longest = [...lines.matchAll(/`{3,}/gu)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}ladder\n${lines.replace(/\r\n?/gu, "\n")}\n${fence}\n`;
}
