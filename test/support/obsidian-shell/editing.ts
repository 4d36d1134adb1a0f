import { type Extension, Prec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type App, Menu, type TFile } from "obsidian-test-mocks/obsidian";
import { showMenu } from "./menu";
import { servicesOf } from "./services";
import { SourceEditor } from "./source-editor";
import { SuggestPopup } from "./suggest-popup";

/** A note that is written: its page, its file, and who is told of each change of the text. */
interface Editing {
  readonly app: App;
  readonly file: TFile;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Puts an editor on the page, with what plugins registered for editors: colours, suggestions, menus, drops and pastes. */
export function openEditor({ app, file, text, onChange }: Editing, into: HTMLElement): SourceEditor {
  const services = servicesOf(app);
  const told = EditorView.updateListener.of(({ docChanged }) => {
    if (!docChanged) return;
    onChange(editor.getValue());
    void popup.refresh();
  });
  const keys = EditorView.domEventHandlers({ keydown: (event) => popup.onKey(event) });
  const events = EditorView.domEventHandlers({
    paste: (event) => tell("editor-paste", event),
    drop: (event) => tell("editor-drop", event),
    contextmenu: (event) => {
      event.preventDefault();
      const menu = Menu.create2__();
      app.workspace.trigger("editor-menu", menu.asOriginalType2__(), editor.asOriginalType__(), { file });
      showMenu(menu, { x: event.clientX, y: event.clientY });
      return true;
    },
  });
  const ours: Extension[] = [Prec.highest(keys), Prec.high(events), told, EditorView.lineWrapping];
  const editor = new SourceEditor(into, text, [...ours, ...services.editorExtensions]);
  const popup = new SuggestPopup(services.editorSuggests, editor, file);
  const tell = (name: string, event: Event): boolean => {
    app.workspace.trigger(name, event, editor.asOriginalType__(), { file });
    return event.defaultPrevented;
  };
  return editor;
}
