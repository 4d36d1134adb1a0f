import type { App, Command, Editor, Menu } from "obsidian";
import { startShown } from "../busy-notice";
import type { Work } from "../ladder-command";
import { insertEventList } from "./insert-event-list";
import { turnSelectionIntoLadder } from "./turn-selection-into-ladder";

/** A command that changes the note being written, in the palette and in the editor's menu. */
export interface EditorCommand {
  readonly id: string;
  readonly name: string;
  readonly menuTitle: string;
  readonly icon: string;
  /** Gives what it does there. Asked whenever a palette or menu opens: reads nothing. */
  readonly forEditor: (app: App, editor: Editor) => Work;
  /** Whether the editor's menu offers it there. */
  readonly isInMenu: (editor: Editor) => boolean;
}

/** All of them, in the order of menus. */
export const editorCommands: readonly EditorCommand[] = [turnSelectionIntoLadder, insertEventList];

/** Gives a command as the palette wants it: Obsidian hides it where no note is being written. */
export function editorPaletteCommand(app: App, command: EditorCommand): Command {
  return {
    id: command.id,
    name: command.name,
    icon: command.icon,
    editorCallback: (editor) => {
      startShown(command.forEditor(app, editor));
    },
  };
}

/** Adds to the editor's menu what applies where it was opened. */
export function addSelectionItems(app: App, menu: Menu, editor: Editor): void {
  for (const command of editorCommands.filter(({ isInMenu }) => isInMenu(editor))) {
    menu.addItem((item) => {
      item.setTitle(command.menuTitle).setIcon(command.icon).setSection("selection");
      item.onClick(() => {
        startShown(command.forEditor(app, editor));
      });
    });
  }
}
