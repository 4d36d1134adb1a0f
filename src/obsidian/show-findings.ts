import type { Diagnostic } from "../base/diagnostic";
import { describeDiagnostic } from "../base/format-diagnostic";
import { lineInNote, type TextInNote } from "../base/line-in-note";
import type { BlockPicture } from "./block-picture";
import { capitalised } from "./refusal";

/** More than these are counted, not listed: a picture is still to be seen below a broken list. */
const FINDINGS_SHOWN = 8;

/** The lines of a block, and where they stand in the note. */
interface BlockText extends TextInNote {
  readonly text: string;
}

/** Lists what was found in a block and its capture: the place, the words and the hint, and the line itself. */
export function showFindings(into: HTMLElement, picture: BlockPicture, block: BlockText): void {
  const findings = [...picture.inBlock, ...picture.inCapture];
  if (findings.length === 0) return;
  const list = into.createDiv({ attr: { role: "status" } }).createEl("ul", "packet-ladder-findings");
  for (const finding of findings.slice(0, FINDINGS_SHOWN)) showFinding(list, finding, block);
  const more = findings.length - FINDINGS_SHOWN;
  if (more > 0) list.createEl("li", { cls: "packet-ladder-finding", text: `and ${String(more)} more` });
}

function showFinding(list: HTMLElement, finding: Diagnostic, block: BlockText): void {
  const item = list.createEl("li", { cls: `packet-ladder-finding mod-${finding.severity}` });
  item.createSpan({ cls: "packet-ladder-place", text: placeOf(finding, block) });
  const times = finding.count !== undefined && finding.count > 1 ? ` (${String(finding.count)} times)` : "";
  item.appendText(`${capitalised(describeDiagnostic(finding))}${times}`);
  const line = lineOf(finding, block.text);
  if (line !== "") item.createEl("code", { cls: "packet-ladder-line", text: line });
}

function placeOf({ at, severity }: Diagnostic, block: BlockText): string {
  const place =
    at?.kind === "text"
      ? `line ${String(lineInNote(block, at.line))}`
      : at?.frame === undefined
        ? ""
        : `frame ${String(at.frame)}`;
  const parts = [severity === "error" ? "" : severity, place].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${capitalised(parts.join(", "))}: `;
}

function lineOf({ at }: Diagnostic, text: string): string {
  return at?.kind === "text" ? (text.split(/\r\n|\n|\r/u)[at.line - 1] ?? "").trim() : "";
}
