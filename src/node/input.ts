import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { basename, dirname, parse } from "node:path";
import { findLadderBlocks, type CaptureSource, type LadderBlock } from "../pipeline";
import { captureInMemory, openCaptureFile } from "./capture-file";
import { CommandError, exitCodes } from "./command-error";
import { decodeText, kindOfPath, onPath, readTextFile, type TextFile } from "./files";

/** What every kind of input has. */
interface InputBase {
  /** As the person wrote it, for messages. */
  readonly name: string;
  /** Name of the notes made of it: the file's name without its extension. */
  readonly stem: string;
  /** Undefined for standard input. */
  readonly path: string | undefined;
}

/** A packet capture, or octets that only the capture readers can name. */
export interface CaptureInput extends InputBase {
  readonly kind: "capture";
  readonly source: CaptureSource;
}

/** A Markdown note with ladder blocks. */
export interface NoteInput extends InputBase, TextFile {
  readonly kind: "note";
  readonly blocks: readonly LadderBlock[];
}

/** A drawing note of the Excalidraw plugin. */
export interface DrawingInput extends InputBase, TextFile {
  readonly kind: "drawing";
}

/** An event list: the lines of a ladder block without a fence around them. */
export interface ListInput extends InputBase, TextFile {
  readonly kind: "list";
}

/** An input of the command line, recognised by its content. */
export type Input = CaptureInput | NoteInput | DrawingInput | ListInput;

/** Octets looked at to tell text from captures. */
const SAMPLE = 8192;

/**
 * Gives the input a person named; `-` is standard input, which is read to its end.
 *
 * Captures are only opened, texts are read. Throws `CommandError` for folders, missing and unreadable files.
 */
export async function readInput(name: string): Promise<Input> {
  if (name === "-") {
    const octets = await readStandardInput();
    return recognise(octets, { name: `stdin${extensionOf(octets)}`, stem: "stdin", path: undefined });
  }
  const kind = kindOfPath(name);
  if (kind === "nothing") throw new CommandError(exitCodes.failed, `${name}: no such file`);
  if (kind === "folder")
    throw new CommandError(exitCodes.failed, `${name}: this is a folder, a file is needed`);
  // Pipes and devices cannot be read twice, so they are read whole; a file of a folder like /proc says size 0 and is no matter.
  if (kind === "other")
    return recognise(
      onPath(name, () => readFileSync(name)),
      base(name),
    );
  const sample = readSample(name);
  if (looksLikeText(sample)) return recogniseText(readTextFile(name), base(name));
  return { kind: "capture", ...base(name), source: openCaptureFile(name) };
}

/** Gives the extension that octets without a name would have, so that they can be saved under the name a note links. */
function extensionOf(octets: Uint8Array): string {
  if (looksLikeText(octets.subarray(0, SAMPLE))) return "";
  if (octets[0] === 0x1f && octets[1] === 0x8b) return ".pcap.gz";
  return octets[0] === 0x0a && octets[1] === 0x0d ? ".pcapng" : ".pcap";
}

function base(path: string): InputBase {
  return { name: path, stem: stemOf(basename(path)), path };
}

/** Gives the name of the notes made of a file: without `.gz` and one more extension, or without `.excalidraw.md`. */
export function stemOf(fileName: string): string {
  if (/\.excalidraw\.md$/iu.test(fileName)) return fileName.slice(0, -".excalidraw.md".length);
  return parse(fileName.replace(/(?<before>[^.])\.gz$/iu, "$<before>")).name;
}

function recognise(octets: Uint8Array, input: InputBase): Input {
  if (looksLikeText(octets.subarray(0, SAMPLE))) return recogniseText(decodeText(octets, input.name), input);
  return { kind: "capture", ...input, source: captureInMemory(input.name, octets) };
}

/** Captures, pictures and compressed files have control characters in their first header; texts have none of these. */
function looksLikeText(sample: Uint8Array): boolean {
  return sample.length > 0 && !sample.some(isBinary);
}

/** Whether no text holds an octet: C0 controls but for white space (0x09 to 0x0d) and escape, which terminals print. */
function isBinary(octet: number): boolean {
  return octet < 0x09 || (octet > 0x0d && octet < 0x20 && octet !== 0x1b);
}

function recogniseText(file: TextFile, input: InputBase): Input {
  if (isDrawing(file.text)) return { kind: "drawing", ...input, ...file };
  const blocks = findLadderBlocks(file.text);
  if (blocks.length > 0) return { kind: "note", ...input, ...file, blocks };
  return { kind: "list", ...input, ...file };
}

/** The Excalidraw plugin knows its notes by this key of the frontmatter, and so do we. */
function isDrawing(markdown: string): boolean {
  const frontmatter = /^---[ \t]*\r?\n(?<lines>[\s\S]*?)\r?\n---/u.exec(markdown);
  return /^excalidraw-plugin[ \t]*:/mu.test(frontmatter?.groups?.["lines"] ?? "");
}

function readSample(path: string): Uint8Array {
  return onPath(path, () => {
    const descriptor = openSync(path, "r");
    try {
      const sample = new Uint8Array(SAMPLE);
      return sample.subarray(0, readSync(descriptor, sample, 0, SAMPLE, 0));
    } finally {
      closeSync(descriptor);
    }
  });
}

async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Gives the folder links of an input are looked up from: its own, or the current one. */
export function folderOf(input: Input): string {
  return input.path === undefined ? "." : dirname(input.path);
}
