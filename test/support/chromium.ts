import { chromium, type Browser } from "playwright-core";
import { findChromium } from "../../scripts/find-chromium.mjs";

/** Path of the browser that tests may use; undefined where there is none. */
export const chromiumPath: string | undefined = findChromium();

/** Why browser tests are skipped; put it into the name of the skipped test. */
export const noChromium = "skipped: no Chromium found (set CHROMIUM to its path)";

/** Starts the browser without a network and without a screen. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(noChromium);
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
