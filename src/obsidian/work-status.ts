import { Platform, type Plugin } from "obsidian";
import { engineOf } from "./engine/engine";

/** Shows in the status bar that captures are read, while they are; nothing at any other time. */
export function showWorkStatus(plugin: Plugin): void {
  // Obsidian has no status bar on phones and tablets.
  if (Platform.isMobileApp) return;
  let item: HTMLElement | undefined;
  engineOf(plugin.app).onReading = (isReading) => {
    if (isReading && item === undefined) {
      item = newItem(plugin);
      item?.setText("Reading capture…");
    } else if (!isReading) {
      item?.remove();
      item = undefined;
    }
  };
}

/** A host without a status bar still reads captures. */
function newItem(plugin: Plugin): HTMLElement | undefined {
  try {
    return plugin.addStatusBarItem();
  } catch {
    return undefined;
  }
}
