const LINK = /!?\[\[([^[\]|]*)(?:\|([^[\]]*))?\]\]|!?\[([^[\]]*)\]\([^()\s]*\)/g;

/**
 * Gives the text a drawing shows for a label's markup: `[[Note|alias]]` shows `alias`,
 * `[[Note]]` and `[name](target)` show the name.
 *
 * This is what the Excalidraw plugin shows in its "parsed" mode, but for transclusions, which need a vault.
 */
export function displayedText(markup: string): string {
  return markup.replace(
    LINK,
    (_whole, target?: string, alias?: string, name?: string) => alias ?? target ?? name ?? "",
  );
}
