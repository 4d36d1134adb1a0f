// The built plugin in Chromium, in the tests' stand-in for Obsidian: for measuring.
/* global window, document, createEl */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";
import { findChromium } from "./find-chromium.mjs";
import { root } from "./repository.mjs";

/**
 * Opens a page with the stand-in on it, its notes and the plugin; undefined where there is no browser. Files of the disk
 * can be read in pieces where it is asked for, as on a computer: they are those of `addDiskFile`.
 */
export async function openPluginPage(notes = {}, { hasDisk = false } = {}) {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
  });
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  await page.setContent(`<!doctype html><body class="theme-light"></body>`);
  for (const path of ["test/support/obsidian-shell/shell.css", "styles.css"])
    await page.addStyleTag({ content: readFileSync(join(root, path), "utf8") });
  await page.addScriptTag({ content: await shellScript() });
  const main = readFileSync(join(root, "main.js"), "utf8");
  const manifest = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8"));
  await page.evaluate(
    async (given) => {
      window.shell = window.shellPage.openShell({ notes: given.notes });
      window.diskFiles = new Map();
      const open = async (path) => {
        const file = window.diskFiles.get(path.split("/").at(-1));
        return {
          stat: async () => file,
          close: async () => undefined,
          read: async (into, at, length, offset) => {
            const piece = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
            into.set(piece, at);
            return { bytesRead: piece.length };
          },
        };
      };
      const disk = given.hasDisk ? { open } : undefined;
      window.shell.enable(window.shellPage.evaluatePlugin(given.main, true, disk), given.manifest);
      await window.shell.settled();
    },
    { notes, main, manifest, hasDisk },
  );
  return { browser, page, main, manifest };
}

async function shellScript() {
  const result = await esbuild.build({
    entryPoints: [join(root, "test/support/obsidian-shell/page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"test"' },
    logLevel: "error",
  });
  return result.outputFiles[0].text;
}

/**
 * Puts a file of the disk into the vault without copying it: it is read as Obsidian reads one, off the
 * window's thread.
 */
export async function addDiskFile(page, path, name) {
  await page.evaluate(() =>
    document.body.append(Object.assign(createEl("input"), { type: "file", id: "disk" })),
  );
  await page.locator("#disk").setInputFiles(path);
  await page.evaluate(async (inVault) => {
    const file = document.querySelector("#disk").files[0];
    document.querySelector("#disk").remove();
    const { vault } = window.shell;
    const added = await window.shell.addFile(inVault, new Uint8Array());
    added.stat.size = file.size;
    const before = vault.readBinary;
    window.diskFiles.set(inVault, file);
    vault.readBinary = (asked) => (asked.path === inVault ? file.arrayBuffer() : before.call(vault, asked));
  }, name);
}
