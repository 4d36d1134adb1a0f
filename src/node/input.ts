import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, parse } from "node:path";
import type { Readable } from "node:stream";
import { isCutMagic, isDissected, isForeignCapture, type CaptureSource, type LadderBlock } from "../pipeline";
import { openCaptureFile } from "./capture-file";
import { CommandError, exitCodes } from "./command-error";
import {
  decodeText,
  kindOfPath,
  LARGEST_TEXT,
  onPath,
  readOctets,
  readTextFile,
  tooLarge,
  type TextFile,
} from "./files";
import { isWideDissection, narrowedPieces, narrowedSource } from "./narrowed-source";
import { streamOctets } from "./stream-octets";
import { streamedCapture } from "./streamed-capture";
import { decodeUtf16, isUtf16 } from "./utf16-text";

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

/** How inputs are read. */
export interface InputRequest {
  /** Who takes the packets of captures apart; left out: this program. */
  readonly engine?: "tshark" | undefined;
  /** Whether one pass over a capture is all that is needed, so that nothing of a stream is kept. */
  readonly isReadOnce?: boolean;
}

/**
 * Gives the input a person named; `-` is standard input.
 *
 * Captures are only opened, and of a stream only the start is read; texts are read. Throws `CommandError` for
 * folders, missing and unreadable files.
 */
export async function readInput(name: string, request: InputRequest = {}): Promise<Input> {
  if (name === "-") {
    // Node says of a folder there that it is empty.
    if (isFolder(process.stdin.fd)) throw aFolder("standard input");
    return readStream(process.stdin, { name: "stdin", stem: "stdin", path: undefined }, request);
  }
  const kind = kindOfPath(name);
  if (kind === "nothing") throw new CommandError(exitCodes.failed, `${name}: no such file`);
  if (kind === "folder") throw aFolder(name);
  // Pipes and devices cannot be read twice; a file of a folder like /proc says size 0 and is no matter.
  if (kind === "other") return readStream(createReadStream(name), base(name), request);
  const sample = readSample(name);
  if (isWideDissection(sample))
    return { kind: "capture", ...base(name), source: narrowedSource(openCaptureFile(name)) };
  if (isUtf16(sample)) return utf16Input(readOctets(name), base(name));
  if (isTextInput(sample)) return recogniseText(readTextFile(name), base(name));
  if (request.engine === "tshark" && !isDissected(sample)) return dissectedInput(base(name), request);
  return { kind: "capture", ...base(name), source: openCaptureFile(name) };
}

function aFolder(name: string): CommandError {
  return new CommandError(exitCodes.failed, `${name}: this is a folder, a file is needed`);
}

/** Nothing that was closed before this program began is a folder. */
function isFolder(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

function isTextInput(sample: Uint8Array): boolean {
  return looksLikeText(sample) && !isDissected(sample) && !isForeignCapture(sample) && !isCutMagic(sample);
}

/** Reads as much of a stream as tells what it is; of a text all. */
async function readStream(stream: Readable, input: InputBase, request: InputRequest): Promise<Input> {
  if (request.engine === "tshark" && input.path === undefined) return dissectedInput(input, request);
  const octets = streamOctets(stream, input.name);
  return await recogniseStream(octets[Symbol.asyncIterator](), input, request);
}

async function recogniseStream(
  pieces: AsyncIterator<Uint8Array>,
  input: InputBase,
  request: InputRequest,
): Promise<Input> {
  const head = await readHead(pieces);
  const rest = { [Symbol.asyncIterator]: () => pieces };
  if (isWideDissection(head)) {
    const narrow = narrowedPieces(withHead(head, rest));
    return await recogniseStream(narrow[Symbol.asyncIterator](), input, request);
  }
  if (isUtf16(head)) return utf16Input(await readText(head, rest, input.name), input);
  if (isTextInput(head.subarray(0, SAMPLE)))
    return await recogniseText(decodeText(await readText(head, rest, input.name), input.name), input);
  const name = input.path === undefined ? `${input.name}${extensionOf(head)}` : input.name;
  const source = streamedCapture(name, head, rest, request.isReadOnce ?? false);
  return { kind: "capture", ...input, name, source };
}

async function* withHead(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield head;
  yield* rest;
}

/** Gives what tshark says about an input as the capture. */
async function dissectedInput(input: InputBase, request: InputRequest): Promise<CaptureInput> {
  const { tsharkOutput } = await import("./tshark");
  const rest = tsharkOutput(input.path);
  const source = streamedCapture(input.name, new Uint8Array(0), rest, request.isReadOnce ?? false);
  return { kind: "capture", ...input, source };
}

async function readHead(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < SAMPLE; ) {
    const next = await pieces.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(parts);
}

async function readText(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  name: string,
): Promise<Uint8Array> {
  const parts = [head];
  let length = head.length;
  for await (const piece of rest) {
    parts.push(piece);
    length += piece.length;
    if (length > LARGEST_TEXT) throw tooLarge(name);
  }
  return Buffer.concat(parts);
}

/** Gives the extension that octets without a name would have, so that they can be saved under the name a note links. */
function extensionOf(octets: Uint8Array): string {
  const sample = octets.subarray(0, SAMPLE);
  if (isDissected(sample)) return sample.includes(0x3c) && !sample.includes(0x7b) ? ".pdml" : ".json";
  if (looksLikeText(sample)) return "";
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

/** Captures, pictures and compressed files have control characters in their first header; texts have none of these. */
function looksLikeText(sample: Uint8Array): boolean {
  return sample.length > 0 && !sample.some(isBinary);
}

/** Whether no text holds an octet: C0 controls but for white space (0x09 to 0x0d) and escape, which terminals print. */
function isBinary(octet: number): boolean {
  return octet < 0x09 || (octet > 0x0d && octet < 0x20 && octet !== 0x1b);
}

/** What tells notes apart is read only where there is a text: captures do without. */
async function recogniseText(file: TextFile, input: InputBase): Promise<Input> {
  const { kindOfText } = await import("./kind-of-text");
  return { ...input, ...file, ...kindOfText(file.text) };
}

/** Notes and drawings are written back as UTF-8, and so must be UTF-8. */
async function utf16Input(octets: Uint8Array, input: InputBase): Promise<Input> {
  if (octets.length > LARGEST_TEXT) throw tooLarge(input.name);
  const read = await recogniseText({ text: decodeUtf16(octets, input.name), mark: "" }, input);
  return read.kind === "list" ? read : recogniseText(decodeText(octets, input.name), input);
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

/** Gives the folder links of an input are looked up from: its own, or the current one. */
export function folderOf(input: Input): string {
  return input.path === undefined ? "." : dirname(input.path);
}
