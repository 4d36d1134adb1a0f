import { type App, Notice, type TFile } from "obsidian";
import { type Diagnostic, DiagnosticError } from "../base/diagnostic";
import { describeDiagnostic } from "../base/format-diagnostic";
import {
  describeDetails,
  describeReport,
  type Drawing,
  type DrawnBlock,
  regenerateNote,
  type RegeneratedNote,
} from "../pipeline";
import { whileBusy } from "./busy-notice";
import { blockDrawer } from "./draw-blocks";
import { saveOpenEditors } from "./capture-notes";
import { findDrawing, updateDrawing } from "./drawing-files";
import { capitalised, explainFailure, Refusal } from "./refusal";
import { type RegeneratedDrawing, rememberRegenerated } from "./regenerate-undo";

/** More conflicts than these are counted: a notice is small. */
const DETAILS_SHOWN = 4;

/**
 * Makes or regenerates the drawings of a capture note, and says in one notice what became of them.
 *
 * The note gets its `drawing:` lines in one write, and only where one is missing; a note that changed
 * meanwhile is left alone, the line comes with the next regenerate.
 */
export async function regenerateCaptureNote(
  app: App,
  note: TFile,
  options: { readonly restoreDeleted?: boolean } = {},
): Promise<void> {
  await saveOpenEditors(app, note);
  const before = await app.vault.read(note);
  const refusals = new Map<string, string>();
  const named = new Set<string>();
  const changed: RegeneratedDrawing[] = [];
  const result = await whileBusy(`Drawing “${note.basename}”`, (onProgress, signal) =>
    regenerateNote(before, note.basename, {
      drawBlock: blockDrawer(app, note.path, { onProgress, signal }),
      restoreDeleted: options.restoreDeleted === true,
      updateDrawing: async (name, change) => {
        try {
          if (named.has(name))
            throw new Refusal(`Two blocks name the drawing “${name}”: each needs its own.`);
          named.add(name);
          changed.push(...(await updateAndTrace(app, note, name, change)));
        } catch (error) {
          // What the vault or an open view refuses concerns one drawing; the others are still made.
          if (error instanceof DiagnosticError) throw error;
          refusals.set(name, explainFailure(error));
        }
      },
    }),
  );
  rememberRegenerated(app, changed);
  if (result.drawn.length + result.failed.length === 0)
    throw new Refusal(`“${note.basename}” has no ladder block.`);
  if (refusals.size === 0 && result.markdown !== before) {
    await app.vault.process(note, (now) => (now === before ? result.markdown : now));
  }
  new Notice(describeRegenerated(result, refusals), noticeDuration(result, refusals));
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
  return [{ path: file.path, before, after: await app.vault.read(file) }];
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
  const found =
    first === undefined ? "" : `\n${placeOf(first, block.firstLine)}${describeDiagnostic(first)}${more}.`;
  const details = describeDetails(drawing.report);
  const shown = details.slice(0, DETAILS_SHOWN).map((line) => `\n${capitalised(line)}.`);
  const hidden = details.length - shown.length;
  const rest = hidden > 0 ? `\nAnd ${String(hidden)} more.` : "";
  return `“${name}”: ${describeReport(drawing.report)}${shown.join("")}${rest}${found}`;
}

function isWorthANotice(diagnostic: Diagnostic): boolean {
  return diagnostic.severity !== "remark";
}

function placeOf({ at }: Diagnostic, firstLine: number): string {
  if (at === undefined) return "";
  if (at.kind === "text") return `Line ${String(at.line + firstLine - 1)}: `;
  return at.frame === undefined ? "" : `Frame ${String(at.frame)}: `;
}

/** Good news go away by themselves, the rest waits to be read. */
function noticeDuration(result: RegeneratedNote, refusals: ReadonlyMap<string, string>): number | undefined {
  const conflicts = result.drawn.flatMap(({ drawing }) => drawing.report.conflicts);
  return result.failed.length + refusals.size + conflicts.length > 0 ? 0 : undefined;
}
