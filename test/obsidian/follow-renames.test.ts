// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { followRename } from "../../src/obsidian/follow-renames";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const block = (...lines: readonly string[]): string => ["```ladder", ...lines, "```", ""].join("\n");
const DRAWING = "---\n\nexcalidraw-plugin: parsed\n\n---\n";

/** As Obsidian renames: the file is at its new place, then plugins are told. */
async function renamed(shell: Shell, from: string, to: string): Promise<void> {
  await shell.vault.rename(shell.file(from), to);
  await followRename(shell.app.asOriginalType__(), shell.file(to).asOriginalType2__(), from);
}

describe("renamed and moved files", () => {
  it("a capture keeps its block, whatever the line looks like", async () => {
    const notes = {
      "n.md": block("capture: [[a.pcap|the first]]", "# a.pcap", "A -> B: a.pcap"),
      "m.md": `Text.\r\n\r\n> ${block("capture: a.pcap").replaceAll("\n", "\r\n> ")}`,
      "other.md": "[[a.pcap]]\n",
    };
    const shell = openShell({ notes });
    await shell.addFile("a.pcap", new Uint8Array([1]));
    await renamed(shell, "a.pcap", "caps/b.pcap");
    expect(await shell.read("n.md")).toBe(
      block("capture: [[caps/b.pcap|the first]]", "# a.pcap", "A -> B: a.pcap"),
    );
    expect(await shell.read("m.md")).toBe(notes["m.md"].replace("a.pcap", "caps/b.pcap"));
    expect(await shell.read("other.md")).toBe(notes["other.md"]);
  });

  it("a drawing keeps its block, with or without its extension", async () => {
    const shell = openShell({
      notes: {
        "lab/n.md": block("drawing: [[n.excalidraw]]", "A -> B: x"),
        "lab/m.md": block("drawing: lab/n.excalidraw.md", "A -> B: x"),
        "lab/n.excalidraw.md": DRAWING,
      },
    });
    await renamed(shell, "lab/n.excalidraw.md", "lab/new.excalidraw.md");
    expect(await shell.read("lab/n.md")).toContain("drawing: [[new.excalidraw]]\n");
    expect(await shell.read("lab/m.md")).toContain("drawing: new.excalidraw.md\n");
  });

  it("follows a file that a line names in other letters, and a rename of their case alone", async () => {
    const shell = openShell({ notes: { "n.md": block("capture: [[ECHO.pcap]]") } });
    await shell.addFile("Echo.pcap", new Uint8Array([1]));
    await renamed(shell, "Echo.pcap", "a.pcap");
    expect(await shell.read("n.md")).toBe(block("capture: [[a.pcap]]"));
    await renamed(shell, "a.pcap", "A.pcap");
    expect(await shell.read("n.md")).toBe(block("capture: [[A.pcap]]"));
  });

  it("leaves lines alone that lead to another file of the same name", async () => {
    const text = block("capture: [[a.pcap]]");
    const shell = openShell({ notes: { "one/n.md": text, "two/m.md": text } });
    await shell.addFile("one/a.pcap", new Uint8Array([1]));
    await shell.addFile("two/a.pcap", new Uint8Array([2]));
    await renamed(shell, "one/a.pcap", "one/b.pcap");
    expect(await shell.read("one/n.md")).toBe(block("capture: [[b.pcap]]"));
    expect(await shell.read("two/m.md")).toBe(text);
  });
});
