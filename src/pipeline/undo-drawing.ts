import { decodeNote } from "../note/decode-note";
import { encodeNote } from "../note/encode-note";
import type { Scene } from "../scene/scene";
import { undoneScene } from "../scene/undo-scene";

/** The text of a drawing note before a regenerate, and as the regenerate left it. */
export interface RegeneratedText {
  readonly before: string;
  readonly after: string;
}

/**
 * Gives a drawing note with a regenerate taken back: to the octet where nothing was changed since; else what was
 * changed since stays. Throws `DiagnosticError` `not-a-drawing` where the note cannot be understood any more.
 */
export function undoDrawing(
  now: string,
  { before, after }: RegeneratedText,
): { readonly markdown: string; readonly scene: Scene } {
  const old = decodeNote(before);
  if (now === after) return { markdown: before, scene: old.scene };
  const note = decodeNote(now);
  const made = decodeNote(after);
  const scene = undoneScene(note.scene, { before: old.scene, after: made.scene });
  const head = note.head === made.head ? old.head : note.head;
  return { markdown: encodeNote({ ...note, head, scene }), scene };
}
