import { DiagnosticError } from "../base/diagnostic";
import type { NoteHost } from "../pipeline";
import type { MergeOptions } from "../scene/merge-scene";
import { pageMoves, type PageMove } from "../scene/page-moves";
import type { Scene } from "../scene/scene";
import { makeDrawing, readDrawing, type Drawing } from "./make-drawing";

/** A page of a drawing to be written: the name of its note, without `.md`, and what is generated. */
type PageToWrite = readonly [name: string, scene: Scene];

/**
 * Writes the pages of a drawing, and gives what became of each.
 *
 * What a person did at a message goes with it to another page. The page that gets it is written first, and the other
 * lets it go only then: whatever happens in between, it is on one of them.
 */
export async function writePages(
  pages: readonly PageToWrite[],
  host: NoteHost,
  options: MergeOptions,
): Promise<readonly Drawing[]> {
  const moves = pages.length === 1 ? [] : await movesBetween(pages, host, options);
  const goesOn = moves.some(({ from, to }) => to > from);
  const order = goesOn ? [...pages.keys()].reverse() : [...pages.keys()];
  const drawings: Drawing[] = [];
  const written = new Set<number>();
  for (const at of order) {
    const page = pages[at];
    if (page === undefined) continue;
    const [name, scene] = page;
    const moved = { ...options, ...movesOf(at, moves, written) };
    let drawing: Drawing | undefined;
    const change = (previous: string | undefined): Drawing => (drawing = makeDrawing(scene, previous, moved));
    await host.updateDrawing(name, change);
    if (host.isRefused?.(name) !== true) written.add(at);
    drawings[at] = drawing ?? makeDrawing(scene, undefined, options);
  }
  return drawings;
}

async function movesBetween(
  pages: readonly PageToWrite[],
  { drawings }: NoteHost,
  { moments = new Map() }: MergeOptions,
): Promise<readonly PageMove[]> {
  if (drawings === undefined) return [];
  const before: (Scene | undefined)[] = [];
  for (const [name] of pages) {
    const text = await drawings.drawingText(name);
    before.push(text === undefined ? undefined : readable(text));
  }
  const now = pages.map(([, scene]) => scene);
  return pageMoves(before, now, moments);
}

/** What cannot be read is refused when it is to be written. */
function readable(text: string): Scene | undefined {
  try {
    return readDrawing(text);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

function movesOf(
  page: number,
  moves: readonly PageMove[],
  written: ReadonlySet<number>,
): Pick<MergeOptions, "arrivals" | "departed"> {
  return {
    arrivals: moves.filter(({ to }) => to === page),
    departed: moves.filter(({ from, to }) => from === page && written.has(to)),
  };
}
