import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { keepScreen, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const captures = { "web.pcapng": "web-page.pcapng" };
const notes = { "n.md": "```ladder\ntitle: One\nA -> B: hi\nnonsense\n```\n" };

/** A phone whose keyboard is up. */
const ABOVE_KEYBOARD = { width: 390, height: 430 } as const;

/** Gives what the focus is on: its name, and what makes it hard to see there. */
async function focused(page: Page): Promise<{ readonly name: string; readonly trouble: readonly string[] }> {
  return page.evaluate(() => {
    const el = document.activeElement ?? document.body;
    const labelled = el.closest("label")?.querySelector("span")?.textContent;
    const name = el.getAttribute("aria-label") ?? labelled ?? el.textContent;
    const { left, top, width, height } = el.getBoundingClientRect();
    const isSeenAt = (part: number): boolean => {
      const shown = document.elementFromPoint(left + width / 2, top + height * part);
      return shown !== null && (el.contains(shown) || shown.contains(el));
    };
    // Of what is higher than the window some part is seen.
    const isSeen = height < innerHeight ? isSeenAt(0.5) : [0.1, 0.3, 0.5, 0.7, 0.9].some(isSeenAt);
    const { outlineStyle, boxShadow } = getComputedStyle(el);
    const hasRing = outlineStyle !== "none" || boxShadow !== "none";
    const trouble = [...(isSeen ? [] : ["covered"]), ...(hasRing ? [] : ["no outline"])];
    return { name: name.trim().slice(0, 40), trouble };
  });
}

/** Walks with the Tab key until the focus leaves the dialog or comes round; gives the names of the stops. */
async function walk(page: Page, selector: string): Promise<readonly string[]> {
  const stops: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const isInside = await page.evaluate(
      (part) => document.querySelector(part)?.contains(document.activeElement) ?? false,
      selector,
    );
    if (!isInside && stops.length > 0) return stops;
    if (!isInside) continue;
    const { name, trouble } = await focused(page);
    if (stops.includes(name) && name === stops[0]) return stops;
    expect(trouble, name).toEqual([]);
    stops.push(name);
  }
  return stops;
}

describe.skipIf(missingParts !== "")(`for everybody${missingParts}`, () => {
  const inVault = vaultPages();

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

  it.each(["light", "dark"] as const)(
    "with the system's own colours what is chosen is seen, and pictures are on white paper: %s",
    async (theme) => {
      await inVault({ captures, notes, look: { theme } }, async (handle) => {
        const { page } = handle;
        await page.emulateMedia({ forcedColors: "active", colorScheme: theme });
        await openFile(page, "web.pcapng");
        const packets = page.getByRole("listbox", { name: "Packets" });
        await packets.getByText("[SYN]").first().click();
        await page.getByRole("heading", { name: "Packet 3" }).waitFor();
        const colours = await packets
          .getByRole("option")
          .evaluateAll((rows) => rows.slice(1, 3).map((row) => getComputedStyle(row).backgroundColor));
        expect(new Set(colours).size).toBe(2);
        await keepScreen(handle, `forced-colours-capture-${theme}`);
        await openFile(page, "n.md");
        const picture = page.locator(".packet-ladder-block svg");
        await picture.waitFor();
        const paper = await picture.evaluate((svg) => {
          const { backgroundColor, filter } = getComputedStyle(svg);
          return { backgroundColor, filter };
        });
        expect(paper).toEqual({ backgroundColor: "rgb(255, 255, 255)", filter: "none" });
        await keepScreen(handle, `forced-colours-block-${theme}`);
      });
    },
  );

  it("a capture goes on in a window of its own that is made of its tab", async () => {
    await inVault({ captures, notes }, async ({ page }) => {
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().waitFor();
      const [popup] = await Promise.all([
        page.waitForEvent("popup"),
        page.evaluate(() => {
          window.shell.popOut();
        }),
      ]);
      const packets = popup.getByRole("listbox", { name: "Packets" });
      await packets.focus();
      await popup.keyboard.press("End");
      await popup.getByRole("heading", { name: "Packet 60" }).waitFor();
      await popup.getByRole("textbox", { name: "Display filter" }).fill("tcp.flags.syn == 1");
      await popup.getByText("8 packets").waitFor();
      await packets.getByText("[SYN]").first().click();
      await popup.getByRole("heading", { name: "Packet 3" }).waitFor();
      await popup.close();
    });
  });

  it("the keyboard alone reaches conversation, packet, filter, stream and buttons of a capture", async () => {
    await inVault({ captures }, async ({ page }) => {
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).waitFor();
      expect(await walk(page, ".packet-ladder-capture")).toEqual([
        "Draw ladder",
        "Search conversations",
        "Order of conversations",
        "Conversations",
        "Display filter",
        "Show all",
        "Packets",
      ]);
      await page.getByRole("listbox", { name: "Packets" }).focus();
      await page.keyboard.press("End");
      await page.getByRole("heading", { name: "Packet 60" }).waitFor();
      await page.getByRole("listbox", { name: "Conversations" }).focus();
      await page.keyboard.press("Home");
      await page.getByText("of conversation 0").waitFor();
      await page.getByRole("button", { name: "Follow stream" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("region", { name: "Stream" }).waitFor();
      await page.keyboard.press("PageDown");
      await page.waitForFunction(() => (document.querySelector(".packet-ladder-stream")?.scrollTop ?? 0) > 0);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    });
  });

  it.each([
    ["a computer", {}, false],
    ["a phone with its keyboard up", ABOVE_KEYBOARD, true],
  ] as const)(
    "the keyboard alone reaches all of the dialog, and sees where it is: %s",
    async (name, look, mobile) => {
      await inVault({ captures, look, mobile }, async (handle) => {
        const { page } = handle;
        await openFile(page, "web.pcapng");
        await runFromPalette(handle, "Draw ladder from capture…");
        await page.locator(".packet-ladder-preview-picture svg").waitFor();
        await page.getByText("4 TCP conversations").last().waitFor();
        const stops = await walk(page, ".packet-ladder-preview");
        await keepScreen(handle, `walk-${name.replace(/\W+/gu, "-")}`);
        expect(stops).toEqual(
          expect.arrayContaining(["Conversations", "Title", "Filter", "Theme", "Preview"]),
        );
        await page.getByRole("button", { name: "Draw", exact: true }).focus();
        await page.keyboard.press("Enter");
        await textOf(handle, "web.excalidraw.md");
        await page.locator(".packet-ladder-block-buttons").waitFor();
        await page.evaluate(() => document.querySelector(".notice-container")?.remove());
        expect(await walk(page, ".packet-ladder-block")).toEqual([
          "Ladder",
          "Open packet 3",
          "Update diagram",
          "Open diagram",
          "Change…",
          "Export SVG",
        ]);
      });
    },
  );
});
