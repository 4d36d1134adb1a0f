// Where the stand-in and obsidian.d.ts must agree. The compiler is what fails here: `npm test` checks the types of tests.
import type * as Obsidian from "obsidian";
import type { TFile } from "obsidian-test-mocks/obsidian";
import { expectTypeOf, it } from "vitest";
import type * as Played from "../support/obsidian-shell/obsidian";
import type { ShellVault } from "../support/obsidian-shell/vault";
import type { ShellLeaf, ShellWorkspace } from "../support/obsidian-shell/workspace";

/** A value of the mocks, read as Obsidian's: their files differ in type only. */
type Translated<T> = T extends TFile
  ? Obsidian.TFile
  : T extends Promise<infer Value>
    ? Promise<Translated<Value>>
    : T;

/** Methods of the stand-in as calls of Obsidian's types. */
type Calls<Owner, Names extends keyof Owner> = {
  [Name in Names]: Owner[Name] extends (...args: infer Args) => infer Result
    ? (...args: { [At in keyof Args]: Translated<Args[At]> }) => Translated<Result>
    : never;
};

type VaultCalls = "create" | "createBinary" | "modify" | "process" | "read" | "cachedRead" | "readBinary";
type PluginCalls = "registerExtensions" | "registerView" | "loadData" | "saveData";

it("plays notices, dialogs and suggesters as the real types have them", () => {
  expectTypeOf<Played.Notice>().toExtend<Obsidian.Notice>();
  expectTypeOf<Played.Modal>().toExtend<Obsidian.Modal>();
  expectTypeOf<Played.FuzzySuggestModal<string>>().toExtend<Obsidian.FuzzySuggestModal<string>>();
});

it("plays pages of settings as the real types have them", () => {
  expectTypeOf<Played.PluginSettingTab>().toExtend<Obsidian.PluginSettingTab>();
});

it("plays the vault's calls as the real types have them", () => {
  expectTypeOf<Calls<ShellVault, VaultCalls>>().toExtend<Pick<Obsidian.Vault, VaultCalls>>();
});

it("plays the workspace's calls as the real types have them", () => {
  expectTypeOf<Calls<ShellLeaf, "openFile">>().toExtend<Pick<Obsidian.WorkspaceLeaf, "openFile">>();
  type WorkspaceCalls = "getActiveFile" | "onLayoutReady";
  expectTypeOf<Calls<ShellWorkspace, WorkspaceCalls>>().toExtend<Pick<Obsidian.Workspace, WorkspaceCalls>>();
});

it("plays the plugin's registrations as the real types have them", () => {
  expectTypeOf<Pick<Played.Plugin, PluginCalls>>().toExtend<Pick<Obsidian.Plugin, PluginCalls>>();
});
