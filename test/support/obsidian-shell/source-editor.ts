import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { EditorPosition } from "obsidian";
import { Editor } from "obsidian-test-mocks/obsidian";

/** An editor on the page: CodeMirror with the plugins' extensions, behind Obsidian's `Editor`. */
export class SourceEditor extends Editor {
  readonly cm: EditorView;

  constructor(parent: HTMLElement, text: string, extensions: readonly Extension[]) {
    super();
    this.cm = new EditorView({ doc: text, parent, extensions: [...extensions] });
  }

  override getValue(): string {
    return this.cm.state.doc.toString();
  }

  override setValue(text: string): void {
    this.cm.dispatch({ changes: { from: 0, to: this.cm.state.doc.length, insert: text } });
  }

  override lineCount(): number {
    return this.cm.state.doc.lines;
  }

  override getLine(line: number): string {
    return this.cm.state.doc.line(line + 1).text;
  }

  override posToOffset({ line, ch }: EditorPosition): number {
    const { from, length } = this.cm.state.doc.line(line + 1);
    return from + Math.min(ch, length);
  }

  override offsetToPos(offset: number): EditorPosition {
    const line = this.cm.state.doc.lineAt(offset);
    return { line: line.number - 1, ch: offset - line.from };
  }

  override getRange(from: EditorPosition, to: EditorPosition): string {
    return this.cm.state.sliceDoc(this.posToOffset(from), this.posToOffset(to));
  }

  override getCursor(side?: "from" | "to" | "head" | "anchor"): EditorPosition {
    return this.offsetToPos(this.cm.state.selection.main[side ?? "head"]);
  }

  override setCursor(at: EditorPosition | number, ch = 0): void {
    const offset = this.posToOffset(typeof at === "number" ? { line: at, ch } : at);
    this.cm.dispatch({ selection: EditorSelection.cursor(offset), scrollIntoView: true });
  }

  override setSelection(anchor: EditorPosition, head = anchor): void {
    const range = EditorSelection.single(this.posToOffset(anchor), this.posToOffset(head));
    this.cm.dispatch({ selection: range, scrollIntoView: true });
  }

  override getSelection(): string {
    const { from, to } = this.cm.state.selection.main;
    return this.cm.state.sliceDoc(from, to);
  }

  override somethingSelected(): boolean {
    return !this.cm.state.selection.main.empty;
  }

  override replaceRange(text: string, from: EditorPosition, to: EditorPosition = from): void {
    const start = this.posToOffset(from);
    this.cm.dispatch({
      changes: { from: start, to: this.posToOffset(to), insert: text },
      selection: EditorSelection.cursor(start + text.length),
    });
  }

  override replaceSelection(text: string): void {
    this.replaceRange(text, this.getCursor("from"), this.getCursor("to"));
  }

  override focus(): void {
    this.cm.focus();
  }
}
