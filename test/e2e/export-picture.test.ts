import { describe, expect, it } from "vitest";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { keepScreen, noticeWith, runFromPalette } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const LONG = Array.from({ length: 250 }, (_, at) => `A -> B: message ${String(at)}`).join("\n");
const NOTES = {
  "lab/n.md": "```ladder\ntitle: Opening\nA -> B: SYN\n```\n",
  "lab/long.md": `\`\`\`ladder\n${LONG}\n\`\`\`\n`,
};

/** By the field's label. */
type Choices = Readonly<Record<string, string>>;

/** Exports the open note as a person does: the palette, the fields, Enter; gives what the notice names. */
async function exported(handle: ShellPageHandle, choices: Choices): Promise<string> {
  await handle.page.evaluate(() => document.querySelector(".notice-container")?.remove());
  await handle.page.waitForFunction(() => window.shell.commandNames().includes("Export picture…"));
  await runFromPalette(handle, "Export picture…");
  await handle.page.getByRole("dialog").getByLabel("Format").waitFor();
  for (const [field, choice] of Object.entries(choices))
    await handle.page.getByLabel(field).selectOption(choice);
  await handle.page.keyboard.press("Enter");
  return /“(?<path>.*)”/u.exec(await noticeWith(handle, "Exported"))?.groups?.["path"] ?? "";
}

/** Gives a picture as the browser shows it: its size, and the colour of its corner. */
async function shown({ page }: ShellPageHandle, path: string): Promise<Picture> {
  return page.evaluate(async (wanted) => {
    const isPng = wanted.endsWith(".png");
    const file = window.shell.file(wanted);
    const content = isPng ? await window.shell.vault.readBinary(file) : await window.shell.read(wanted);
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([content], { type: isPng ? "image/png" : "image/svg+xml" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen?.drawImage(image, 0, 0);
    const corner = [...(pen?.getImageData(2, 2, 1, 1).data ?? [])];
    return { width: image.width, height: image.height, corner };
  }, path);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly corner: readonly number[];
}

describe.skipIf(missingParts !== "")(`a picture for slides${missingParts}`, () => {
  const inVault = vaultPages();

  it.each([
    ["a computer", {}, false],
    ["a phone", { width: 390, height: 844, theme: "dark" }, true],
  ] as const)(
    "in the format and for the page that the dialog asks for, on %s",
    async (name, look, mobile) => {
      await inVault({ notes: NOTES, look, mobile }, async (handle) => {
        await openFile(handle.page, "lab/n.md");
        expect(await exported(handle, {})).toBe("lab/n.svg");
        const plain = await shown(handle, "lab/n.svg");
        expect(plain.corner).toEqual([255, 255, 255, 255]);
        expect(await exported(handle, { Format: "PNG, twice as large", Page: "dark" })).toBe("lab/n.png");
        const png = await shown(handle, "lab/n.png");
        expect(png.width).toBe(2 * plain.width);
        expect(Math.max(...png.corner.slice(0, 3))).toBeLessThan(64);
        expect(await exported(handle, { Format: "PNG", Background: "transparent" })).toBe("lab/n ladder.png");
        expect((await shown(handle, "lab/n ladder.png")).corner).toEqual([0, 0, 0, 0]);
        await runFromPalette(handle, "Export picture…");
        await keepScreen(handle, `export-${name.replace(/\W+/gu, "-")}`);
      });
    },
  );

  it("is as large as a browser makes one where the ladder is long", async () => {
    await inVault({ notes: NOTES }, async (handle) => {
      await openFile(handle.page, "lab/long.md");
      const path = await exported(handle, { Format: "PNG, four times as large" });
      const { height } = await shown(handle, path);
      expect(height).toBeGreaterThan(16_000);
      expect(height).toBeLessThanOrEqual(16_384);
    });
  });
});
