import type { Diagnostic, Position } from "./diagnostic";
import { lineInNote, type TextInNote } from "./line-in-note";
import { captureWords } from "./words/capture-words";
import { noteWords } from "./words/note-words";
import { textWords } from "./words/text-words";
import type { Words } from "./words/words";
import { writingWords } from "./words/writing-words";

const allWords: Record<Diagnostic["code"], Words> = {
  ...captureWords,
  ...textWords,
  ...noteWords,
  ...writingWords,
};

/** What a diagnostic is about: the file's name and, for a caret picture, its text. */
export interface DiagnosticSubject extends TextInNote {
  readonly name: string;
  readonly text?: string;
}

/**
 * Gives a diagnostic in words, as compilers print them: `name:line:column: words [code]`,
 * a caret picture for text, and an indented hint. No trailing line break.
 */
export function formatDiagnostic(diagnostic: Diagnostic, subject: DiagnosticSubject): string {
  const words = allWords[diagnostic.code];
  const times =
    diagnostic.count !== undefined && diagnostic.count > 1 ? ` (${String(diagnostic.count)} times)` : "";
  const severity = diagnostic.severity === "error" ? "" : `${diagnostic.severity}: `;
  const head = `${place(diagnostic.at, subject)}: ${severity}${words.says(diagnostic)}${times} [${diagnostic.code}]`;
  const hint = words.hint?.(diagnostic) ?? "";
  return [head, ...caretPicture(diagnostic.at, subject), ...(hint === "" ? [] : [`  hint: ${hint}`])].join(
    "\n",
  );
}

/** Gives the same finding as one sentence without its place, for a notice on screen. */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const words = allWords[diagnostic.code];
  const hint = words.hint?.(diagnostic) ?? "";
  return words.says(diagnostic) + (hint === "" ? "" : ` (${hint})`);
}

function place(at: Position | undefined, subject: DiagnosticSubject): string {
  if (at === undefined) return subject.name;
  if (at.kind === "text") {
    return `${subject.name}:${String(lineInNote(subject, at.line))}:${String(at.column)}`;
  }
  const frame = at.frame === undefined ? "" : ` frame ${String(at.frame)},`;
  const layer = at.layer === undefined ? "" : ` ${at.layer}`;
  return `${subject.name}:${frame}${layer} at octet ${String(at.offset)}`;
}

function caretPicture(at: Position | undefined, subject: DiagnosticSubject): string[] {
  if (at?.kind !== "text" || subject.text === undefined) return [];
  const line = subject.text.split(/\r\n|\n|\r/)[at.line - 1];
  if (line === undefined) return [];
  const carets = "^".repeat(Math.max(1, Math.min(at.length, line.length - at.column + 1)));
  return [`    ${line.replaceAll("\t", " ")}`, `    ${" ".repeat(at.column - 1)}${carets}`];
}
