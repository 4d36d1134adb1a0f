// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { explainConversation } from "../../src/obsidian/explain-conversation";
import { openShell, type Shell } from "../support/obsidian-shell/shell";
import { sampleCapture } from "../support/sample-capture";

async function explain(shell: Shell, path: string): Promise<void> {
  const app = shell.app.asOriginalType__();
  await shell.open(path);
  await explainConversation.forFile(app, shell.file(path).asOriginalType2__())?.();
}

const NOTE = "# Lab\n\n```ladder\ncapture: [[unread.pcap]]\n```\n";

it("writes what happened into the note, once, and keeps what stands there", async () => {
  const shell = openShell({ notes: { "lab.md": NOTE } });
  await shell.addFile("unread.pcap", sampleCapture("reset-unread.pcap"));
  await explain(shell, "lab.md");
  const explained = await shell.read("lab.md");
  expect(explained.startsWith(`${NOTE}\n## What happened\n\n`)).toBe(true);
  expect(explained).toMatch(/^- .* with up to 13,000 B unread: .* \(frames 6 and 8\)\.$/mu);
  await explain(shell, "lab.md");
  expect(await shell.read("lab.md")).toBe(explained);
});

it("numbers the lines of a list as the note does", async () => {
  const shell = openShell({
    notes: { "list.md": "# Note\n\n```ladder\nA -> B: SYN\nB -> A: RST, ACK\n```\n" },
  });
  await explain(shell, "list.md");
  expect(await shell.read("list.md")).toContain("nobody listens there (lines 4, 5).\n");
});

it("says so, and writes nothing, where there is nothing to explain", async () => {
  const note = "```ladder\nA -> B: hello\n```\n";
  const shell = openShell({ notes: { "n.md": note } });
  await expect(explain(shell, "n.md")).rejects.toThrow("no TCP conversation to explain");
  expect(await shell.read("n.md")).toBe(note);
});
