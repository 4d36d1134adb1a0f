/**
 * Gives text that a terminal only shows: control characters, which could move its cursor or
 * retitle its window, become `\x1b` and the like. Line breaks and tabs stay.
 *
 * Names of files and words out of captures go through here before they reach a screen.
 */
export function visibleText(text: string): string {
  return text.replace(/(?![\t\n])\p{Control}/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
