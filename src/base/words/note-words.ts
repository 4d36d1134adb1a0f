import type { Words } from "./words";

/** Words for findings in drawing notes, capture notes and their files. */
export const noteWords = {
  "not-a-drawing": {
    says: () => "this note holds no drawing that can be read",
    hint: () => "it was left untouched",
  },
  "damaged-drawing": {
    says: (d) => `the drawing of this note is damaged: ${String(d.found)} characters of data hold no scene`,
    hint: () =>
      "it was left untouched; restore an older copy of the note, or draw it anew under another name",
  },
  "conflicted-drawing": {
    says: () => "this drawing note holds the marks of a merge that was not finished",
    hint: () =>
      "it was left untouched; keep one side of what git or a sync program left there, then regenerate",
  },
  "newer-drawing": {
    says: () => "this drawing was made by a newer version of Packet Ladder",
    hint: () => "it was left untouched; update Packet Ladder, then regenerate",
  },
  "page-name-taken": {
    says: (d) => `"${String(d.found)}" is something else: the page is in "${String(d.needed)}"`,
  },
  "capture-not-found": {
    says: (d) => `there is no capture called "${String(d.found)}"`,
    hint: () => "a path counts from the note's folder; a [[name]] is looked up in the vault, too",
  },
} satisfies Record<string, Words>;
