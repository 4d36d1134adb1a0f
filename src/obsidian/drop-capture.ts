import type { App, Editor, TFile } from "obsidian";
import { isDissected } from "../pipeline";
import { formatOctets, startShown } from "./busy-notice";
import { Refusal } from "./refusal";
import { refuseTooLarge } from "./vault-capture";
import { isCaptureName } from "./vault-paths";

/** What tshark says of packets has these names, and so have other things. */
const MAY_BE_DISSECTION = /\.(?:json|ek|ndjson)$/iu;
/** As much of a file as tells that. */
const HEAD_OCTETS = 8192;

/** What a drop and a paste have in common. */
type FileEvent = DragEvent | ClipboardEvent;

/**
 * Takes captures that are dropped on a note or pasted into it: each becomes an attachment, and a ladder block
 * with an embed of the file at the cursor. Tells whether it takes the event: other files are left to Obsidian. A JSON file
 * is taken before it can be read; one that is not tshark's becomes what Obsidian makes of it.
 */
export function takeCaptures(app: App, event: FileEvent, editor: Editor, note: TFile | null): boolean {
  if (note === null) return false;
  const files = [...(filesOf(event) ?? [])];
  const captures = files.filter(({ name }) => isCaptureName(name) || MAY_BE_DISSECTION.test(name));
  if (captures.length === 0 || captures.length < files.length) return false;
  startShown(() => attachAll(app, captures, editor, note));
  return true;
}

function filesOf(event: FileEvent): FileList | undefined {
  return ("dataTransfer" in event ? event.dataTransfer : event.clipboardData)?.files;
}

async function attachAll(app: App, files: readonly File[], editor: Editor, note: TFile): Promise<void> {
  const parts: string[] = [];
  for (const file of files) parts.push(await attach(app, file, note));
  editor.replaceSelection(`\n${parts.join("\n")}`);
}

/** Gives what is written for a file: a block with the embed below it, or for what is no capture the embed alone. */
async function attach(app: App, file: File, note: TFile): Promise<string> {
  refuseTooLarge({ name: file.name, stat: { size: file.size } });
  const octets = await file.arrayBuffer();
  if (octets.byteLength !== file.size)
    throw new Refusal(
      `“${file.name}” changed while it was read (${formatOctets(octets.byteLength)}). Drop it again.`,
    );
  const attached = await attachCapture(app, { name: file.name, octets, note });
  return isCaptureName(file.name) || isDissected(new Uint8Array(octets.slice(0, HEAD_OCTETS)))
    ? attached.block
    : attached.embed;
}

/** What is written into a note for a capture that was attached to it. */
interface AttachedCapture {
  /** The block that draws it, with the embed below it. */
  readonly block: string;
  readonly embed: string;
}

/** Makes octets an attachment of a note; an older one of the name is left alone. */
export async function attachCapture(
  app: App,
  { name, octets, note }: { readonly name: string; readonly octets: ArrayBuffer; readonly note: TFile },
): Promise<AttachedCapture> {
  const path = await app.fileManager.getAvailablePathForAttachment(safeName(name), note.path);
  const attached = await app.vault.createBinary(path, octets);
  const link = app.metadataCache.fileToLinktext(attached, note.path, false);
  const isPlain = !/[[\]#^|]/u.test(link);
  const target = isPlain ? `[[${link}]]` : attached.path;
  // Obsidian follows links of notes, not those in blocks: the embed keeps the file from being an orphan, and opens it.
  const embed = isPlain ? `!${target}\n` : `${app.fileManager.generateMarkdownLink(attached, note.path)}\n`;
  return { block: `\`\`\`ladder\ncapture: ${target}\n\`\`\`\n\n${embed}`, embed };
}

/** Names from outside may hold what a vault refuses. */
function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|#^[\]]/gu, "-").replace(/^\.+/u, "");
}
