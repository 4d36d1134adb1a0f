/**
 * The product as a handful of functions; the only place where stages meet, and all that the doors know.
 *
 *   octets ─ indexCapture ─┐
 *                          ├─ readBlock ─ Trace ─ layoutBlock ─ Ladder ─ drawBlock ─ Scene ─┬─ makeDrawing ─ drawing note
 *   text ──────────────────┘                                                               └─ exportSvg ─── SVG
 *
 * `regenerateNote` walks that road once for every ladder block of a note.
 */
import { DiagnosticError, type Diagnostic } from "./base/diagnostic";
import type { IndexProgress } from "./capture/index-capture";
import {
  drawingName,
  findLadderBlocks,
  withDrawingLine,
  withMovedDrawing,
  type LadderBlock,
} from "./note/capture-note";
import { movedDrawings, type DrawingLookup } from "./note/drawing-names";
import { withExplanation } from "./note/explanation-section";
import { drawPages, retiredScene } from "./pipeline/draw-block";
import { withFrameLinks } from "./pipeline/link-frames";
import { linkedPages } from "./pipeline/link-pages";
import type { Drawing } from "./pipeline/make-drawing";
import { planPages } from "./pipeline/plan-pages";
import { writePages } from "./pipeline/write-pages";
import type { OpenCapture } from "./pipeline/open-capture";
import { readBlock, type BlockReading } from "./pipeline/read-block";
import type { Scene } from "./scene/scene";
import { eventMoments } from "./trace/event-moments";
import { explainTrace } from "./trace/with-reasons";

export { indexCapture, type IndexProgress } from "./capture/index-capture";
export type { CaptureSource, OctetPlace } from "./capture/capture-source";
export { captureFingerprint } from "./capture/capture-fingerprint";
export { isDissected } from "./capture/dissected/dissection";
export { isCutMagic, isForeignCapture } from "./capture/file-appearance";
export type { CaptureIndex } from "./capture/capture-index";
export { ConversationCursor } from "./capture/conversation-cursor";
export { listAnalysedConversations, listConversations, listDatagrams } from "./capture/list-conversations";
export { textPicture } from "./ladder/text-picture";
export {
  createCaptureNote,
  drawingName,
  findLadderBlocks,
  namedDrawing,
  type LadderBlock,
} from "./note/capture-note";
export type { DrawingLookup } from "./note/drawing-names";
export { findLadderFences, type LadderFence } from "./note/ladder-fence";
export { withRenamedTargets } from "./note/renamed-targets";
export { withBlockOption, writtenOptions } from "./note/block-option-line";
export { explanationSection, renewExplanation } from "./note/explanation-section";
export { followStream, type StreamText } from "./read/browse/follow-stream";
export { showPacket, type PacketDetail } from "./read/browse/packet-detail";
export { listPackets, type PacketLine } from "./read/browse/packet-line";
export {
  conversationLines,
  conversationOrders,
  selectConversations,
  type ConversationLine,
  type ConversationOrder,
  type ConversationSelection,
} from "./read/browse/select-conversations";
export { selectPackets, type PacketSelection } from "./read/browse/select-packets";
export { namingRows } from "./read/browse/naming-rows";
export { serverNames, type ServerNames } from "./read/browse/server-names";
export { summarizeCapture, type CaptureSummary } from "./read/browse/summarize-capture";
export {
  blockTheme,
  countMessages,
  countPages,
  drawBlock,
  drawPages,
  layoutBlock,
} from "./pipeline/draw-block";
export { withFrameLinks } from "./pipeline/link-frames";
export { drawStates } from "./pipeline/draw-states";
export { drawnCaptures, isOwnDrawing, makeDrawing, readDrawing, type Drawing } from "./pipeline/make-drawing";
export { undoDrawing } from "./pipeline/undo-drawing";
export { indexOf, type OpenCapture, type OpenedCapture } from "./pipeline/open-capture";
export { readBlock, type BlockReading } from "./pipeline/read-block";
export { packetRows } from "./read/packet-fields";
export { optionWords } from "./read/text/option-keys";
export { traceRows } from "./read/trace-fields";
export { explainTrace } from "./trace/with-reasons";
export { describeChanges, describeDetails, describeReport, elementKey } from "./scene/merge-report";
export type { Scene } from "./scene/scene";
export { exportSvg } from "./svg/export-svg";
export { outlineTexts } from "./svg/outline-text";
export { darkScene, type Theme } from "./scene/recolor";
export { isOwnSvg } from "./svg/own-svg";
export type { WiresharkRules } from "./tcp/wireshark-rules";
export type { Trace } from "./trace/trace";
export { suggestionsAt, type Suggestions } from "./compose/suggestions-at";
export { highlightBlock, type HighlightSpan } from "./compose/highlight-block";
export { listTemplates, type ListTemplate } from "./compose/list-templates";
export { fencedLadder } from "./note/fenced-ladder";
export { looksLikePackets } from "./pipeline/looks-like-packets";
export { turnIntoLadder } from "./pipeline/turn-into-ladder";
export { writeBlock } from "./pipeline/write-block";
export { writeBlockCapture } from "./pipeline/write-block-capture";
export { isOwnCapture } from "./write/capture/pcapng-blocks";
export { textFormats, type TextFormat } from "./write/text-format";

/** What a door does for a note that is regenerated. */
export interface NoteHost {
  readonly openCapture?: OpenCapture;
  /** Reads and draws a block elsewhere, in a worker; left out: here, with `openCapture`. Throws as `readBlock`. */
  readonly drawBlock?: (
    text: string,
    name: string,
  ) => Promise<{ reading: BlockReading; pages: readonly Scene[] }>;
  /** Where it is left out, drawings that were moved are not looked for. */
  readonly drawings?: DrawingLookup;
  readonly onProgress?: IndexProgress;
  /** Brings back what a person deleted from the drawings. */
  readonly restoreDeleted?: boolean;
  /** Elements that become as generated, by `EVENT/PART` or id. */
  readonly takeNew?: ReadonlySet<string>;
  /** The only block to draw, from 0; undefined: all. */
  readonly onlyBlock?: number;
  /** False: damage of scanned tables is not repaired, whatever the blocks say. */
  readonly repair?: boolean;
  /**
   * Makes the drawing note `name` (without `.md`) beside the note, or changes it, in one atomic write:
   * `change` is pure and takes what is there, undefined where nothing is.
   */
  readonly updateDrawing: (name: string, change: (previous: string | undefined) => Drawing) => Promise<void>;
  /** Whether updating a drawing was refused; left out: never. */
  readonly isRefused?: (name: string) => boolean;
}

/** One ladder block of a note, drawn. */
export interface DrawnBlock {
  readonly block: LadderBlock;
  /** Its number among the note's blocks, from 0. */
  readonly index: number;
  /** Name of its drawing note, without `.md`. */
  readonly name: string;
  readonly reading: BlockReading;
  /** Its first page; the only one of most. */
  readonly drawing: Drawing;
  /** All pages, the first with the name above. */
  readonly pages: readonly DrawnPage[];
}

/** One drawing note of a block. */
export interface DrawnPage {
  readonly name: string;
  readonly drawing: Drawing;
}

/** One ladder block of a note from which nothing could be drawn, and why. Its old drawing is untouched. */
export interface FailedBlock {
  readonly block: LadderBlock;
  readonly diagnostic: Diagnostic;
  /** What else was found in its lines. */
  readonly others: readonly Diagnostic[];
}

/** A note regenerated: its text with a `drawing:` line in every drawn block, and what was drawn. */
export interface RegeneratedNote {
  readonly markdown: string;
  readonly drawn: readonly DrawnBlock[];
  readonly failed: readonly FailedBlock[];
}

/**
 * Makes or regenerates the drawing of every ladder block of a note, or of one.
 *
 * A block that cannot be read does not stop the others. A drawing that was renamed or moved is found by the note's
 * links, and its `drawing:` line is corrected. The door writes the note, where `markdown` is not what it gave.
 */
export async function regenerateNote(
  markdown: string,
  noteName: string,
  host: NoteHost,
): Promise<RegeneratedNote> {
  const blocks = findLadderBlocks(markdown);
  const moved: ReadonlyMap<number, string> =
    host.drawings === undefined ? new Map<number, string>() : movedDrawings(markdown, blocks, host.drawings);
  const drawn: DrawnBlock[] = [];
  const failed: FailedBlock[] = [];
  let text = markdown;
  for (const [index, block] of blocks.entries()) {
    if (host.onlyBlock !== undefined && host.onlyBlock !== index) continue;
    try {
      const names = { moved: moved.get(index), usual: drawingName(noteName, index) };
      const done = { index, ...(await regenerateBlock(block, names, host)) };
      drawn.push(done);
      text = moved.has(index)
        ? withMovedDrawing(text, index, done.name)
        : withDrawingLine(text, index, done.name);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      failed.push({ block, diagnostic: error.diagnostic, others: error.others });
    }
  }
  return { markdown: text, drawn, failed };
}

/** Gives a note that was just made for a capture with what happened in it at its end; from then on the text is the person's. */
export function withWhatHappened({ markdown, drawn }: RegeneratedNote): string {
  return withExplanation(
    markdown,
    drawn.flatMap(({ reading }) => explainTrace(reading.trace)),
  );
}

interface BlockNames {
  /** What the drawing is called since it was renamed or moved. */
  readonly moved: string | undefined;
  /** What it is called where the block does not say. */
  readonly usual: string;
}

async function regenerateBlock(
  block: LadderBlock,
  names: BlockNames,
  host: NoteHost,
): Promise<Omit<DrawnBlock, "index">> {
  const { reading, pages: scenes } = await (host.drawBlock ?? drawHere(host))(block.text, names.usual);
  const name = names.moved ?? reading.options.drawing ?? names.usual;
  const { restoreDeleted = false, takeNew = new Set<string>() } = host;
  const captures = reading.fingerprint === undefined ? {} : { captures: reading.fingerprint };
  const options = { moments: eventMoments(reading.trace), restoreDeleted, takeNew, ...captures };
  const plan = await planPages(name, scenes.length, host.drawings);
  const linked = linkedPages(
    scenes.map((scene) => withFrameLinks(scene, reading)),
    plan.names,
  );
  const retired = plan.retired.map((page) => [page, retiredScene(name)] as const);
  const drawings = await writePages([...linked, ...retired], host, options);
  const pages = linked.flatMap(([page], at) => {
    const drawing = drawings[at];
    return drawing === undefined ? [] : [{ name: page, drawing }];
  });
  const [first] = pages;
  if (first === undefined) throw new Error("a block has no page");
  const diagnostics = [...reading.diagnostics, ...plan.diagnostics];
  return { block, name, reading: { ...reading, diagnostics }, drawing: first.drawing, pages };
}

function drawHere({ openCapture, onProgress, repair = true }: NoteHost): NonNullable<NoteHost["drawBlock"]> {
  const open = openCapture ?? ((): Promise<undefined> => Promise.resolve(undefined));
  return async (text, name) => {
    const reading = await readBlock(text, name, open, { onProgress, repair });
    return { reading, pages: drawPages(reading) };
  };
}
