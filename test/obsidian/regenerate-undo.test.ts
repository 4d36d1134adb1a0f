// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { readDrawing } from "../../src/pipeline";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { undoRegenerate } from "../../src/obsidian/regenerate-undo";
import { withScene } from "../node/edit-drawing";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const block = (...lines: readonly string[]): string => ["```ladder", ...lines, "```", ""].join("\n");
const NOTE = "n.md";
const DRAWING = "n.excalidraw.md";

async function regenerate(shell: Shell, options = {}): Promise<void> {
  await regenerateCaptureNote(shell.app.asOriginalType__(), shell.file(NOTE).asOriginalType2__(), options);
}

async function undo(shell: Shell): Promise<void> {
  await undoRegenerate(shell.app.asOriginalType__());
}

async function drawnTwice(): Promise<{ readonly shell: Shell; readonly before: string }> {
  const shell = openShell({ notes: { [NOTE]: block("A -> B: one") } });
  await regenerate(shell);
  const before = await shell.read(DRAWING);
  await shell.vault.modify(
    shell.file(NOTE),
    block("drawing: [[n.excalidraw]]", "A -> B: one", "B -> A: two"),
  );
  await regenerate(shell);
  return { shell, before };
}

describe("undo last regenerate", () => {
  it("puts back the exact text of the drawing", async () => {
    const { shell, before } = await drawnTwice();
    expect(await shell.read(DRAWING)).not.toBe(before);
    await undo(shell);
    expect(await shell.read(DRAWING)).toBe(before);
  });

  it("keeps what was changed since, and says so", async () => {
    const { shell } = await drawnTwice();
    const mine = (await shell.read(DRAWING)).replace("one ^", "mine ^");
    await shell.vault.modify(shell.file(DRAWING), mine);
    await undo(shell);
    const undone = await shell.read(DRAWING);
    expect(undone).toContain("mine ^");
    expect(undone).not.toContain("two ^");
    expect(shell.notices().join("\n")).toContain("What you changed since stays.");
  });

  it("finds a drawing that was renamed since, and refuses where one was deleted", async () => {
    const { shell, before } = await drawnTwice();
    await shell.vault.rename(shell.file(DRAWING), "other.excalidraw.md");
    await undo(shell);
    expect(await shell.read("other.excalidraw.md")).toBe(before);
    const next = await drawnTwice();
    await next.shell.vault.delete(next.shell.file(DRAWING));
    await expect(undo(next.shell)).rejects.toThrow("is no longer there: nothing was undone");
  });

  it("can be tried again where the vault refused", async () => {
    const { shell, before } = await drawnTwice();
    const process = shell.vault.process.bind(shell.vault);
    Object.assign(shell.vault, { process: () => Promise.reject(new Error("disk full")) });
    await expect(undo(shell)).rejects.toThrow("disk full");
    Object.assign(shell.vault, { process });
    await undo(shell);
    expect(await shell.read(DRAWING)).toBe(before);
  });

  it("does not take a regenerate that changed nothing for the last one", async () => {
    const { shell, before } = await drawnTwice();
    await regenerate(shell);
    await undo(shell);
    expect(await shell.read(DRAWING)).toBe(before);
  });

  it("counts messages in the notice", async () => {
    const { shell } = await drawnTwice();
    expect(shell.notices().join("\n")).toMatch(/: 1 added\.\n.*: 1 added/su);
  });
});

describe("restore deleted", () => {
  it("brings back what was deleted by hand, and only then", async () => {
    const { shell } = await drawnTwice();
    const whole = await shell.read(DRAWING);
    const kept = readDrawing(whole).elements.filter(
      (element) => element.type !== "text" || element.rawText !== "two",
    );
    await shell.vault.modify(shell.file(DRAWING), withScene(whole, kept));
    await regenerate(shell);
    expect(await shell.read(DRAWING)).not.toContain("two ^");
    await regenerate(shell, { restoreDeleted: true });
    expect(await shell.read(DRAWING)).toContain("two ^");
  });
});
