// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { Notice } from "../support/obsidian-shell/notice";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

describe("the stand-in's vault", () => {
  let shell: Shell;
  beforeEach(() => {
    shell = openShell({ notes: { "a.md": "0" } });
  });

  it("creates nothing twice, whatever the case", async () => {
    await expect(shell.vault.create("A.md", "x")).rejects.toThrow("already exists");
  });

  it("creates nothing in a folder that is missing", async () => {
    await expect(shell.vault.create("no/b.md", "x")).rejects.toThrow("ENOENT");
  });

  it("refuses names that some system refuses", async () => {
    await expect(shell.vault.create('<b>"x".md', "x")).rejects.toThrow("File name");
  });

  it("loses none of twenty changes at once", async () => {
    const note = shell.file("a.md");
    const add = (text: string): string => String(Number(text) + 1);
    await Promise.all(Array.from({ length: 20 }, () => shell.vault.process(note, add)));
    expect(await shell.read("a.md")).toBe("20");
  });

  it("keeps the old file when a write fails", async () => {
    shell.vault.faults.write = () => new Error("disk full");
    await expect(shell.vault.process(shell.file("a.md"), () => "new")).rejects.toThrow("disk full");
    expect(await shell.read("a.md")).toBe("0");
  });

  it("knows sizes, and a later time after each change", async () => {
    const capture = await shell.addFile("caps/x.pcap", new Uint8Array(24));
    const { size, mtime } = capture.stat;
    await shell.vault.overwriteBinary(capture, new ArrayBuffer(30));
    expect([size, capture.stat.size]).toEqual([24, 30]);
    expect(capture.stat.mtime).toBeGreaterThan(mtime);
  });

  it("shows a notice until it is hidden", () => {
    const notice = new Notice("drawing", 0);
    expect(shell.notices()).toEqual(["drawing"]);
    notice.hide();
    expect(shell.notices()).toEqual([]);
  });
});
