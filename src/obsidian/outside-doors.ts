import { type App, type CliData, Notice, type Plugin, type TFile } from "obsidian";
import { drawAtOnce } from "./draw-capture";
import { blockDrawer } from "./draw-blocks";
import { describeDiagnostic } from "../base/format-diagnostic";
import { lineInNote } from "../base/line-in-note";
import { findLadderBlocks } from "../pipeline";
import { isCaptureNote, lookForBlocks } from "./capture-notes";
import { explainFailure } from "./refusal";
import { regenerateCaptureNote } from "./regenerate-note";
import { findLinked, isCapture } from "./vault-paths";

const fileFlag = { file: { value: "<path>", description: "Path in the vault", required: true } };

/** Registers what can be asked from outside: Obsidian's own command line, and links that open something. */
export function registerOutsideDoors(plugin: Plugin): void {
  const { app } = plugin;
  const capture = { is: isCapture, otherwise: "is no capture" };
  plugin.registerObsidianProtocolHandler("packet-ladder", (params) => {
    openLinked(app, params);
  });
  plugin.registerCliHandler("packet-ladder:draw", "Draw a capture as a ladder", fileFlag, (params) =>
    answer(app, params, capture, async (file) => {
      await drawAtOnce(app, file);
      return `Drew ${file.path}`;
    }),
  );
  const ladderNote = { is: (file: TFile) => isCaptureNote(app, file), otherwise: "has no ladder block" };
  plugin.registerCliHandler(
    "packet-ladder:regenerate",
    "Regenerate the diagrams of a note",
    fileFlag,
    (params) =>
      answer(app, params, ladderNote, async (file) => {
        await regenerateCaptureNote(app, file);
        return `Regenerated ${file.path}`;
      }),
  );
  plugin.registerCliHandler(
    "packet-ladder:check",
    "List what is wrong with the ladders of a note",
    fileFlag,
    (params) => answer(app, params, ladderNote, (file) => checkNote(app, file)),
  );
}

/**
 * Opens what `obsidian://packet-ladder?capture=PATH&frame=12` or `?note=PATH` names. It writes nothing and
 * draws nothing: anybody can make a link.
 */
function openLinked(app: App, params: Readonly<Record<string, string>>): void {
  const { capture, note, frame } = params;
  const file = app.vault.getFileByPath(capture ?? note ?? "");
  if (file === null || (capture !== undefined && !isCapture(file))) {
    new Notice("This link names nothing in this vault.");
    return;
  }
  const place = capture !== undefined && /^\d{1,10}$/u.test(frame ?? "") ? `#frame=${frame ?? ""}` : "";
  void app.workspace.openLinkText(file.path + place, "");
}

/** What a command line's file must be, and what is said of one that is something else. */
interface Wanted {
  readonly is: (file: TFile) => boolean;
  readonly otherwise: string;
}

async function answer(
  app: App,
  { file: path }: CliData,
  wanted: Wanted,
  work: (file: TFile) => Promise<string>,
): Promise<string> {
  const file = findLinked(app, path ?? "", "");
  if (file === undefined) return `Error: no file "${path ?? ""}" in this vault`;
  try {
    await lookForBlocks(app, file);
    return wanted.is(file) ? await work(file) : `Error: ${file.path} ${wanted.otherwise}`;
  } catch (error) {
    return `Error: ${explainFailure(error)}`;
  }
}

async function checkNote(app: App, note: TFile): Promise<string> {
  const lines: string[] = [];
  const draw = blockDrawer(app, note.path);
  for (const block of findLadderBlocks(await app.vault.read(note))) {
    const { reading } = await draw(block.text, note.basename);
    for (const finding of [...reading.diagnostics, ...reading.trace.diagnostics]) {
      const line = finding.at?.kind === "text" ? `:${String(lineInNote(block, finding.at.line))}` : "";
      lines.push(`${note.path}${line}: ${finding.severity}: ${describeDiagnostic(finding)}`);
    }
  }
  return lines.length === 0 ? `${note.path}: nothing to say` : lines.join("\n");
}
