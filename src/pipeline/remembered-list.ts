import type { GeneratedList } from "../scene/merge-base";
import { isGeneratedList } from "../scene/generated-list";
import { compressToBase64 } from "../note/fast-encoder";
import { decompressScene } from "../note/scene-codec";

/** Words that tell whoever opens the note as text what the letters after them are for. */
const WORDS = "<!-- packet-ladder drew this; so that what you delete stays deleted, it keeps here: ";
const COMMENT = /<!-- packet-ladder drew this[^:>]*: ?([\w+/=]*) ?-->\n*/;

/**
 * Gives what the Markdown above a drawing remembers of what was generated, where no deletion of elements takes it
 * along; undefined where it has none. A list that somebody has damaged is one of nothing.
 */
export function rememberedList(head: string): GeneratedList | undefined {
  const stored = COMMENT.exec(head)?.[1];
  if (stored === undefined) return undefined;
  const list = readList(stored);
  return isGeneratedList(list) ? list : { generation: 0, events: {} };
}

function readList(stored: string): unknown {
  try {
    return JSON.parse(decompressScene(stored));
  } catch {
    // A note is a file: what cannot be read says nothing, but that this program was here.
    return undefined;
  }
}

/** Gives the Markdown above a drawing with this list in it, in the place of an older one, else at its end. */
export function withRememberedList(head: string, list: GeneratedList): string {
  const comment = `${WORDS}${compressToBase64(JSON.stringify(list))} -->\n\n`;
  if (COMMENT.test(head)) return head.replace(COMMENT, () => comment);
  // A comment of Obsidian's that begins here hides the texts of the drawing: it has to stay the last.
  const end = (/\n%%\s*$/.exec(head)?.index ?? head.length - 1) + 1;
  const above = head.slice(0, end);
  return `${above}${above === "" || above.endsWith("\n") ? "" : "\n"}${comment}${head.slice(end)}`;
}
