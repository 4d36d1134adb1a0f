import { type App, type Editor, MarkdownView, type TFile } from "obsidian";
import { formatOctets, startShown } from "./busy-notice";
import { engineOf } from "./engine/engine";
import { Refusal } from "./refusal";
import { refuseTooLarge } from "./vault-capture";
import { withPresets } from "./settings/with-presets";
import { isCaptureName } from "./vault-paths";

/** What a drop and a paste have in common. */
type FileEvent = DragEvent | ClipboardEvent;

/**
 * Takes captures that are dropped on a note or pasted into it: each becomes an attachment, and a ladder block
 * with an embed of the file at the cursor. Tells whether it takes the event: other files are left to Obsidian.
 */
export function takeCaptures(app: App, event: FileEvent, editor: Editor, note: TFile | null): boolean {
  if (note === null) return false;
  const files = [...(filesOf(event) ?? [])];
  const captures = files.filter(({ name }) => isCaptureName(name));
  if (captures.length === 0 || captures.length < files.length) return false;
  startShown(() => attachAll(app, captures, editor, note));
  return true;
}

function filesOf(event: FileEvent): FileList | undefined {
  return ("dataTransfer" in event ? event.dataTransfer : event.clipboardData)?.files;
}

async function attachAll(app: App, captures: readonly File[], editor: Editor, note: TFile): Promise<void> {
  const blocks: string[] = [];
  const view = viewOf(app, editor);
  const place = { editor, view, note, selected: view?.editor.getSelection() };
  const text = view?.editor.getValue() ?? "";
  try {
    for (const capture of captures) blocks.push(await attachedBlock(app, capture, { note, text }));
  } finally {
    // What became an attachment before the vault was full has its block, too.
    if (blocks.length > 0) await insert(app, place, `\n${blocks.join("\n")}`);
  }
}

/** The place something was dropped on: the editor, its note then, and what was selected there. */
interface DropPlace {
  readonly editor: Editor;
  readonly view: MarkdownView | undefined;
  readonly note: TFile;
  readonly selected: string | undefined;
}

/** Puts text where it was dropped; while a large file was copied, the person may have gone on. */
async function insert(app: App, { editor, view, note, selected }: DropPlace, text: string): Promise<void> {
  if (view !== undefined && view.file !== note) await app.vault.process(note, (now) => now + text);
  else if (view === undefined || editor.getSelection() === selected) editor.replaceSelection(text);
  else editor.replaceRange(text, editor.getCursor("to"));
}

function viewOf(app: App, editor: Editor): MarkdownView | undefined {
  const views = app.workspace.getLeavesOfType("markdown").map(({ view }) => view);
  return views.filter((view) => view instanceof MarkdownView).find((view) => view.editor === editor);
}

/** The note something is dropped on, and what stands in its editor. */
interface Dropped {
  readonly note: TFile;
  readonly text: string;
}

async function attachedBlock(app: App, capture: File, { note, text }: Dropped): Promise<string> {
  const attached = await attach(app, capture, note);
  const link = app.metadataCache.fileToLinktext(attached, note.path, false);
  const isPlain = !/[[\]#^|]/u.test(link);
  const target = isPlain ? `[[${link}]]` : attached.path;
  // Obsidian follows links of notes, not those in blocks: the embed keeps the file from being an orphan, and opens it.
  const embed = isPlain ? `!${target}` : app.fileManager.generateMarkdownLink(attached, note.path);
  const block = withPresets(app, text, `\`\`\`ladder\ncapture: ${target}\n\`\`\`\n`);
  return `${block}\n${embed}\n`;
}

async function attach(app: App, capture: File, note: TFile): Promise<TFile> {
  refuseTooLarge({ name: capture.name, stat: { size: capture.size } });
  const path = await app.fileManager.getAvailablePathForAttachment(safeName(capture.name), note.path);
  const octets = await capture.arrayBuffer();
  if (octets.byteLength !== capture.size)
    throw new Refusal(
      `“${capture.name}” changed while it was read (${formatOctets(octets.byteLength)}). Drop it again.`,
    );
  const attached = await app.vault.createBinary(path, octets);
  engineOf(app).readFrom(capture, attached);
  return attached;
}

/** Names from outside may hold what a vault refuses. */
function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|#^[\]]/gu, "-").replace(/^\.+/u, "");
}
