const BREAK = "\u200b";

/** Control characters, and those that turn the direction of the text around them. */
const CONTROLS = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/**
 * What Obsidian would read as a link (`[[`, `](`, `word://`), a tag (`#x`), HTML (`<x`), a comment
 * (`%%`) or a formula (`$$`): the place after the first character.
 */
const MARKUP = /(\[)(?=\[)|(\])(?=[([])|(:)(?=\/\/)|(#)(?=[^\s#])|(<)(?=[a-z/!?])|(%)(?=%)|(\$)(?=\$)/gi;

/**
 * Gives a text from a packet so that Obsidian shows it as text and nothing else.
 *
 * Markup is broken by a character of no width (U+200B); control characters become a blank. Captured
 * octets are hostile: without this, a payload could link, embed or load something in the reader's vault.
 */
export function harmlessText(text: string): string {
  return text.replace(CONTROLS, " ").replace(MARKUP, (found) => found + BREAK);
}
