import type { App } from "obsidian";
import { findLadderBlocks, withBlockOption, writtenOptions } from "../../pipeline";
import { presetKeys, settingsOf } from "./ladder-settings";

/** Gives a new block, fences included, with what the settings say of new ladders and neither it nor its note says. */
export function withPresets(app: App, note: string, block: string): string {
  const settings = settingsOf(app);
  const [inNote] = findLadderBlocks(`${/^---\n[\s\S]*?\n---\n/u.exec(note)?.[0] ?? ""}${block}`);
  if (inNote === undefined) return block;
  const said = writtenOptions(block, 0, inNote.text);
  return presetKeys
    .filter((key) => settings[key] !== "" && !said.block.has(key) && !said.note.has(key))
    .reduce((text, key) => withBlockOption(text, 0, key, settings[key]), block);
}
