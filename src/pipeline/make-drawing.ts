import { DiagnosticError } from "../base/diagnostic";
import { decodeNote } from "../note/decode-note";
import { encodeNote, newDrawingNote } from "../note/encode-note";
import { newerFormat, readGeneratedList } from "../scene/generated-list";
import type { MergeReport } from "../scene/merge-report";
import { mergeScene, type MergeOptions } from "../scene/merge-scene";
import type { Scene } from "../scene/scene";

/** A drawing note made or regenerated, and what became of the person's edits. */
export interface Drawing {
  readonly markdown: string;
  readonly scene: Scene;
  readonly report: MergeReport;
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
    return { ...first, markdown: encodeNote(newDrawingNote(first.scene)) };
  }
  const note = decodeNote(previous);
  if (newerFormat(note.scene.elements) !== undefined)
    throw new DiagnosticError({ code: "newer-drawing", severity: "error" });
  const merged = mergeScene(note.scene, scene, options);
  return { ...merged, markdown: encodeNote({ ...note, scene: merged.scene }) };
}

/** Gives the fingerprints of the captures a drawing was drawn from; undefined where it does not say. */
export function drawnCaptures(scene: Scene): string | undefined {
  return readGeneratedList(scene.elements).captures;
}

/** Gives the scene of a drawing note, label edits made only in its Markdown included. Throws as `makeDrawing`. */
export function readDrawing(markdown: string): Scene {
  return decodeNote(markdown).scene;
}
