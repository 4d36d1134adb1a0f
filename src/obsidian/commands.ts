import { type App, type Command, type Menu, type TAbstractFile, TFile, TFolder } from "obsidian";
import { startShown } from "./busy-notice";
import { drawAtOnce } from "./draw-capture";
import { drawFromCapture } from "./draw-from-capture";
import { editLadder } from "./edit-ladder";
import { drawStateDiagram } from "./draw-state-diagram";
import { explainConversation } from "./explain-conversation";
import { exportAsSvg } from "./export-as-svg";
import { exportWithLook } from "./export-with-look";
import type { LadderCommand, Work } from "./ladder-command";
import { openCapture, openDiagram, openNote } from "./open-related";
import { regenerateBlock, regenerateDiagram, restoreDeleted } from "./regenerate-diagram";
import { folderWork, regenerateFolder } from "./regenerate-folder";
import { undoLastRegenerate } from "./regenerate-undo";
import { isCapture } from "./vault-paths";

/** All commands, in the order of menus. */
export const ladderCommands: readonly LadderCommand[] = [
  drawFromCapture,
  regenerateDiagram,
  regenerateBlock,
  regenerateFolder,
  editLadder,
  undoLastRegenerate,
  restoreDeleted,
  exportAsSvg,
  exportWithLook,
  drawStateDiagram,
  explainConversation,
  openCapture,
  openDiagram,
  openNote,
];

/** Gives a command as the palette wants it: hidden wherever it does not apply. */
export function paletteCommand(app: App, command: LadderCommand): Command {
  return {
    id: command.id,
    name: command.name,
    icon: command.icon,
    checkCallback: (checking) => {
      const work = workNow(app, command);
      if (work !== undefined && !checking) startShown(work);
      return work !== undefined;
    },
  };
}

/** Adds to the menu of a file what can be done with it. */
export function fillFileMenu(app: App, menu: Menu, file: TAbstractFile): void {
  if (file instanceof TFolder) addFolderItem(app, menu, file);
  if (!(file instanceof TFile)) return;
  for (const command of ladderCommands) {
    const work = command.forFile(app, file);
    if (work === undefined) continue;
    menu.addItem((item) => {
      item.setTitle(command.menuTitle).setIcon(command.icon).setSection("action");
      item.onClick(() => {
        startShown(work);
      });
    });
  }
}

function addFolderItem(app: App, menu: Menu, folder: TFolder): void {
  const work = folderWork(app, folder.path);
  if (work === undefined) return;
  menu.addItem((item) => {
    item.setTitle(regenerateFolder.menuTitle).setIcon(regenerateFolder.icon).setSection("action");
    item.onClick(() => {
      startShown(work);
    });
  });
}

function workNow(app: App, command: LadderCommand): Work | undefined {
  const file = app.workspace.getActiveFile();
  return (file === null ? undefined : command.forFile(app, file)) ?? command.otherwise?.(app);
}

/** Adds to the menu of several files what can be done with the captures among them. */
export function fillFilesMenu(app: App, menu: Menu, files: readonly TAbstractFile[]): void {
  const captures = files.filter((file) => file instanceof TFile).filter(isCapture);
  if (captures.length < 2) return;
  menu.addItem((item) => {
    item
      .setTitle(`Draw ${String(captures.length)} ladders`)
      .setIcon(drawFromCapture.icon)
      .setSection("action");
    item.onClick(() => {
      startShown(async () => {
        for (const capture of captures) await drawAtOnce(app, capture);
      });
    });
  });
}

/** Adds to the menu of an editor what can be done with its note. */
export function fillEditorMenu(app: App, menu: Menu, note: TFile | null): void {
  if (note !== null) fillFileMenu(app, menu, note);
}
