import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, noChromium } from "../chromium";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** A step of a test that takes longer has failed. */
const STEP_TIMEOUT_MS = 10_000;

/** The built plugin; `PACKET_LADDER_MAIN` names another one. */
export const mainPath: string = process.env["PACKET_LADDER_MAIN"] ?? `${root}main.js`;

/** What is missing for the browser tests, in words, for the name of a skipped test; empty when nothing is. */
export const missingParts: string = [
  ...(chromiumPath === undefined ? [noChromium] : []),
  ...(existsSync(mainPath) ? [] : ["skipped: main.js is not built (npm run build)"]),
].join(", ");

/** Bundles the stand-in into one script for a page. */
export async function bundleShell(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"test"' },
    logLevel: "warning",
  });
  return result.outputFiles[0]?.text ?? "";
}

/** How a page looks. */
export interface PageLook {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** A screen that is touched. */
  readonly touch?: boolean;
  /** What a theme adds to Obsidian's own look. */
  readonly css?: string;
}

/** A page with the stand-in on it, and what it tried to fetch or complained about. */
export interface ShellPageHandle {
  readonly page: Page;
  /** Addresses the page asked for; every one was refused. */
  readonly requests: readonly string[];
  /** Uncaught errors and console errors. */
  readonly complaints: readonly string[];
}

/** Opens an empty page with the stand-in's script and styles; the network is refused, and listed. */
export async function openShellPage(
  browser: Browser,
  script: string,
  look: PageLook = {},
): Promise<ShellPageHandle> {
  const viewport = { width: look.width ?? 1200, height: look.height ?? 800 };
  const hasTouch = look.touch === true;
  const context = await browser.newContext({ viewport, hasTouch, serviceWorkers: "block" });
  const requests: string[] = [];
  const complaints: string[] = [];
  await context.route("**", async (route) => {
    requests.push(route.request().url());
    await route.abort();
  });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const styles = [new URL("shell.css", import.meta.url), `${root}styles.css`].map((path) =>
    readFileSync(path, "utf8"),
  );
  await page.setContent(`<!doctype html><body class="theme-${look.theme ?? "light"}"></body>`);
  if (look.css !== undefined) styles.splice(1, 0, look.css);
  for (const content of styles) await page.addStyleTag({ content });
  await page.addScriptTag({ content: script });
  return { page, requests, complaints };
}
