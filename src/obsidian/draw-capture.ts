import { type App, normalizePath, Notice, type TFile } from "obsidian";
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
import { changeAndRegenerate } from "./edit-ladder";
import { NoteDraft } from "./preview/note-draft";
import { PreviewModal } from "./preview/preview-modal";
import { presetKeys, settingsOf } from "./settings/ladder-settings";
import { describeRegenerated } from "./regenerate-note";
import { Refusal } from "./refusal";
import { refuseTooLarge } from "./vault-capture";
import { captureBaseName, findLinked, folderOf } from "./vault-paths";

/** More notes of one name than this beside a capture are a mistake of ours, not a wish of the person's. */
const NAMES_TRIED = 50;

/**
 * Draws a capture: a capture note and a drawing note beside it or in the folder of the settings, and opens
 * the note; before that asks how, where the settings say so.
 *
 * A note that already draws this capture is regenerated; another note of its name is left alone, and
 * the next free name taken. Nothing is written where the capture cannot be read.
 */
export async function drawCapture(app: App, capture: TFile, conversation?: number): Promise<void> {
  refuseTooLarge(capture);
  const place = await findNotePlace(app, capture);
  const draft = place.note === undefined ? newDraft(app, capture, place) : await noteDraft(app, place);
  if (conversation !== undefined) draft.choose("conversation", String(conversation));
  const confirm = (decided: NoteDraft): Promise<void> => drawDraft(app, capture, place, decided);
  if (!settingsOf(app).preview) await confirm(draft);
  else new PreviewModal(app, { draft, capture, title: `Draw “${capture.name}”`, confirm }).open();
}

/** Draws a capture without asking: as the settings and the note that is there have it. */
export async function drawAtOnce(app: App, capture: TFile): Promise<void> {
  refuseTooLarge(capture);
  const place = await findNotePlace(app, capture);
  const draft = place.note === undefined ? newDraft(app, capture, place) : await noteDraft(app, place);
  await drawDraft(app, capture, place, draft);
}

/** Where the note of a capture is, or may be made. */
interface NotePlace {
  /** Name without extension. */
  readonly name: string;
  readonly path: string;
  readonly note?: TFile;
  /** Which block of the note draws the capture. */
  readonly blockIndex: number;
}

async function findNotePlace(app: App, capture: TFile): Promise<NotePlace> {
  const chosen = settingsOf(app).folder;
  const folder = chosen === "" ? folderOf(capture.path) : normalizePath(chosen);
  const base = captureBaseName(capture);
  for (let attempt = 0; attempt < NAMES_TRIED; attempt += 1) {
    const name = attempt === 0 ? base : `${base} ladder${attempt === 1 ? "" : ` ${String(attempt)}`}`;
    const path = folder === "" ? `${name}.md` : `${folder}/${name}.md`;
    const note = app.vault.getFileByPath(path);
    const blockIndex = note === null ? -1 : await blockThatDraws(app, note, capture);
    if (note !== null && blockIndex >= 0) return { name, path, note, blockIndex };
    const isFree = app.vault.getAbstractFileByPath(path) === null && !hasDrawing(app, name, path);
    if (isFree) return { name, path, blockIndex: 0 };
  }
  throw new Refusal(`No free name for a note beside “${capture.name}”.`);
}

function hasDrawing(app: App, name: string, notePath: string): boolean {
  const folder = folderOf(notePath);
  const path = `${drawingName(name, 0)}.md`;
  return app.vault.getAbstractFileByPath(folder === "" ? path : `${folder}/${path}`) !== null;
}

/** Asks the blocks' own reader which captures they name; nothing of a capture is read. −1: none. */
async function blockThatDraws(app: App, note: TFile, capture: TFile): Promise<number> {
  for (const [index, block] of findLadderBlocks(await app.vault.read(note)).entries()) {
    const named: (TFile | undefined)[] = [];
    const open: OpenCapture = (target) => {
      named.push(findLinked(app, target, note.path));
      return Promise.resolve(undefined);
    };
    try {
      await readBlock(block.text, note.basename, open);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
    }
    if (named.includes(capture)) return index;
  }
  return -1;
}

function newDraft(app: App, capture: TFile, place: NotePlace): NoteDraft {
  const settings = settingsOf(app);
  const presets = presetKeys.filter((key) => settings[key] !== "").map((key) => `${key}: ${settings[key]}`);
  const isBeside = folderOf(place.path) === folderOf(capture.path);
  const markdown = createCaptureNote({
    title: captureBaseName(capture),
    captureTarget: isBeside ? capture.name : capture.path,
    drawingName: drawingName(place.name, 0),
    listText: presets.join("\n"),
  });
  return new NoteDraft({ path: place.path, isNew: true, markdown, blockIndex: 0 });
}

async function noteDraft(app: App, { path, note, blockIndex }: NotePlace): Promise<NoteDraft> {
  const markdown = note === undefined ? "" : await app.vault.read(note);
  return new NoteDraft({ path, isNew: false, markdown, blockIndex });
}

/** Writes a note as it was decided, or changes one, draws it, and opens it. */
async function drawDraft(app: App, capture: TFile, place: NotePlace, draft: NoteDraft): Promise<void> {
  if (place.note === undefined) return showNote(app, await writeNewNote(app, capture, place, draft));
  await changeAndRegenerate(app, place.note, draft);
  await showNote(app, place.note);
}

async function writeNewNote(app: App, capture: TFile, place: NotePlace, draft: NoteDraft): Promise<TFile> {
  const folder = folderOf(place.path);
  if (folder !== "" && app.vault.getFolderByPath(folder) === null) await app.vault.createFolder(folder);
  const made: TFile[] = [];
  const result = await whileBusy(`Reading “${capture.name}”`, (onProgress, signal) =>
    regenerateNote(draft.markdown, place.name, {
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
    const note = await app.vault.create(
      place.path,
      settingsOf(app).explanation ? withWhatHappened(result) : result.markdown,
    );
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
