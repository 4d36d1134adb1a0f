import { type App, Notice, type TFile } from "obsidian";
import { type Diagnostic, DiagnosticError } from "../base/diagnostic";
import { describeDiagnostic } from "../base/format-diagnostic";
import { lineInNote, type TextInNote } from "../base/line-in-note";
import {
  describeDetails,
  describeReport,
  type Drawing,
  type DrawnBlock,
  elementKey,
  type IndexProgress,
  type NoteHost,
  regenerateNote,
  type RegeneratedNote,
} from "../pipeline";
import { whileBusy } from "./busy-notice";
import { blockDrawer } from "./draw-blocks";
import { saveOpenEditors } from "./capture-notes";
import { ConflictsModal } from "./conflicts-modal";
import { drawingLookup, findDrawing, updateDrawing } from "./drawing-files";
import { capitalised, explainFailure, Refusal } from "./refusal";
import { type RegeneratedDrawing, rememberRegenerated } from "./regenerate-undo";

/** More conflicts than these are counted: a notice is small. */
const DETAILS_SHOWN = 4;

/** What a regenerate can be told beside the note. */
export interface RegenerateOptions {
  readonly restoreDeleted?: boolean;
  /** Elements that become as generated, by `EVENT/PART`. */
  readonly takeNew?: ReadonlySet<string>;
  /** The only block to draw, from 0. */
  readonly onlyBlock?: number;
}

/** What became of a note: what was drawn, and why drawings were refused. */
export interface RegeneratedFile {
  readonly note: TFile;
  readonly result: RegeneratedNote;
  /** By name of the drawing. */
  readonly refusals: ReadonlyMap<string, string>;
}

/** Makes or regenerates the drawings of a capture note, and says in one notice what became of them. */
export async function regenerateCaptureNote(
  app: App,
  note: TFile,
  options: RegenerateOptions = {},
): Promise<void> {
  const changed: RegeneratedDrawing[] = [];
  const done = await whileBusy(`Drawing “${note.basename}”`, (onProgress, signal) =>
    regenerateFile(app, note, options, { onProgress, signal, changed }),
  ).finally(() => {
    // What was written before a cancel or a fault can be taken back, too.
    rememberRegenerated(app, changed);
  });
  const { result, refusals } = done;
  if (result.drawn.length + result.failed.length === 0)
    throw new Refusal(`“${note.basename}” has no ladder block.`);
  const notice = new Notice(describeRegenerated(result, refusals), noticeDuration(result, refusals));
  offerNewValues(app, notice, done);
}

/** How a regenerate is watched: how far it is, whether it is still wanted, and what it changed until now. */
interface Watch {
  readonly onProgress?: IndexProgress;
  readonly signal: AbortSignal;
  /** Grows with every drawing that was written. */
  readonly changed: RegeneratedDrawing[];
}

/**
 * Makes or regenerates the drawings of a capture note, and says nothing.
 *
 * The note gets its `drawing:` lines in one write, and only where one is missing or leads to a drawing that was
 * moved; a note that changed meanwhile is left alone, the line comes with the next regenerate.
 */
export async function regenerateFile(
  app: App,
  note: TFile,
  options: RegenerateOptions,
  { changed, ...watch }: Watch,
): Promise<RegeneratedFile> {
  await saveOpenEditors(app, note);
  const before = await app.vault.read(note);
  const refusals = new Map<string, string>();
  const update = updateOnce(app, note, changed);
  const result = await regenerateNote(before, note.basename, {
    ...options,
    drawBlock: blockDrawer(app, note.path, watch),
    drawings: drawingLookup(app, note.path),
    isRefused: (name) => refusals.has(name),
    updateDrawing: async (name, change) => {
      try {
        await update(name, change);
      } catch (error) {
        // What the vault or an open view refuses concerns one drawing; the others are still made.
        if (error instanceof DiagnosticError) throw error;
        refusals.set(name, explainFailure(error));
      }
    },
  });
  if (refusals.size === 0 && result.markdown !== before) {
    await app.vault.process(note, (now) => (now === before ? result.markdown : now));
  }
  return { note, result, refusals };
}

/** Gives what updates the drawings of a note, each once, and keeps what they were before. */
function updateOnce(app: App, note: TFile, changed: RegeneratedDrawing[]): NoteHost["updateDrawing"] {
  const named = new Set<string>();
  return async (name, change) => {
    if (named.has(name)) throw new Refusal(`Two blocks name the drawing “${name}”: each needs its own.`);
    named.add(name);
    // Notes are deleted while they are drawn: a drawing that nobody asked for any more is not made.
    if (app.vault.getFileByPath(note.path) !== note)
      throw new Refusal(`“${note.basename}” is no longer there: “${name}” was not drawn.`);
    changed.push(...(await updateAndTrace(app, note, name, change)));
  };
}

/** Adds to a notice about conflicts the button that shows them one by one, each with its new value. */
function offerNewValues(app: App, notice: Notice, { note, result }: RegeneratedFile): void {
  const conflicts = result.drawn.flatMap(({ index, name, drawing }) =>
    drawing.report.conflicts.map((conflict) => ({ ...conflict, block: index, drawing: name })),
  );
  if (conflicts.length === 0) return;
  const button = notice.messageEl.createEl("button", {
    cls: "packet-ladder-notice-button",
    text: "Show new values…",
  });
  button.addEventListener("click", () => {
    new ConflictsModal(app, conflicts, ({ block, ...conflict }) =>
      regenerateCaptureNote(app, note, { onlyBlock: block, takeNew: new Set([elementKey(conflict)]) }),
    ).open();
  });
}

/** Changes a drawing and gives it as it was and as it is; nothing for one that was made. */
async function updateAndTrace(
  app: App,
  note: TFile,
  name: string,
  change: (previous: string | undefined) => Drawing,
): Promise<readonly RegeneratedDrawing[]> {
  let before: string | undefined;
  await updateDrawing(app, note.path, name, (previous) => {
    before = previous;
    return change(previous);
  });
  const file = findDrawing(app, name, note.path);
  if (before === undefined || file === undefined) return [];
  return [{ file, before, after: await app.vault.read(file) }];
}

/** Gives what was drawn, what was refused and what was found, a line each. */
export function describeRegenerated(result: RegeneratedNote, refusals: ReadonlyMap<string, string>): string {
  const lines = [
    ...result.drawn.filter(({ name }) => !refusals.has(name)).map(describeDrawn),
    ...refusals.values(),
    ...result.failed.map(({ diagnostic }) => `${capitalised(describeDiagnostic(diagnostic))}.`),
  ];
  return lines.join("\n");
}

function describeDrawn({ block, name, drawing, reading }: DrawnBlock): string {
  const findings = [...reading.diagnostics, ...reading.trace.diagnostics].filter(isWorthANotice);
  const first = findings[0];
  const more = findings.length > 1 ? ` (and ${String(findings.length - 1)} more, shown in the note)` : "";
  const found = first === undefined ? "" : `\n${placeOf(first, block)}${describeDiagnostic(first)}${more}.`;
  const details = describeDetails(drawing.report);
  const shown = details.slice(0, DETAILS_SHOWN).map((line) => `\n${capitalised(line)}.`);
  const hidden = details.length - shown.length;
  const rest = hidden > 0 ? `\nAnd ${String(hidden)} more.` : "";
  return `“${name}”: ${describeReport(drawing.report)}${shown.join("")}${rest}${found}`;
}

function isWorthANotice(diagnostic: Diagnostic): boolean {
  return diagnostic.severity !== "remark";
}

function placeOf({ at }: Diagnostic, block: TextInNote): string {
  if (at === undefined) return "";
  if (at.kind === "text") return `Line ${String(lineInNote(block, at.line))}: `;
  return at.frame === undefined ? "" : `Frame ${String(at.frame)}: `;
}

/** Good news go away by themselves, the rest waits to be read. */
function noticeDuration(result: RegeneratedNote, refusals: ReadonlyMap<string, string>): number | undefined {
  const conflicts = result.drawn.flatMap(({ drawing }) => drawing.report.conflicts);
  return result.failed.length + refusals.size + conflicts.length > 0 ? 0 : undefined;
}
