import { dirname, extname } from "node:path";
import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { blockTheme, drawBlock, readDrawing, type Scene, type Theme } from "../../pipeline";
import { blockSource, flagNames, linkOpener, readSource, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { drawNote, writeFiles, type PlannedFile } from "../draw-note";
import { folderOf, readInput, type Input, type NoteInput } from "../input";
import type { Session } from "../session";
import { makeSvg, planSvg } from "../svg-file";

/** What `svg` may be told. */
export interface SvgFlags extends SelectionFlags {
  readonly output: string;
  readonly text: "embedded" | "outlined";
  readonly theme?: Theme;
}

/** What is to be exported: one scene, or the pages of a drawing; and the page its block wants it for. */
interface Picture {
  readonly pages: readonly Scene[];
  readonly theme: Theme;
}

/**
 * Writes the picture of a drawing note, of a note's first drawing as `regenerate` would leave it, or of
 * anything that can be drawn. Further pages of a drawing go to `FILE (continued 2).svg` and so on; to stdout
 * goes the first, and that is said. Throws `CommandError`.
 */
export async function svg(name: string, flags: SvgFlags, session: Session): Promise<ExitCode | undefined> {
  const { output, text, theme, ...selection } = flags;
  const picture = await pictureOf(await readInput(name, flags), selection, session);
  session.progress.clear();
  const look = { text, theme: theme ?? picture.theme };
  const { pages } = picture;
  if (output !== "-") {
    const files: PlannedFile[] = [];
    for (const [i, page] of pages.entries()) files.push(await planSvg(pagePath(output, i + 1), page, look));
    await writeFiles(dirname(output), files, session);
    return undefined;
  }
  const [first] = pages;
  if (pages.length > 1) {
    const words = `${name}: stdout has page 1 of ${String(pages.length)}; give a file to get all of them`;
    session.reporter.say("warning", words);
  }
  if (first !== undefined) await session.print(await makeSvg(first, look));
  return undefined;
}

function pagePath(output: string, page: number): string {
  if (page === 1) return output;
  const extension = extname(output);
  return `${output.slice(0, output.length - extension.length)} (continued ${String(page)})${extension}`;
}

async function pictureOf(input: Input, flags: SelectionFlags, session: Session): Promise<Picture> {
  if (input.kind === "drawing") return { pages: [sceneOfDrawing(input.text, input.name)], theme: "light" };
  if (input.kind === "note" && flagNames(flags).length === 0) return pictureOfNote(input, session);
  const reading = await readSource(blockSource(input, flags), session);
  return { pages: [drawBlock(reading)], theme: blockTheme(reading.options) };
}

function sceneOfDrawing(markdown: string, name: string): Scene {
  try {
    return readDrawing(markdown);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new CommandError(exitCodes.failed, formatDiagnostic(error.diagnostic, { name }));
  }
}

async function pictureOfNote(input: NoteInput, session: Session): Promise<Picture> {
  const folder = folderOf(input);
  const note = { folder, stem: input.stem, markdown: input.text, open: linkOpener(folder) };
  const { drawn } = await drawNote(note, session);
  const [first] = drawn;
  if (first === undefined)
    throw new CommandError(exitCodes.failed, `${input.name}: no block of this note can be drawn`);
  return {
    pages: first.pages.map(({ drawing }) => drawing.scene),
    theme: blockTheme(first.reading.options),
  };
}
