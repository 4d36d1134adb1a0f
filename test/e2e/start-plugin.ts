import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openShellPage, type PageLook, type ShellPageHandle } from "../support/obsidian-shell/browser";
import type { ShellOptions } from "../support/obsidian-shell/shell";
import { sampleCapture } from "../support/sample-capture";

const root = new URL("../../", import.meta.url);

/** A vault to start in, and how the page looks. */
export interface Start extends ShellOptions {
  /** Sample captures (files of samples/captures) by the path they get in the vault. */
  readonly captures?: Readonly<Record<string, string>>;
  readonly look?: PageLook;
  /** Registered by another plugin before ours: file extensions, or the language `ladder`. */
  readonly taken?: readonly string[];
  /** False: a window in which no worker can be made. */
  readonly workers?: boolean;
  /** False: a host that does not give CodeMirror to plugins. */
  readonly codeMirror?: boolean;
  /** True: the vault is a folder of a disk, whose files can be read in pieces; left out: only the vault can be asked. */
  readonly disk?: boolean;
  /** Methods of a plugin that the host does not have. */
  readonly without?: readonly string[];
  /** What the plugin stored when it was here before; left out: it is new. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Starts the stand-in with a vault and the built plugin in it; `window.shell` is the stand-in. */
export async function startPlugin(
  browser: Browser,
  scripts: { readonly shell: string; readonly mainPath: string },
  start: Start = {},
): Promise<ShellPageHandle> {
  const handle = await openShellPage(browser, scripts.shell, start.look);
  const captures = Object.entries(start.captures ?? {}).map(([path, name]) => {
    return { path, base64: Buffer.from(sampleCapture(name)).toString("base64") };
  });
  const manifest: unknown = JSON.parse(readFileSync(new URL("manifest.json", root), "utf8"));
  await handle.page.evaluate(
    async ({ options, files, main, about, taken, without, workers, codeMirror, hasDisk, settings }) => {
      if (!workers) Reflect.deleteProperty(window, "Worker");
      window.shell = window.shellPage.openShell(options);
      for (const name of taken) {
        if (name === "ladder") window.shell.services.codeBlocks.set(name, () => undefined);
        else window.shell.services.extensions.set(name, "other");
      }
      for (const { path, base64 } of files) {
        await window.shell.addFile(
          path,
          Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
        );
      }
      if (settings !== undefined) {
        const { adapter, configDir } = window.shell.vault;
        await adapter.mkdir(`${configDir}/plugins/${about.id}`);
        await adapter.write(`${configDir}/plugins/${about.id}/data.json`, settings);
      }
      const disk = hasDisk ? window.shellPage.diskOf(window.shell) : undefined;
      const plugin = window.shellPage.evaluatePlugin(main, codeMirror, disk);
      for (const name of without) Reflect.set(plugin.prototype as object, name, undefined);
      window.shell.enable(plugin, about);
      await window.shell.settled();
    },
    {
      options: {
        notes: start.notes ?? {},
        mobile: start.mobile ?? false,
        excalidraw: start.excalidraw ?? false,
      },
      files: captures,
      main: readFileSync(scripts.mainPath, "utf8"),
      about: isManifest(manifest) ? manifest : missingManifest(),
      taken: [...(start.taken ?? [])],
      without: [...(start.without ?? [])],
      workers: start.workers ?? true,
      codeMirror: start.codeMirror ?? true,
      hasDisk: start.disk ?? false,
      settings: start.settings === undefined ? undefined : JSON.stringify(start.settings),
    },
  );
  return handle;
}

/** Runs a command as a person does: the palette, its name, Enter. */
export async function runFromPalette({ page }: ShellPageHandle, name: string): Promise<void> {
  await page.evaluate(() => window.shell.openPalette());
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}

/** Chooses an entry of a file's menu, with the mouse. */
export async function runFromMenu({ page }: ShellPageHandle, path: string, title: string): Promise<void> {
  await page.locator(`.nav-file-title[data-path="${path}"]`).click({ button: "right" });
  await page.getByRole("menuitem", { name: title }).click();
}

/** Waits until a file is in the vault, and gives its text. */
export async function textOf({ page }: ShellPageHandle, path: string): Promise<string> {
  await page.waitForFunction((wanted) => window.shell.vault.getFileByPath(wanted) !== null, path);
  return page.evaluate((wanted) => window.shell.read(wanted), path);
}

/** Waits for a notice with a text, and gives it whole. */
export async function noticeWith({ page }: ShellPageHandle, text: string): Promise<string> {
  const notice = page.locator(".notice-message", { hasText: text }).last();
  await notice.waitFor();
  return notice.innerText();
}

/** Keeps a picture of the page in .cache/screens, for people. */
export async function keepScreen({ page }: ShellPageHandle, name: string): Promise<void> {
  await page.screenshot({
    path: fileURLToPath(new URL(`.cache/screens/${name}.png`, root)),
    animations: "disabled",
  });
}

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly author: string;
  readonly version: string;
  readonly minAppVersion: string;
  readonly description: string;
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && "id" in value && "minAppVersion" in value;
}

function missingManifest(): never {
  throw new Error("manifest.json is no manifest");
}
