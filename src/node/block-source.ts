import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { formatDiagnostic, type DiagnosticSubject } from "../base/format-diagnostic";
import type { TextInNote } from "../base/line-in-note";
import {
  type LadderBlock,
  readBlock,
  type BlockReading,
  type OpenCapture,
  type WiresharkRules,
} from "../pipeline";
import { openCaptureFile } from "./capture-file";
import { CommandError, exitCodes } from "./command-error";
import { findLink } from "./find-link";
import { folderOf, type Input } from "./input";
import type { Session } from "./session";

/** The options of a ladder block that can be given as flags. */
export interface SelectionFlags {
  readonly conversation?: string;
  readonly filter?: string;
  readonly title?: string;
  readonly names?: string;
  readonly style?: string;
  readonly theme?: string;
  readonly wireshark?: WiresharkRules;
  /** False for `--no-repair`. */
  readonly repair?: boolean;
  /** Who takes captures apart; left out: this program. */
  readonly engine?: "tshark";
}

/** One ladder block, wherever it comes from, ready to be read. */
export interface BlockSource {
  readonly text: string;
  /** Name for the trace's caption. */
  readonly name: string;
  readonly open: OpenCapture;
  /** What findings in the text are about. */
  readonly subject: DiagnosticSubject;
  /** True where every line of the text comes from a flag: then an error in it is a bad argument. */
  readonly isAllFlags: boolean;
}

const flagKeys = ["title", "conversation", "filter", "names", "style", "theme", "wireshark"] as const;

/** Gives the flags that were given, as they are typed: `--title`. */
export function flagNames(flags: SelectionFlags): readonly string[] {
  const named = flagKeys.filter((key) => flags[key] !== undefined).map((key) => `--${key}`);
  return flags.repair === false ? [...named, "--no-repair"] : named;
}

/** Gives the text of a block with options set: in the place of the line that set them, else before the first line. */
export function withFlags(text: string, flags: SelectionFlags): string {
  let changed = flags.repair === false ? withOption(text, "repair", "off") : text;
  for (const key of [...flagKeys].reverse()) {
    const value = flags[key];
    if (value === undefined) continue;
    changed = withOption(changed, key, value);
  }
  return changed;
}

function withOption(text: string, key: string, value: string): string {
  const line = new RegExp(`^[ \\t]*${key}[ \\t]*:[^\\r\\n]*`, "mu");
  const written = `${key}: ${value.replace(/\s+/gu, " ").trim()}`;
  return line.test(text) ? text.replace(line, () => written) : `${written}\n${text}`;
}

/**
 * Looks at flags before a note is made of them. Throws `CommandError` with exit code 64 where one cannot be
 * understood; a note would keep the fault.
 */
export async function rejectBadFlags(flags: SelectionFlags): Promise<void> {
  const text = `${withFlags("", flags)}\nA -> B: SYN`;
  const errors = await errorsIn(text);
  if (errors.length > 0) throw badFlags(errors, text);
}

/** A filter and a conversation cannot be faulted for what a list of one line does not hold. */
async function errorsIn(text: string): Promise<readonly Diagnostic[]> {
  try {
    const { diagnostics } = await readBlock(text, "arguments", () => Promise.resolve(undefined));
    return diagnostics.filter(({ severity }) => severity === "error");
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostic } = error;
    const isOfList = ["nothing-selected", "filter-field-not-held", "no-such-conversation"];
    return isOfList.includes(diagnostic.code) ? [] : [diagnostic];
  }
}

/**
 * Gives a finding of lines that flags wrote, without its place in them: nobody sees those lines.
 *
 * Throws `CommandError` where the flag itself is wrong; that a capture has no such conversation is about the capture.
 */
export function flagFinding(diagnostic: Diagnostic, text: string): Diagnostic {
  const { at, ...placeless } = diagnostic;
  if (at?.kind !== "text") return diagnostic;
  if (diagnostic.code !== "no-such-conversation") throw badFlags([diagnostic], text);
  return placeless;
}

/** Gives the end of a command whose flags, as the lines of `text`, have faults. */
function badFlags(errors: readonly Diagnostic[], text: string): CommandError {
  const words = errors.map((error) => formatDiagnostic(error, { name: "arguments", text }));
  return new CommandError(exitCodes.badArguments, `these arguments cannot be used\n${words.join("\n")}`);
}

/** Gives the number of `--block`, 1 where it was not given. Throws `CommandError` for anything else. */
export function blockNumber(written = "1"): number {
  const number = Number(written);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new CommandError(exitCodes.badArguments, "--block takes the number of a ladder block, from 1");
}

/**
 * Gives the block of an input to read: the lines of a list, block `number` (from 1) of a note, or for a
 * capture the lines that ask for it. Throws `CommandError` for a drawing and a block that is not there.
 */
export function blockSource(input: Input, flags: SelectionFlags, number = 1): BlockSource {
  switch (input.kind) {
    case "capture": {
      const text = withFlags("capture: input", flags);
      const open: OpenCapture = () => Promise.resolve(input.source);
      return { text, name: input.stem, open, subject: { name: "arguments", text }, isAllFlags: true };
    }
    case "list":
      return textSource(input, { text: input.text, firstLine: 1 }, flags);
    case "note": {
      const block = input.blocks[number - 1];
      if (block !== undefined) return textSource(input, block, flags);
      const found = `the note has ${String(input.blocks.length)}, not ${String(number)}`;
      throw new CommandError(exitCodes.badArguments, `${input.name}: ladder blocks: ${found}`);
    }
    case "drawing":
      throw new CommandError(
        exitCodes.failed,
        `${input.name}: this is a drawing note; give the capture note it was drawn from`,
      );
  }
}

function textSource(
  input: Input,
  written: TextInNote & Pick<LadderBlock, "text" | "firstLine">,
  flags: SelectionFlags,
): BlockSource {
  const text = withFlags(written.text, flags);
  const added = text.split("\n").length - written.text.split("\n").length;
  const inherited = [...Array.from({ length: added }, () => undefined), ...(written.inherited ?? [])];
  const subject = { name: input.name, text, firstLine: written.firstLine - added, inherited };
  return { text, name: input.stem, open: linkOpener(folderOf(input)), subject, isAllFlags: false };
}

/** Gives what opens the captures that blocks in a folder link to. */
export function linkOpener(folder: string): OpenCapture {
  return (target) => {
    const path = findLink(target, folder);
    return Promise.resolve(path === undefined ? undefined : openCaptureFile(path));
  };
}

/** Reads a block and reports what was found. Throws `CommandError` where nothing can be drawn. */
export async function readSource(source: BlockSource, session: Session): Promise<BlockReading> {
  try {
    const reading = await readBlock(source.text, source.name, source.open, {
      onProgress: session.progress.show,
    });
    const errors = reading.diagnostics.filter(({ severity }) => severity === "error");
    if (source.isAllFlags && errors.length > 0) throw badFlags(errors, source.text);
    reportReading(reading, source.subject, session);
    return reading;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostic, others } = error;
    const finding = source.isAllFlags ? flagFinding(diagnostic, source.text) : diagnostic;
    session.reporter.findings(others, source.subject);
    const subject = finding.at?.kind === "text" ? source.subject : { name: source.name };
    throw new CommandError(exitCodes.failed, formatDiagnostic(finding, subject));
  }
}

/** Reports what reading a block found: places in its text by the note's lines, places in octets by the capture's name. */
export function reportReading(reading: BlockReading, subject: DiagnosticSubject, session: Session): void {
  const capture = { name: reading.trace.source.name };
  for (const diagnostic of new Set([...reading.diagnostics, ...reading.trace.diagnostics])) {
    session.reporter.findings([diagnostic], diagnostic.at?.kind === "text" ? subject : capture);
  }
}
