import type { Diagnostic } from "../../base/diagnostic";
import { finding, textPosition } from "../text/finding";
import { reportHeard } from "../text/heard-lines";
import { leadingOptions } from "../text/leading-options";
import { reportPassed } from "./account-for-lines";
import type { FrameShape } from "./read-pasted-text";
import type { TextShape } from "./recognize-text";
import { rewriteLecture } from "./rewrite-lecture";
import { isQuietInPacketdrill, rewritePacketdrill } from "./rewrite-packetdrill";
import { isQuietInFigure, rewriteRfcFigure } from "./rewrite-rfc-figure";
import { isHeading } from "./spoken-lines";
import { isQuietInDiagram, joinNotes, rewriteSequenceDiagram } from "./rewrite-sequence-diagram";

type Report = (diagnostic: Diagnostic) => void;

/** The lines of a text as an event list, and where to report what is found in them. */
export interface ListRewriting {
  /** One for each line of the text. */
  readonly lines: readonly string[];
  /** Moves findings to the whole line of the text: columns of the rewritten line mean nothing to its writer. */
  readonly report: Report;
}

/** Gives a text that says in other words what an event list says (a figure, a script, a diagram) as an event list. */
export function rewriteAsList(
  lines: readonly string[],
  shape: Exclude<TextShape, FrameShape>,
  report: Report,
): ListRewriting {
  if (shape === "event list") return { lines, report };
  const list = rewritten(lines, shape, report);
  const isQuiet = quiet[shape];
  const head = leadingOptions(lines).length;
  const looked = shape === "sequence diagram" ? joinNotes(lines) : lines;
  const passed = looked.flatMap((line, i) => (list[i] === "" && i >= head && !isQuiet(line) ? [i + 1] : []));
  reportPassed(passed, lines, report);
  return { lines: list, report: onWholeLines(lines, report) };
}

type RewrittenShape = Exclude<TextShape, FrameShape | "event list">;

/** Lines that draw nothing, and are meant to. */
const quiet: Readonly<Record<RewrittenShape, (line: string) => boolean>> = {
  "sequence diagram": isQuietInDiagram,
  packetdrill: isQuietInPacketdrill,
  "RFC figure": isQuietInFigure,
  lecture: (line) => line.trim() === "" || isHeading(line) || /^[\s|│]*$/u.test(line),
};

function rewritten(lines: readonly string[], shape: RewrittenShape, report: Report): readonly string[] {
  switch (shape) {
    case "sequence diagram":
      return rewriteSequenceDiagram(lines);
    case "packetdrill":
      return rewritePacketdrill(lines);
    case "RFC figure":
      return rewriteRfcFigure(lines);
    case "lecture":
      return heardLecture(lines, report);
  }
}

function heardLecture(lines: readonly string[], report: Report): readonly string[] {
  const lecture = rewriteLecture(lines);
  for (const [index, found] of lecture.misheard) {
    const start = lines[index]?.indexOf(found) ?? 0;
    const place = { line: index + 1, start, end: start + found.length };
    const needed = found.toLowerCase() === "sin" ? "SYN" : "FIN-WAIT";
    report(finding("heard-word", "remark", place, { found, needed }));
  }
  reportHeard(
    lecture.spoken.map((index) => [index, lecture.lines[index] ?? ""]),
    lines,
    report,
  );
  return lecture.lines;
}

function onWholeLines(lines: readonly string[], report: Report): Report {
  return (diagnostic) => {
    const line = diagnostic.at?.kind === "text" ? diagnostic.at.line : 1;
    const text = lines[line - 1] ?? "";
    report({ ...diagnostic, at: textPosition({ line, start: 0, end: text.length }) });
  };
}
