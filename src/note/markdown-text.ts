/** Gives a text with blanks for line breaks and control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Gives a text whose characters mean nothing in Obsidian's Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#^|~$=%&!]/g, "\\$&");
}
