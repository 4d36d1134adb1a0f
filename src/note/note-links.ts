import { findLadderFences } from "./ladder-fence";

const LINK = /!?\[\[([^\]\r\n]+)\]\]|\]\(([^()\s]+)\)/g;

/**
 * Gives the targets of a note's own links and embeds, in order, without aliases and headings; not those in
 * its ladder blocks, which no program renames when a file is moved.
 */
export function noteLinks(markdown: string): readonly string[] {
  const blocks = findLadderFences(markdown);
  const isInBlock = (at: number): boolean => blocks.some(({ start, end }) => at >= start && at < end);
  const targets: string[] = [];
  for (const { 1: wiki, 2: path, index } of markdown.matchAll(LINK)) {
    if (isInBlock(index)) continue;
    const target = wiki === undefined ? decoded(path ?? "") : wiki;
    targets.push((target.split(/[#|]/, 1)[0] ?? "").trim());
  }
  return targets.filter((target) => target !== "");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A link that is no link leads nowhere, and nothing is lost by trying it as it stands.
    return path;
  }
}
