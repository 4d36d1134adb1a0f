// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import { captureFingerprint } from "../../src/capture/capture-fingerprint";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { addStaleBadge } from "../../src/obsidian/stale-badge";
import { sourceOf } from "../support/capture-files";
import { sampleCapture } from "../support/sample-capture";
import { openShell } from "../support/obsidian-shell/shell";

const fingerprintOf = async (name: string): Promise<string> =>
  (await captureFingerprint(sourceOf(sampleCapture(name)))) ?? "";

describe("the badge of a stale drawing", () => {
  it("says that the capture is newer, and goes when the drawing is renewed", async () => {
    const shell = openShell({ notes: { "n.md": "```ladder\ncapture: [[c.pcap]]\n```\n" } });
    const app = shell.app.asOriginalType__();
    const capture = await shell.addFile("c.pcap", sampleCapture("echo.pcap"));
    await regenerateCaptureNote(app, shell.file("n.md").asOriginalType2__());
    const text = "capture: [[c.pcap]]\ndrawing: [[n.excalidraw]]";
    const place = { notePath: "n.md", text, blockIndex: 0 };
    const badgeFor = async (name: string): Promise<HTMLElement> => {
      const into = document.body.createDiv();
      await addStaleBadge(app, into, { ...place, fingerprint: await fingerprintOf(name) });
      return into;
    };
    expect((await badgeFor("echo.pcap")).textContent).toBe("");
    await shell.vault.overwriteBinary(capture, new Uint8Array(sampleCapture("delay-5s.pcap")).buffer);
    const badge = await badgeFor("delay-5s.pcap");
    expect(badge.textContent).toContain("the capture is newer than the drawing");
    badge.querySelector("button")?.click();
    await vi.waitFor(() => expect(badge.textContent).toBe(""), { timeout: 20_000 });
    expect((await badgeFor("delay-5s.pcap")).textContent).toBe("");
  });
});
