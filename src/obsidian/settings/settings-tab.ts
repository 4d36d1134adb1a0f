import { type Plugin, PluginSettingTab, type SettingDefinitionItem, type SettingGroupItem } from "obsidian";
import {
  applySettings,
  type LadderSettings,
  type PresetKey,
  presetWords,
  readSettings,
  settingsOf,
} from "./ladder-settings";

type Item = SettingGroupItem<keyof LadderSettings>;

/** The settings as Obsidian shows and searches them. */
export class LadderSettingTab extends PluginSettingTab {
  readonly #plugin: Plugin;

  constructor(plugin: Plugin) {
    super(plugin.app, plugin);
    this.#plugin = plugin;
  }

  override getSettingDefinitions(): SettingDefinitionItem[] {
    return [
      {
        name: "Preview before drawing",
        desc: "Choose conversation, names, filter and looks in a dialog before a capture is drawn.",
        control: { type: "toggle", key: "preview" },
      },
      {
        name: "Folder for new notes",
        desc: "Left empty, a note is made beside its capture.",
        control: { type: "folder", key: "folder" },
      },
      {
        name: "Say what happened",
        desc: "A new note of a capture ends with the conversation in words.",
        control: { type: "toggle", key: "explanation" },
      },
      {
        name: "Offer to draw pasted packets",
        desc: "What Wireshark, tshark or tcpdump printed becomes a ladder block by one click.",
        control: { type: "toggle", key: "offer" },
      },
      { type: "group", heading: "New ladders", items: presets },
    ];
  }

  override getControlValue(key: string): unknown {
    return isKey(key) ? settingsOf(this.app)[key] : undefined;
  }

  override async setControlValue(key: string, value: unknown): Promise<void> {
    const now = readSettings({ ...settingsOf(this.app), [key]: value });
    applySettings(this.app, now);
    await this.#plugin.saveData(now);
  }
}

function isKey(key: string): key is keyof LadderSettings {
  return key in readSettings(undefined);
}

function preset(key: PresetKey, name: string, desc: string): Item {
  const options: Record<string, string> = { "": "default" };
  for (const word of presetWords(key)) options[word] = word;
  return { name, desc, control: { type: "dropdown", key, options } };
}

const presets: Item[] = [
  preset("time", "Time", "Rows of one height, or rows as far apart as the packets were."),
  preset("seq", "Sequence numbers", "Relative to the first, as on the wire, or none."),
  preset("labels", "Labels", "As captured or written, or made from the fields."),
  preset("states", "States", "TCP states beside the lifelines."),
  preset("marks", "Marks", "What a segment is, with its reason, or in the words of Wireshark."),
  preset("theme", "Theme", "Drawn by hand, or clean lines."),
];
