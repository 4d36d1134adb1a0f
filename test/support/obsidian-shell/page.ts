// The stand-in as a script for a page: the global `shell` of the browser tests.
import * as state from "@codemirror/state";
import * as view from "@codemirror/view";
import * as obsidian from "./obsidian";
import { openShell, type PluginClass, type Shell, type ShellOptions } from "./shell";

/** What the page's script leaves on `window`. */
export interface ShellPage {
  readonly openShell: (options?: ShellOptions) => Shell;
  /**
   * Evaluates a built main.js as Obsidian does; `require` knows what Obsidian gives to plugins and throws for anything
   * else. `disk` stands for `node:fs/promises`, which only computers have.
   */
  readonly evaluatePlugin: (source: string, hasCodeMirror?: boolean, disk?: unknown) => PluginClass;
  /** Gives a `node:fs/promises` whose disk holds the files of the vault; only opens, measures and reads. */
  readonly diskOf: (shell: Shell) => unknown;
}

declare global {
  interface Window {
    shellPage: ShellPage;
    /** The stand-in a test started. */
    shell: Shell;
    /** The plugin's script while it is handed over. */
    pluginScript?: unknown;
  }
}

const modules = new Map<string, unknown>([
  ["obsidian", obsidian],
  ["@codemirror/state", state],
  ["@codemirror/view", view],
]);

window.shellPage = { openShell, evaluatePlugin, diskOf };

function evaluatePlugin(source: string, hasCodeMirror = true, disk?: unknown): PluginClass {
  const module: { exports: unknown } = { exports: {} };
  const requireObsidian = (name: string): unknown => {
    const given = name === "node:fs/promises" ? disk : modules.get(name);
    if (given !== undefined && (hasCodeMirror || !name.startsWith("@codemirror/"))) return given;
    throw new Error(`main.js asks for "${name}"`);
  };
  const run = scriptOf(source);
  if (!isScript(run)) throw new Error("main.js is no script");
  run(module, module.exports, requireObsidian);
  const plugin: unknown = pluginOf(module.exports);
  if (!isPluginClass(plugin)) throw new Error("main.js exports no plugin class");
  return plugin;
}

/** Gives a script as a function of what Obsidian gives it; undefined where it cannot be read. */
function scriptOf(source: string): unknown {
  const element = document.createElement("script");
  element.textContent = `window.pluginScript = function (module, exports, require) {${source}\n};`;
  document.head.append(element);
  element.remove();
  const { pluginScript } = window;
  delete window.pluginScript;
  return pluginScript;
}

function diskOf({ vault }: Shell): unknown {
  const { adapter } = vault;
  const open = async (fullPath: string): Promise<unknown> => {
    const file = vault.getFiles().find(({ path }) => fullPath.endsWith(`/${path}`));
    if (file === undefined) throw new Error(`ENOENT: no such file or directory, open '${fullPath}'`);
    const octets = new Uint8Array(await adapter.readBinary(file.path));
    const read = (into: Uint8Array, at: number, length: number, offset: number): Promise<unknown> => {
      const piece = octets.subarray(offset, offset + length);
      into.set(piece, at);
      return Promise.resolve({ bytesRead: piece.length });
    };
    return { stat: () => Promise.resolve({ size: octets.length }), read, close: () => Promise.resolve() };
  };
  return { open };
}

function pluginOf(exported: unknown): unknown {
  if (typeof exported === "object" && exported !== null && "default" in exported) return exported.default;
  return exported;
}

function isScript(value: unknown): value is (...given: unknown[]) => unknown {
  return typeof value === "function";
}

function isPluginClass(value: unknown): value is PluginClass {
  return typeof value === "function";
}
