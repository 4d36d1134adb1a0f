import { type App, Notice, type TFile } from "obsidian";
import { DiagnosticError } from "../base/diagnostic";
import {
  createCaptureNote,
  drawingName,
  findLadderBlocks,
  type OpenCapture,
  readBlock,
  regenerateNote,
  withWhatHappened,
} from "../pipeline";
import { whileBusy } from "./busy-notice";
import { blockDrawer } from "./draw-blocks";
import { showNote } from "./capture-notes";
import { updateDrawing } from "./drawing-files";
import { describeRegenerated, regenerateCaptureNote } from "./regenerate-note";
import { Refusal } from "./refusal";
import { refuseTooLarge } from "./vault-capture";
import { captureBaseName, findLinked, folderOf } from "./vault-paths";

/** More notes of one name than this beside a capture are a mistake of ours, not a wish of the person's. */
const NAMES_TRIED = 50;

/**
 * Draws a capture: a capture note and a drawing note beside it, and opens the note.
 *
 * A note that already draws this capture is regenerated; another note of its name is left alone, and
 * the next free name taken. Nothing is written where the capture cannot be read.
 */
export async function drawCapture(app: App, capture: TFile): Promise<void> {
  refuseTooLarge(capture);
  const place = await findNotePlace(app, capture);
  if (place.note !== undefined) {
    await regenerateCaptureNote(app, place.note);
    await showNote(app, place.note);
  } else await showNote(app, await writeNewNote(app, capture, place));
}

/** Where the note of a capture is, or may be made. */
interface NotePlace {
  /** Name without extension. */
  readonly name: string;
  readonly path: string;
  readonly note?: TFile;
}

async function findNotePlace(app: App, capture: TFile): Promise<NotePlace> {
  const folder = folderOf(capture.path);
  const base = captureBaseName(capture);
  for (let attempt = 0; attempt < NAMES_TRIED; attempt += 1) {
    const name = attempt === 0 ? base : `${base} ladder${attempt === 1 ? "" : ` ${String(attempt)}`}`;
    const path = folder === "" ? `${name}.md` : `${folder}/${name}.md`;
    const note = app.vault.getFileByPath(path);
    if (note !== null && (await drawsCapture(app, note, capture))) return { name, path, note };
    if (app.vault.getAbstractFileByPath(path) === null && !hasDrawing(app, name, path)) return { name, path };
  }
  throw new Refusal(`No free name for a note beside “${capture.name}”.`);
}

function hasDrawing(app: App, name: string, notePath: string): boolean {
  const folder = folderOf(notePath);
  const path = `${drawingName(name, 0)}.md`;
  return app.vault.getAbstractFileByPath(folder === "" ? path : `${folder}/${path}`) !== null;
}

/** Asks the blocks' own reader which captures they name; nothing of a capture is read. */
async function drawsCapture(app: App, note: TFile, capture: TFile): Promise<boolean> {
  const named: (TFile | undefined)[] = [];
  const open: OpenCapture = (target) => {
    named.push(findLinked(app, target, note.path));
    return Promise.resolve(undefined);
  };
  for (const block of findLadderBlocks(await app.vault.read(note))) {
    try {
      await readBlock(block.text, note.basename, open);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
    }
  }
  return named.includes(capture);
}

async function writeNewNote(app: App, capture: TFile, place: NotePlace): Promise<TFile> {
  const drawing = drawingName(place.name, 0);
  const draft = createCaptureNote({
    title: captureBaseName(capture),
    captureTarget: capture.name,
    drawingName: drawing,
  });
  const made: TFile[] = [];
  const result = await whileBusy(`Reading “${capture.name}”`, (onProgress, signal) =>
    regenerateNote(draft, place.name, {
      drawBlock: blockDrawer(app, place.path, { onProgress, signal }),
      updateDrawing: async (name, change) => {
        const file = await updateDrawing(app, place.path, name, change);
        if (file !== undefined) made.push(file);
      },
    }),
  );
  const failure = result.failed[0];
  if (failure !== undefined) throw new DiagnosticError(failure.diagnostic);
  try {
    const note = await app.vault.create(place.path, withWhatHappened(result));
    new Notice(describeNewNote(capture, place, describeRegenerated(result, new Map())));
    return note;
  } catch (error) {
    for (const file of made) await app.fileManager.trashFile(file);
    throw error;
  }
}

function describeNewNote(capture: TFile, place: NotePlace, report: string): string {
  if (place.name === captureBaseName(capture)) return report;
  return `“${captureBaseName(capture)}” is another note and stays as it is.\n${report}`;
}
