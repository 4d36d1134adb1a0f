import { DiagnosticError } from "../base/diagnostic";
import { decodeNote } from "../note/decode-note";
import type { DrawingNote } from "../note/drawing-note";
import { encodeNote, newDrawingNote } from "../note/encode-note";
import { rememberedList, withRememberedList } from "./remembered-list";
import { elementId } from "../scene/element-id";
import {
  isOfNewerFormat,
  listedEvents,
  listedKeys,
  originKey,
  readGeneratedList,
} from "../scene/generated-list";
import type { GeneratedList } from "../scene/merge-base";
import type { MergeReport } from "../scene/merge-report";
import { mergeScene, type MergeOptions, type MergeResult } from "../scene/merge-scene";
import type { Scene } from "../scene/scene";

/** A drawing note made or regenerated, and what became of the person's edits. */
export interface Drawing {
  readonly markdown: string;
  readonly scene: Scene;
  readonly report: MergeReport;
  /** Whether the previous note holds something, and nothing that was made here: it is not to be replaced. */
  readonly isForeign?: boolean;
}

const emptyScene: Scene = { elements: [], appState: {}, files: {} };

/**
 * Gives the drawing note of a scene; over a previous one, the person's edits and elements stay.
 *
 * Pure and synchronous, so that a host can run it inside one atomic write. Throws
 * `DiagnosticError` `not-a-drawing` where the previous note cannot be understood, `newer-drawing` where a
 * newer version of this program made it.
 */
export function makeDrawing(scene: Scene, previous?: string, options: MergeOptions = {}): Drawing {
  if (previous === undefined) {
    const first = mergeScene(emptyScene, scene, options);
    const fresh = newDrawingNote(first.scene);
    return { ...first, markdown: encodeNote({ ...fresh, head: withRememberedList(fresh.head, first.list) }) };
  }
  const note = decodeNote(previous);
  if (isOfNewerFormat(note.scene.elements))
    throw new DiagnosticError({ code: "newer-drawing", severity: "error" });
  const remembered = rememberedList(note.head);
  const merged = mergeScene(note.scene, scene, { ...options, remembered });
  const isChanged = merged.scene.elements.some((element, at) => element !== note.scene.elements[at]);
  const head = isChanged ? headAfter(note, merged, remembered) : note.head;
  const isForeign = !isOwn(note) && note.scene.elements.some(({ isDeleted }) => !isDeleted);
  return { ...merged, isForeign, markdown: encodeNote({ ...note, head, scene: merged.scene }) };
}

/**
 * What stands above a drawing is a person's, and is touched only where it has to be: where it does not remember yet
 * something that was deleted.
 */
function headAfter(
  { head, storage }: Pick<DrawingNote, "head" | "storage">,
  { report, list }: MergeResult,
  remembered: GeneratedList | undefined,
): string {
  if (storage === "bare-json") return head;
  const known = remembered === undefined ? undefined : listedKeys(listedEvents(remembered));
  const isEnough = known !== undefined && report.deleted.every((each) => known.has(originKey(each)));
  return isEnough ? head : withRememberedList(head, list);
}

/**
 * Whether a drawing was made here, even if all that was drawn has been deleted since. Where elements of ours stand
 * without their marks, another program has taken those, and the drawing is not ours any more. Throws as `makeDrawing`.
 */
export function isOwnDrawing(markdown: string): boolean {
  return isOwn(decodeNote(markdown));
}

function isOwn({ head, scene }: Pick<DrawingNote, "head" | "scene">): boolean {
  if (scene.elements.some((element) => element.customData?.packetLadder !== undefined)) return true;
  const remembered = rememberedList(head);
  if (remembered === undefined) return false;
  const ids = new Set(
    listedEvents(remembered).flatMap(({ event, parts }) => parts.map((part) => elementId({ event, part }))),
  );
  return !scene.elements.some(({ id }) => ids.has(id));
}

/** Gives the fingerprints of the captures a drawing was drawn from; undefined where it does not say. */
export function drawnCaptures(scene: Scene): string | undefined {
  return readGeneratedList(scene.elements).captures;
}

/** Gives the scene of a drawing note, label edits made only in its Markdown included. Throws as `makeDrawing`. */
export function readDrawing(markdown: string): Scene {
  return decodeNote(markdown).scene;
}
