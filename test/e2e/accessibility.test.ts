import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { keepScreen } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const captures = { "web.pcapng": "web-page.pcapng" };
const notes = { "n.md": "```ladder\ntitle: One\nA -> B: hi\nnonsense\n```\n" };

/** As a community theme sets them: warm paper, wide letters, square corners. */
const OWN_THEME = `body.theme-dark { --background-primary: #2b2118; --background-secondary: #33281d;
  --background-modifier-border: #5a4a38; --text-normal: #f2e6d0; --text-muted: #cdbb9e; --interactive-accent: #e0a030;
  --text-on-accent: #201000; --text-error: #ff9a8a; --text-warning: #ffc870; --radius-s: 0; --radius-m: 0;
  --font-ui-small: 15px; --font-ui-smaller: 14px; }`;

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

  it.each([
    ["light", { theme: "light" }, false],
    ["dark", { theme: "dark" }, false],
    ["a theme of one's own", { theme: "dark" }, false],
    ["phone, dark", { theme: "dark", width: 390, height: 844 }, true],
  ] as const)("axe finds nothing wrong in any of our surfaces: %s", async (name, look, mobile) => {
    const size = mobile ? {} : { width: 1300, height: 900 };
    await inVault({ captures, notes, mobile, look: { ...look, ...size } }, async (handle) => {
      const { page } = handle;
      if (name.startsWith("a theme")) await page.addStyleTag({ content: OWN_THEME });
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().click();
      await page.getByRole("heading", { name: "Packet 3" }).waitFor();
      expect(await violations(page, ".packet-ladder-capture")).toEqual([]);
      await page.getByRole("listbox", { name: "Conversations" }).focus();
      await page.keyboard.press("ArrowDown");
      await page.getByRole("button", { name: "Follow stream" }).click();
      await page.getByRole("dialog").locator(".packet-ladder-turn").first().waitFor();
      expect(await violations(page, ".modal")).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Draw ladder" }).click();
      await page.locator(".packet-ladder-preview-picture svg").waitFor();
      expect(await violations(page, ".packet-ladder-preview")).toEqual([]);
      await keepScreen(handle, `dialog-${name.replace(/\W+/gu, "-")}`);
      await page.getByRole("dialog").getByRole("button", { name: "Draw" }).click();
      await page.locator(".packet-ladder-block .packet-ladder-block-buttons").waitFor();
      expect(await violations(page, ".packet-ladder-block")).toEqual([]);
      await keepScreen(handle, `block-${name.replace(/\W+/gu, "-")}`);
      await openFile(page, "web.excalidraw.md");
      await page.locator(".packet-ladder-drawing svg").waitFor();
      expect(await violations(page, ".packet-ladder-drawing")).toEqual([]);
      await openFile(page, "n.md");
      await page.locator(".packet-ladder-block .packet-ladder-finding").waitFor();
      expect(await violations(page, ".packet-ladder-block")).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });

  it("nothing moves by itself, for those who asked for less motion and for all others", async () => {
    await inVault({ captures, notes }, async ({ page }) => {
      for (const reducedMotion of ["reduce", "no-preference"] as const) {
        await page.emulateMedia({ reducedMotion });
        await openFile(page, "web.pcapng");
        await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().hover();
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
        await openFile(page, "n.md");
        await page.locator(".packet-ladder-block svg").waitFor();
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      }
    });
  });

  it("a capture goes on in a window of its own", async () => {
    await inVault({ captures, notes }, async ({ page }) => {
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().waitFor();
      const [popup] = await Promise.all([
        page.waitForEvent("popup"),
        page.evaluate(() => window.shell.popOut()),
      ]);
      const packets = popup.getByRole("listbox", { name: "Packets" });
      await packets.focus();
      await popup.keyboard.press("End");
      await popup.getByRole("heading", { name: "Packet 60" }).waitFor();
      await popup.getByRole("textbox", { name: "Display filter" }).fill("tcp.flags.syn == 1");
      await popup.getByText("8 packets").waitFor();
      await packets.getByText("[SYN]").first().click();
      await popup.getByRole("heading", { name: "Packet 3" }).waitFor();
      await popup.screenshot({ path: ".cache/screens/pop-out.png" });
      await popup.close();
    });
  });

  it.each(["light", "dark"] as const)(
    "dialog, block and drawing in a window of their own: %s",
    async (theme) => {
      await inVault({ captures, notes, look: { theme } }, async ({ page }) => {
        await openFile(page, "n.md");
        await page.locator(".packet-ladder-block svg").waitFor();
        const [popup] = await Promise.all([
          page.waitForEvent("popup"),
          page.evaluate(() => window.shell.popOut()),
        ]);
        const complaints: string[] = [];
        popup.on("pageerror", ({ message }) => complaints.push(message));
        await popup.locator(".packet-ladder-block svg").waitFor();
        await openFile(page, "web.pcapng");
        await popup.getByRole("button", { name: "Draw ladder" }).click();
        await popup.getByRole("dialog").locator(".packet-ladder-preview-picture svg").waitFor();
        expect(await violations(popup, ".packet-ladder-preview")).toEqual([]);
        await popup.screenshot({ path: `.cache/screens/pop-out-dialog-${theme}.png` });
        const title = popup.getByRole("dialog").getByLabel("Title");
        await title.fill("In its own window");
        await title.press("Enter");
        await popup.locator(".packet-ladder-block-buttons").waitFor();
        await popup.locator(".packet-ladder-block").getByText("In its own window").waitFor();
        expect(await violations(popup, ".packet-ladder-block")).toEqual([]);
        await popup.screenshot({ path: `.cache/screens/pop-out-block-${theme}.png` });
        const arrow = popup.getByRole("link", { name: "Open packet 3", exact: true }).first();
        await arrow.focus();
        await popup.keyboard.press("Enter");
        await popup.getByRole("heading", { name: "Packet 3" }).waitFor();
        await openFile(page, "web.excalidraw.md");
        await popup.locator(".packet-ladder-drawing svg").waitFor();
        expect(await violations(popup, ".packet-ladder-drawing")).toEqual([]);
        await popup.screenshot({ path: `.cache/screens/pop-out-drawing-${theme}.png` });
        expect(complaints).toEqual([]);
        await popup.close();
      });
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
