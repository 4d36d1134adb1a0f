const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\0", "\\0"],
]);

/**
 * Gives a text in quotation marks, as event lists quote it, on one line.
 *
 * Quotation marks of every kind are escaped: one within the text would end it, or begin a value of an attribute.
 */
export function quotedText(text: string): string {
  const escaped = text.replace(
    /[\\"“”„\n\r\t\0]/gu,
    (character) => escapes.get(character) ?? `\\${character}`,
  );
  return `"${escaped}"`;
}

/** Gives a text as one line: what would break it becomes a blank, and blanks at its ends go. */
export function singleLine(text: string): string {
  return text.replace(/[\r\n\0]+/gu, " ").trim();
}
