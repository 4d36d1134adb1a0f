// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultSettings,
  presetKeys,
  presetWords,
  readSettings,
} from "../../src/obsidian/settings/ladder-settings";
import { LadderSettingTab } from "../../src/obsidian/settings/settings-tab";

describe("stored settings", () => {
  it.each([[null], [undefined], [[]], ["text"], [{}], [{ version: 7, later: true }]])(
    "of %j are the defaults",
    (stored) => {
      expect(readSettings(stored)).toEqual(defaultSettings);
    },
  );

  it("keep what is valid beside what is not", () => {
    expect(readSettings({ preview: "yes", explanation: false, seq: "raw", time: "fast", folder: 7 })).toEqual(
      {
        ...defaultSettings,
        explanation: false,
        seq: "raw",
      },
    );
  });

  it("of the first form are brought up to this one", () => {
    expect(readSettings({ presets: { seq: "raw", theme: "clean" }, preview: false })).toEqual({
      ...defaultSettings,
      preview: false,
      seq: "raw",
      theme: "clean",
    });
  });

  it.each([
    ["../outside", ""],
    ["a/../../b", ""],
    ["/notes//ladders/", "notes/ladders"],
    [".", ""],
  ])("name no folder outside the vault: %s", (folder, expected) => {
    expect(readSettings({ folder }).folder).toBe(expected);
  });

  it("are settings, whatever is stored, and stay as they are when stored again", () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const settings = readSettings(stored);
        expect(readSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
        for (const key of presetKeys) expect(["", ...presetWords(key)]).toContain(settings[key]);
      }),
    );
  });
});

it("there are at most twelve of them, each found by its name", () => {
  const items = LadderSettingTab.prototype.getSettingDefinitions.call(undefined);
  const names = items
    .flatMap((item) => ("items" in item ? (item.items ?? []) : [item]))
    .map((item) => ("name" in item ? item.name : ""));
  expect(names.length).toBeLessThanOrEqual(12);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => name !== "")).toBe(true);
});
