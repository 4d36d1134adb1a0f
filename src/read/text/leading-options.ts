import { isOptionKey } from "./option-keys";

/** Gives the lines before the first one that is neither a known option, a comment nor blank. */
export function leadingOptions(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => !/^\s*(?:#|$)/u.test(line) && !isOptionLine(line));
  return end === -1 ? lines : lines.slice(0, end);
}

function isOptionLine(line: string): boolean {
  return isOptionKey(/^\s*([A-Za-z-]{2,20})\s*:/u.exec(line)?.[1]?.toLowerCase() ?? "");
}
