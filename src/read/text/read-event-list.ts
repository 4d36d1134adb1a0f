import { DiagnosticError, type Diagnostic } from "../../base/diagnostic";
import type { Trace } from "../../trace/trace";
import { chosenTrace, filterTrace } from "../filter-trace";
import type { BlockOptions } from "./block-options";
import { buildTrace } from "./build-trace";
import { checkList } from "./check-list";
import { describeText } from "./describe-text";
import { finding } from "./finding";
import type { BuiltTrace } from "./judged-trace";
import { leadingOptions } from "./leading-options";
import { cleanLines } from "../paste/clean-lines";
import { isFrameShape, readPastedText, type FrameShape, type PastedText } from "../paste/read-pasted-text";
import type { TextShape } from "../paste/recognize-text";
import { rewriteAsList } from "../paste/rewrite-as-list";
import { readOptions } from "./read-options";
import { readStatements } from "./read-statements";
import { shapeOfLines } from "./shape-of-lines";
import type { EventStatement, OptionStatement, Statement } from "./statement";

/** An event list understood: how to draw, what to draw, and what was found in its lines. */
export interface EventListReading {
  readonly options: BlockOptions;
  /** Without events where the block names a capture. All arrows, also those that a filter leaves out. */
  readonly trace: Trace;
  /** The arrows that the filter lets through, by their ids; undefined: all. */
  readonly shown?: ReadonlySet<string>;
  /** In the order of the lines. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a door may ask for beside what the text itself says. */
export interface ReadingRequest {
  /** False: damage of scanned tables is not repaired, whatever `repair:` says. */
  readonly repair?: boolean;
}

/**
 * Reads the text of a `ladder` block: an event list (docs/event-list.md), or what Wireshark, tshark, tcpdump
 * and their kin printed (docs/pasted-text.md), recognised by content.
 *
 * A line that is not understood yields one diagnostic and changes nothing else. `name` is the
 * text's name, for captions. Throws `DiagnosticError` `no-events` where there is neither an
 * event nor the name of a capture, with what the text looks like.
 */
export function readEventList(text: string, name: string, asked: ReadingRequest = {}): EventListReading {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const lines = splitLines(text);
  const cleaned = cleanLines(lines);
  const shape = shapeOfLines(lines, cleaned);
  const { options, trace, observed } = isFrameShape(shape)
    ? readFrameText({ lines: cleaned, name, shape }, asked, report)
    : readListText(lines, name, { shape, report });
  if (options.captures.length === 0 && trace.events.length === 0) throw noEvents(text, diagnostics);
  // The columns of a Flow Graph cut lengths off: what is acknowledged then seems never to have been sent.
  if (options.checks !== false && shape !== "flow graph")
    checkList({ trace, observed }, lines, isFrameShape(shape)).forEach(report);
  const isList = options.captures.length === 0;
  const chosen = isList ? chosenTrace(trace, options.conversation) : trace;
  const filtered = isList ? filterTrace(chosen, options) : undefined;
  diagnostics.push(...(filtered?.diagnostics ?? []));
  const sorted = diagnostics.sort((a, b) => lineOf(a) - lineOf(b));
  return {
    options,
    trace: chosen,
    diagnostics: sorted,
    ...(filtered === undefined ? {} : { shown: filtered.shown }),
  };
}

type ListReading = Pick<EventListReading, "options"> & BuiltTrace;

function readListText(lines: readonly string[], name: string, { shape, report }: ListContext): ListReading {
  const rewriting = rewriteAsList(lines, shape, report);
  const statements = readStatements(rewriting.lines, rewriting.report);
  const options = readOptions(statements.filter(isOption), rewriting.report);
  const events = statements.filter(isEvent);
  const fromCapture = options.captures.length > 0;
  reportMisplaced(statements, fromCapture, rewriting.report);
  return { options, ...buildTrace(name, options, fromCapture ? [] : events, rewriting.report) };
}

interface ListContext {
  readonly shape: Exclude<TextShape, FrameShape>;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Options may stand above what was pasted; a capture they name goes before it. */
function readFrameText(
  text: PastedText,
  asked: ReadingRequest,
  report: (diagnostic: Diagnostic) => void,
): ListReading {
  const head = leadingOptions(text.lines);
  const written = readOptions(readStatements(head, report).filter(isOption), report);
  const options = asked.repair === false ? { ...written, repair: false } : written;
  if (options.captures.length === 0) return { options, ...readPastedText(text, options, report) };
  report(finding("events-beside-capture", "warning", { line: head.length + 1, start: 0, end: 1 }));
  return { options, ...buildTrace(text.name, options, [], report) };
}

/** Gives the lines of a text without their ends; a byte order mark before the first is left out. */
export function splitLines(text: string): readonly string[] {
  return (text.startsWith("\uFEFF") ? text.slice(1) : text).split(/\r\n|\n|\r/u);
}

function isOption(statement: Statement): statement is OptionStatement {
  return statement.kind === "option";
}

function isEvent(statement: Statement): statement is EventStatement {
  return statement.kind !== "option";
}

/** Options below events still hold; events beside a capture are not drawn. Both are worth a word, once. */
function reportMisplaced(
  statements: readonly Statement[],
  fromCapture: boolean,
  report: (diagnostic: Diagnostic) => void,
): void {
  const firstEvent = statements.find(isEvent);
  if (firstEvent === undefined) return;
  for (const { key, line } of statements.filter(isOption)) {
    if (line > firstEvent.line)
      report(finding("option-after-events", "warning", { line, ...key }, { found: key.text }));
  }
  if (fromCapture)
    report(finding("events-beside-capture", "warning", { line: firstEvent.line, start: 0, end: 1 }));
}

function noEvents(text: string, diagnostics: readonly Diagnostic[]): DiagnosticError {
  const first = diagnostics.find((diagnostic) => diagnostic.severity === "error");
  const at = first?.at === undefined ? {} : { at: first.at };
  return new DiagnosticError({ code: "no-events", severity: "error", ...at, found: describeText(text) });
}

function lineOf(diagnostic: Diagnostic): number {
  return diagnostic.at?.kind === "text" ? diagnostic.at.line : 0;
}
