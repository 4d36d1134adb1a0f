/**
 * Gives text that a terminal only shows: control characters, which could move its cursor or
 * retitle its window, become `\x1b` and the like. Line breaks and tabs stay.
 *
 * Names of files and words out of captures go through here before they reach a screen.
 */
export function visibleText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
