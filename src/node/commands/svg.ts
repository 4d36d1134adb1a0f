import { dirname } from "node:path";
import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { blockTheme, drawBlock, readDrawing, type Scene, type Theme } from "../../pipeline";
import { blockSource, flagNames, linkOpener, readSource, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { drawNote, writeFiles } from "../draw-note";
import { folderOf, readInput, type Input, type NoteInput } from "../input";
import type { Session } from "../session";
import { makeSvg, planSvg } from "../svg-file";

/** What `svg` may be told. */
export interface SvgFlags extends SelectionFlags {
  readonly output: string;
  readonly text: "embedded" | "outlined";
  readonly theme?: Theme;
}

/** A scene to be exported, and the page its block wants it for. */
interface Picture {
  readonly scene: Scene;
  readonly theme: Theme;
}

/**
 * Writes the picture of a drawing note, of a note's first drawing as `regenerate` would leave it, or of
 * anything that can be drawn. Throws `CommandError`.
 */
export async function svg(name: string, flags: SvgFlags, session: Session): Promise<ExitCode | undefined> {
  const { output, text, theme, ...selection } = flags;
  const picture = await pictureOf(await readInput(name), selection, session);
  session.progress.clear();
  const look = { text, theme: theme ?? picture.theme };
  if (output === "-") await session.print(await makeSvg(picture.scene, look));
  else await writeFiles(dirname(output), [await planSvg(output, picture.scene, look)], session);
  return undefined;
}

async function pictureOf(input: Input, flags: SelectionFlags, session: Session): Promise<Picture> {
  if (input.kind === "drawing") return { scene: sceneOfDrawing(input.text, input.name), theme: "light" };
  if (input.kind === "note" && flagNames(flags).length === 0) return pictureOfNote(input, session);
  const reading = await readSource(blockSource(input, flags), session);
  return { scene: drawBlock(reading), theme: blockTheme(reading.options) };
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
  return { scene: first.drawing.scene, theme: blockTheme(first.reading.options) };
}
