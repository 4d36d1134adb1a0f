import { dirname } from "node:path";
import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { drawBlock, exportSvg, readDrawing, type Scene } from "../../pipeline";
import { blockSource, linkOpener, readSource, flagNames, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { drawNote, writeFiles } from "../draw-note";
import { folderOf, readInput, type Input, type NoteInput } from "../input";
import type { Session } from "../session";
import { planSvg } from "../svg-file";

/** What `svg` may be told. */
export interface SvgFlags extends SelectionFlags {
  readonly output: string;
}

/**
 * Writes the picture of a drawing note, of a note's first drawing as `regenerate` would leave it, or of
 * anything that can be drawn. Throws `CommandError`.
 */
export async function svg(name: string, flags: SvgFlags, session: Session): Promise<ExitCode | undefined> {
  const scene = await sceneOf(await readInput(name), flags, session);
  session.progress.clear();
  if (flags.output === "-") await session.print(await exportSvg(scene));
  else await writeFiles(dirname(flags.output), [await planSvg(flags.output, scene)], session);
  return undefined;
}

async function sceneOf(input: Input, flags: SelectionFlags, session: Session): Promise<Scene> {
  if (input.kind === "drawing") return sceneOfDrawing(input.text, input.name);
  if (input.kind === "note" && flagNames(flags).length === 0) return sceneOfNote(input, session);
  return drawBlock(await readSource(blockSource(input, flags), session));
}

function sceneOfDrawing(markdown: string, name: string): Scene {
  try {
    return readDrawing(markdown);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new CommandError(exitCodes.failed, formatDiagnostic(error.diagnostic, { name }));
  }
}

async function sceneOfNote(input: NoteInput, session: Session): Promise<Scene> {
  const folder = folderOf(input);
  const note = { folder, stem: input.stem, markdown: input.text, open: linkOpener(folder) };
  const [first] = (await drawNote(note, session)).drawings;
  if (first === undefined)
    throw new CommandError(exitCodes.failed, `${input.name}: no block of this note can be drawn`);
  return first.drawing.scene;
}
