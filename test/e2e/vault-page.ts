import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { launchChromium } from "../support/chromium";
import { bundleShell, mainPath, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { type Start, startPlugin } from "./start-plugin";

/** Runs a test in a vault of its own. */
export type InVault = (start: Start, test: (handle: ShellPageHandle) => Promise<void>) => Promise<void>;

/**
 * Gives what starts the built plugin in a vault on a page; every test demands at its end that the page
 * asked for nothing and complained about nothing.
 */
export function vaultPages(settings?: Start["settings"]): InVault {
  let browser: Browser;
  let shell: string;
  beforeAll(async () => {
    shell = await bundleShell();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });
  return async (start, test) => {
    const given = settings === undefined ? start : { settings, ...start };
    const handle = await startPlugin(browser, { shell, mainPath }, given);
    await test(handle);
    expect(handle.requests).toEqual([]);
    expect(handle.complaints).toEqual([]);
    await handle.page.context().close();
  };
}

/** Opens a file of the vault in the active tab. */
export async function openFile(page: Page, path: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    await window.shell.open(wanted);
  }, path);
}
