// @vitest-environment happy-dom
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { drawCapture } from "../../src/obsidian/draw-capture";
import { applySettings, readSettings } from "../../src/obsidian/settings/ladder-settings";
import { openShell, type Shell } from "../support/obsidian-shell/shell";
import { sampleCapture } from "../support/sample-capture";

const echo = sampleCapture("echo.pcap");

async function draw(shell: Shell, path: string, octets: Uint8Array = echo): Promise<void> {
  if (shell.vault.getFileByPath(path) === null) await shell.addFile(path, octets);
  applySettings(shell.app.asOriginalType__(), readSettings({ preview: false }));
  await drawCapture(shell.app.asOriginalType__(), shell.file(path).asOriginalType2__());
}

describe("drawCapture", () => {
  it("draws a gzipped capture under its name without both extensions", async () => {
    const shell = openShell();
    await draw(shell, "lab/echo.pcap.gz", gzipSync(echo));
    expect(shell.paths()).toEqual(["lab/echo.excalidraw.md", "lab/echo.md", "lab/echo.pcap.gz"]);
  });

  it("finds a capture again whose name no link can hold", async () => {
    const shell = openShell();
    await draw(shell, "a]] b#c [d].pcap");
    const drawing = await shell.read("a]] b#c [d].excalidraw.md");
    await draw(shell, "a]] b#c [d].pcap");
    expect(await shell.read("a]] b#c [d].excalidraw.md")).toBe(drawing);
    expect(shell.paths()).toHaveLength(3);
  });

  it("takes another name where the drawing's place is taken", async () => {
    const shell = openShell({ notes: { "echo.excalidraw.md": "somebody's" } });
    await draw(shell, "echo.pcap");
    expect(await shell.read("echo.excalidraw.md")).toBe("somebody's");
    expect(shell.paths()).toContain("echo ladder.excalidraw.md");
  });

  it("regenerates the note that draws the capture, also under the second name", async () => {
    const shell = openShell({ notes: { "echo.md": "mine" } });
    await draw(shell, "echo.pcap");
    await draw(shell, "echo.pcap");
    expect(shell.paths()).toEqual(["echo ladder.excalidraw.md", "echo ladder.md", "echo.md", "echo.pcap"]);
  });

  it("brings a note that is open to the front instead of opening it twice", async () => {
    const shell = openShell();
    await draw(shell, "echo.pcap");
    await shell.open("echo.pcap", true);
    await draw(shell, "echo.pcap");
    expect(shell.app.workspace.getLeavesOfType("markdown")).toHaveLength(1);
    expect(shell.app.workspace.getActiveFile()?.path).toBe("echo.md");
  });

  it("writes nothing for a file that is no capture", async () => {
    const shell = openShell();
    await expect(draw(shell, "x.pcap", new TextEncoder().encode("hello, world"))).rejects.toThrow(
      "unknown-magic",
    );
    expect(shell.paths()).toEqual(["x.pcap"]);
  });

  it("writes nothing when the capture vanishes while it is read", async () => {
    const shell = openShell();
    await shell.addFile("echo.pcap", echo);
    shell.vault.faults.read = () => new Error("ENOENT");
    await expect(draw(shell, "echo.pcap")).rejects.toThrow("ENOENT");
    expect(shell.paths()).toEqual(["echo.pcap"]);
  });
});
