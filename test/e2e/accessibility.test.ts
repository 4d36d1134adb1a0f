import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { runFromMenu } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const captures = { "web.pcapng": "web-page.pcapng" };
const notes = { "n.md": "```ladder\ntitle: One\nA -> B: hi\nnonsense\n```\n" };

/** What is used of an answer of axe. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Gives what axe finds in our part of the page, a line for each rule and place. */
async function violations(page: Page, part: string): Promise<readonly string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: { run: (part: string) => Promise<AxeResult> } };
    const result = await axe.run(selector);
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
    );
  }, part);
}

describe.skipIf(missingParts !== "")(`for everybody${missingParts}`, () => {
  const inVault = vaultPages();

  it.each(["light", "dark"] as const)(
    "axe finds nothing wrong: capture, packet, dialog, block, %s",
    async (theme) => {
      await inVault(
        { captures, notes, look: { theme, width: 1300, height: 900 } },
        async ({ page, ...rest }) => {
          await openFile(page, "web.pcapng");
          await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().click();
          await page.getByRole("heading", { name: "Packet 3" }).waitFor();
          expect(await violations(page, ".packet-ladder-capture")).toEqual([]);
          await runFromMenu({ page, ...rest }, "web.pcapng", "Draw ladder");
          await page.locator(".packet-ladder-preview-picture svg").waitFor();
          expect(await violations(page, ".packet-ladder-preview")).toEqual([]);
          await page.keyboard.press("Escape");
          await openFile(page, "n.md");
          await page.locator(".packet-ladder-block .packet-ladder-block-buttons").waitFor();
          expect(await violations(page, ".packet-ladder-block")).toEqual([]);
        },
      );
    },
  );

  it("the keyboard alone reaches conversation, packet, filter and buttons", async () => {
    await inVault({ captures }, async ({ page }) => {
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).waitFor();
      const stops: string[] = [];
      for (let step = 0; step < 14; step += 1) {
        await page.keyboard.press("Tab");
        stops.push(
          await page.evaluate(
            () =>
              document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
          ),
        );
      }
      for (const wanted of [
        "Draw ladder",
        "Search conversations",
        "Order of conversations",
        "Conversations",
        "Display filter",
        "Show all",
        "Packets",
      ])
        expect(stops).toContain(wanted);
      await page.getByRole("listbox", { name: "Packets" }).focus();
      await page.keyboard.press("End");
      await page.getByRole("heading", { name: "Packet 60" }).waitFor();
    });
  });
});
