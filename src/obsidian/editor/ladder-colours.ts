import { type Extension, RangeSetBuilder, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type { findLadderFences, highlightBlock, LadderFence } from "../../pipeline";

/** More lines than these in one block are a paste of some size: taken apart at each key they would slow typing. */
const LINES_COLOURED = 3000;

/** What knows ladder blocks. It is handed over: this file is loaded later than all others, and must not draw the core with it. */
export interface BlockReader {
  readonly findLadderFences: typeof findLadderFences;
  readonly highlightBlock: typeof highlightBlock;
}

/** A block of the note with what is to be coloured in each of its lines. */
interface ColouredBlock {
  readonly fence: LadderFence;
  readonly lines: ReturnType<typeof highlightBlock>;
}

/** Gives the colours of ladder blocks as an extension of the editor: what is on screen, by the tokenizer that reads it. */
export function ladderColours(reader: BlockReader): Extension {
  return ViewPlugin.define((view) => new LadderColours(view, reader), {
    decorations: ({ decorations }) => decorations,
  });
}

class LadderColours implements PluginValue {
  decorations: DecorationSet;
  readonly #reader: BlockReader;
  #blocks: readonly ColouredBlock[];

  constructor(view: EditorView, reader: BlockReader) {
    this.#reader = reader;
    this.#blocks = colouredBlocks(view.state.doc, reader);
    this.decorations = decorate(view, this.#blocks);
  }

  update({ docChanged, viewportChanged, view }: ViewUpdate): void {
    if (docChanged) this.#blocks = colouredBlocks(view.state.doc, this.#reader);
    if (docChanged || viewportChanged) this.decorations = decorate(view, this.#blocks);
  }
}

function colouredBlocks(note: Text, reader: BlockReader): readonly ColouredBlock[] {
  const text = note.toString();
  // Most notes have no block, and the core need not be woken for them.
  if (!/[`~]{3}[ \t]*ladder/u.test(text)) return [];
  return reader
    .findLadderFences(text)
    .filter(({ lines }) => lines.length <= LINES_COLOURED)
    .map((fence) => ({ fence, lines: reader.highlightBlock(fence.lines) }));
}

function decorate({ state, visibleRanges }: EditorView, blocks: readonly ColouredBlock[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    const first = state.doc.lineAt(from).number;
    const last = state.doc.lineAt(to).number;
    for (const block of blocks) addBlock(builder, state.doc, block, { first, last });
  }
  return builder.finish();
}

function addBlock(
  builder: RangeSetBuilder<Decoration>,
  note: Text,
  { fence, lines }: ColouredBlock,
  seen: { readonly first: number; readonly last: number },
): void {
  const start = Math.max(0, seen.first - fence.firstLine);
  const end = Math.min(lines.length, seen.last - fence.firstLine + 1);
  for (let at = start; at < end; at += 1) {
    const from = note.line(fence.firstLine + at).from + (fence.prefixes[at]?.length ?? 0);
    for (const { offset, length, class: name } of lines[at] ?? [])
      builder.add(from + offset, from + offset + length, markOf(name));
  }
}

const marks = new Map<string, Decoration>();

function markOf(name: string): Decoration {
  const mark = marks.get(name) ?? Decoration.mark({ class: `packet-ladder-token mod-${name}` });
  marks.set(name, mark);
  return mark;
}
