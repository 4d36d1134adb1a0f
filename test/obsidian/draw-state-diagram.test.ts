// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { drawStateDiagram } from "../../src/obsidian/draw-state-diagram";
import { readDrawing } from "../../src/pipeline";
import { openShell, type Shell } from "../support/obsidian-shell/shell";
import { sampleCapture } from "../support/sample-capture";

async function draw(shell: Shell, path: string): Promise<void> {
  const app = shell.app.asOriginalType__();
  await drawStateDiagram.forFile(app, shell.file(path).asOriginalType2__())?.();
}

async function wordsOf(shell: Shell, path: string): Promise<readonly string[]> {
  return readDrawing(await shell.read(path)).elements.flatMap((element) =>
    element.type === "text" ? [element.text] : [],
  );
}

it("draws a capture's states beside it, and again over the same drawing", async () => {
  const shell = openShell();
  await shell.addFile("lab/echo.pcap", sampleCapture("echo.pcap"));
  await draw(shell, "lab/echo.pcap");
  await draw(shell, "lab/echo.pcap");
  expect(shell.paths()).toEqual(["lab/echo states.excalidraw.md", "lab/echo.pcap"]);
  expect(await wordsOf(shell, "lab/echo states.excalidraw.md")).toContain("echo: states of both ends");
});

it("draws the first block of a note", async () => {
  const note = "```ladder\ntitle: Refused\nA -> B: SYN\nB -> A: RST, ACK\n```\n";
  const shell = openShell({ notes: { "n.md": note } });
  await shell.open("n.md");
  await draw(shell, "n.md");
  expect(await wordsOf(shell, "n states.excalidraw.md")).toEqual(
    expect.arrayContaining(["Refused: states of both ends", "client 3\nrcv RST → CLOSED"]),
  );
});

it("refuses where there is no conversation", async () => {
  const shell = openShell({ notes: { "n.md": "```ladder\nA -> B: hello\n```\n" } });
  await shell.open("n.md");
  await expect(draw(shell, "n.md")).rejects.toThrow("no TCP conversation");
  expect(shell.paths()).toEqual(["n.md"]);
});
