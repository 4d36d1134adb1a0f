import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { noticeWith, runFromPalette } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const NOTES = 30;
const note = (at: number, label: string): string =>
  `\`\`\`ladder\ndrawing: [[n${String(at)}.excalidraw]]\nA -> B: ${label}\n\`\`\`\n\n![[n${String(at)}.excalidraw]]\n`;
const notes = Object.fromEntries(
  Array.from({ length: NOTES }, (_, at) => [`lab/n${String(at).padStart(2, "0")}.md`, note(at, "one")]),
);

describe.skipIf(missingParts !== "")(`all diagrams of a folder${missingParts}`, () => {
  const inVault = vaultPages();

  it("one notice counts the notes; a cancel keeps what was done, which one undo takes back", async () => {
    await inVault({ notes }, async (handle) => {
      const { page } = handle;
      for (const path of Object.keys(notes)) await openFile(page, path);
      await runFromPalette(handle, "Regenerate all");
      await noticeWith(handle, `${String(NOTES)} diagrams of ${String(NOTES)} notes regenerated`);
      const before = await drawings(page);
      await page.evaluate(async () => {
        for (const { path } of window.shell.vault.getMarkdownFiles()) {
          if (path.endsWith(".excalidraw.md")) continue;
          const changed = (await window.shell.read(path)).replace("A -> B: one", "A -> B: two");
          await window.shell.vault.modify(window.shell.file(path), changed);
        }
        // Slow enough that a person could press a button.
        const vault = window.shell.vault;
        const process = vault.process.bind(vault);
        vault.process = async (...given) => {
          await new Promise((resolve) => setTimeout(resolve, 60));
          return process(...given);
        };
      });
      await runFromPalette(handle, "Regenerate all");
      await page
        .locator(".notice-message", { hasText: `of ${String(NOTES)} notes` })
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Cancel" }).click();
      expect(await noticeWith(handle, "Cancelled")).toMatch(/left as they were\.$/u);
      const halfWay = await drawings(page);
      const changed = before.filter((text, at) => text !== halfWay[at]).length;
      expect(changed).toBeGreaterThan(0);
      expect(changed).toBeLessThan(NOTES);
      await runFromPalette(handle, "Undo last regenerate");
      await noticeWith(handle, "As before the last regenerate");
      expect(await drawings(page)).toEqual(before);
    });
  });
});

async function drawings(page: Parameters<typeof openFile>[0]): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const paths = window.shell.paths().filter((path) => path.endsWith(".excalidraw.md"));
    return Promise.all(paths.map((path) => window.shell.read(path)));
  });
}
