import type { App } from "obsidian";
import { optionWords } from "../../pipeline";

/** The options of a block that may have a value of one's own for new blocks. */
export const presetKeys = ["time", "seq", "labels", "states", "marks", "theme"] as const;

/** One of them. */
export type PresetKey = (typeof presetKeys)[number];

/** What a person has set. An empty preset: as the program decides. */
export interface LadderSettings extends Readonly<Record<PresetKey, string>> {
  /** Of the stored form; older ones are brought up to it when they are loaded. */
  readonly version: 1;
  /** Whether a dialog comes before a capture is drawn. */
  readonly preview: boolean;
  /** Where new notes go; empty: beside the capture. */
  readonly folder: string;
  /** Whether a new note says what happened, in words. */
  readonly explanation: boolean;
  /** Whether pasted packets are offered to be drawn. */
  readonly offer: boolean;
}

/** What holds where nothing was set. */
export const defaultSettings: LadderSettings = {
  version: 1,
  preview: true,
  folder: "",
  explanation: true,
  offer: true,
  time: "",
  seq: "",
  labels: "",
  states: "",
  marks: "",
  theme: "",
};

/** Gives the words a preset may have, without the empty one. */
export function presetWords(key: PresetKey): readonly string[] {
  return key === "theme" ? ["hand", "clean"] : optionWords[key];
}

/**
 * Gives settings from what was stored: by an older version, by hand, or by nobody. Total.
 *
 * What is missing or no value of its kind is the default.
 */
export function readSettings(stored: unknown): LadderSettings {
  const found = migrated(isRecord(stored) ? stored : {});
  const preset = (key: PresetKey): string => {
    const value = found[key];
    return typeof value === "string" && presetWords(key).includes(value) ? value : "";
  };
  return {
    version: 1,
    time: preset("time"),
    seq: preset("seq"),
    labels: preset("labels"),
    states: preset("states"),
    marks: preset("marks"),
    theme: preset("theme"),
    preview: truth(found["preview"], defaultSettings.preview),
    explanation: truth(found["explanation"], defaultSettings.explanation),
    offer: truth(found["offer"], defaultSettings.offer),
    folder: folderOf(found["folder"]),
  };
}

/** Version 0 kept presets as one object. */
function migrated(stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { presets } = stored;
  return stored["version"] === undefined && isRecord(presets) ? { ...presets, ...stored } : stored;
}

function truth(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}

/** A folder of the vault: nothing that leads out of it. */
function folderOf(value: unknown): string {
  if (typeof value !== "string") return defaultSettings.folder;
  const steps = value.split("/").filter((step) => step !== "" && step !== ".");
  return steps.includes("..") ? defaultSettings.folder : steps.join("/");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const settings = new WeakMap<App, LadderSettings>();

/** Gives the settings of an app's plugin, always the same object; the defaults until they are loaded. */
export function settingsOf(app: App): LadderSettings {
  const known = settings.get(app) ?? readSettings(undefined);
  settings.set(app, known);
  return known;
}

/** Makes settings those of an app's plugin. */
export function applySettings(app: App, now: LadderSettings): void {
  Object.assign(settingsOf(app), now);
}
