import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { decodeNote } from "../note/decode-note";
import type { DrawingLookup } from "../note/drawing-names";
import { pageName } from "../note/page-name";
import { pageElementId, pageLinkOf } from "../scene/page-scenes";
import type { Scene } from "../scene/scene";

/** Which notes hold the pages of a drawing. */
export interface PagePlan {
  /** One name for each page, the first that of the drawing. */
  readonly names: readonly string[];
  /** Pages that are there and not needed any more. */
  readonly retired: readonly string[];
  /** Says which usual names something else has. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Letters that tell a page from something else with its usual name. */
const LETTERS = Array.from({ length: 25 }, (_, i) => String.fromCharCode(0x62 + i));

/**
 * Gives the notes for so many pages of a drawing: those its pages link already, wherever they were renamed
 * or moved to; else those with the usual names, or the next free ones where something else has these.
 */
export async function planPages(
  drawing: string,
  count: number,
  lookup: DrawingLookup | undefined,
): Promise<PagePlan> {
  const names = [drawing];
  const diagnostics: Diagnostic[] = [];
  for (let page = 2; page <= count; page += 1) {
    const found = await linkedAfter(names, lookup);
    names.push(found ?? (await freeName(drawing, page, lookup, diagnostics)));
  }
  return { names, retired: await stalePages(names, lookup), diagnostics };
}

/** Gives the pages behind those that are needed, by their links or their usual names. */
async function stalePages(
  names: readonly string[],
  lookup: DrawingLookup | undefined,
): Promise<readonly string[]> {
  const all = [...names];
  for (;;) {
    const usual = pageName(names[0] ?? "", all.length + 1);
    const stale = (await linkedAfter(all, lookup)) ?? ((await isPage(usual, lookup)) ? usual : undefined);
    if (stale === undefined || all.includes(stale)) return all.slice(names.length);
    all.push(stale);
  }
}

async function freeName(
  drawing: string,
  page: number,
  lookup: DrawingLookup | undefined,
  diagnostics: Diagnostic[],
): Promise<string> {
  const usual = pageName(drawing, page);
  for (const letter of ["", ...LETTERS]) {
    const name = pageName(drawing, page, letter);
    if (lookup?.hasDrawing(name) === true && !(await isPage(name, lookup))) continue;
    if (letter !== "")
      diagnostics.push({ code: "page-name-taken", severity: "warning", found: usual, needed: name });
    return name;
  }
  return usual;
}

/** Gives the drawing that the words at the end of the last page lead to, where it is one of ours and none of them. */
async function linkedAfter(
  pages: readonly string[],
  lookup: DrawingLookup | undefined,
): Promise<string | undefined> {
  const page = pages.at(-1) ?? "";
  if (lookup?.hasDrawing(page) !== true) return undefined;
  const markdown = await lookup.drawingText(page);
  // Most drawings are one page, and say so without being unpacked.
  if (markdown === undefined || !markdown.includes(pageElementId("next"))) return undefined;
  const target = pageLinkOf(sceneOf(markdown), "next");
  const linked = target === undefined ? undefined : lookup.linkedDrawing(target);
  return linked !== undefined && !pages.includes(linked) ? linked : undefined;
}

/** Gives true for what is a further page of some drawing of ours. */
async function isPage(name: string, lookup: DrawingLookup | undefined): Promise<boolean> {
  if (lookup?.hasDrawing(name) !== true) return false;
  const markdown = await lookup.drawingText(name);
  return markdown !== undefined && pageLinkOf(sceneOf(markdown), "previous") !== undefined;
}

function sceneOf(markdown: string): Scene {
  try {
    return decodeNote(markdown).scene;
  } catch (error) {
    // A note of this name that is no drawing is something else.
    if (error instanceof DiagnosticError) return { elements: [], appState: {}, files: {} };
    throw error;
  }
}
