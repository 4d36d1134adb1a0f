// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { BlockPictures } from "../../src/obsidian/block-picture";
import { type BlockHost, renderLadderBlock } from "../../src/obsidian/ladder-block";
import { renderNote } from "../support/obsidian-shell/markdown-rendering";
import { Component } from "../support/obsidian-shell/obsidian";
import { openShell, type Shell } from "../support/obsidian-shell/shell";
import { sampleCapture } from "../support/sample-capture";

const echo = sampleCapture("echo.pcap");

function hostOf(shell: Shell): BlockHost {
  const app = shell.app.asOriginalType__();
  return { app, pictures: new BlockPictures(app) };
}

/** Renders a note as reading view does; gives its page, and what leaving it does. */
function show(
  shell: Shell,
  path: string,
  text: string,
  host: BlockHost = hostOf(shell),
): { page: HTMLElement; leave: () => void } {
  shell.services.codeBlocks.set("ladder", (source, el, context) =>
    renderLadderBlock(host, source, el, context),
  );
  const owner = new Component();
  owner.load();
  const page = document.body.createDiv();
  renderNote({ app: shell.app, path, text, owner }, page);
  return { page, leave: () => owner.unload() };
}

async function settled(page: HTMLElement): Promise<HTMLElement> {
  for (let waited = 0; page.querySelector("[aria-busy]") !== null && waited < 100; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return page;
}

describe("a ladder block", () => {
  it("takes the defaults of the note's frontmatter", async () => {
    const text = "---\nladder-title: From the properties\n---\n```ladder\nA -> B: hi\n```\n";
    const page = await settled(show(openShell({ notes: { "n.md": text } }), "n.md", text).page);
    expect(page.querySelector("svg")?.getAttribute("aria-label")).toBe("From the properties");
  });

  it("counts lines of findings as the note does", async () => {
    const text = "# One\n\n```ladder\nladders: 1\n```\n";
    const page = await settled(show(openShell({ notes: { "n.md": text } }), "n.md", text).page);
    expect(page.querySelector(".packet-ladder-place")?.textContent).toContain("ine 4");
  });

  it("names the line of the property that is wrong, and the right one of what follows", async () => {
    const text =
      "---\ntags: [x]\nladder-seq: wrong\nladder-title: T\n---\n\n```ladder\nA -> B: hi\nladders\n```\n";
    const page = await settled(show(openShell({ notes: { "n.md": text } }), "n.md", text).page);
    const places = [...page.querySelectorAll(".packet-ladder-place")].map((el) => el.textContent);
    expect(places).toEqual(["Line 3: ", "Line 9: "]);
  });

  it("keeps the last picture where it stood until the next one is drawn", async () => {
    const block = (words: string): string => `\`\`\`ladder\nA -> B: ${words}\n\`\`\`\n`;
    const shell = openShell({ notes: { "n.md": block("one") } });
    const host = hostOf(shell);
    const first = show(shell, "n.md", block("one"), host);
    await settled(first.page);
    first.leave();
    const { page } = show(shell, "n.md", block("two"), host);
    const words = (): readonly string[] => [...page.querySelectorAll("svg text")].map((el) => el.textContent);
    expect(words()).toEqual(["A", "B", "one"]);
    await settled(page);
    expect(words()).toEqual(["A", "B", "two"]);
  });

  it("reads a capture once for two looks at the same block", async () => {
    const shell = openShell();
    await shell.addFile("echo.pcap", echo);
    const pictures = new BlockPictures(shell.app.asOriginalType__());
    const signal = new AbortController().signal;
    const first = await pictures.draw("capture: echo.pcap", "n.md", { signal });
    shell.vault.faults.read = () => new Error("read again");
    expect(await pictures.draw("capture: echo.pcap", "n.md", { signal })).toBe(first);
  });

  it("forgets the picture of a capture that changed", async () => {
    const shell = openShell();
    const capture = await shell.addFile("echo.pcap", echo);
    const pictures = new BlockPictures(shell.app.asOriginalType__());
    const signal = new AbortController().signal;
    const first = await pictures.draw("capture: echo.pcap", "n.md", { signal });
    await shell.vault.overwriteBinary(capture, new Uint8Array(echo.subarray(0, 400)).buffer);
    expect((await pictures.draw("capture: echo.pcap", "n.md", { signal })).svg).not.toBe(first.svg);
  });

  it.each(["capture: [[echo.pcap]]", "A -> B: hi"])(
    "shows nothing more once the note is left: %s",
    async (line) => {
      const shell = openShell();
      await shell.addFile("echo.pcap", echo);
      const { page, leave } = show(shell, "n.md", `\`\`\`ladder\n${line}\n\`\`\`\n`);
      leave();
      await settled(page);
      expect(page.querySelector("svg, .packet-ladder-finding")).toBeNull();
    },
  );

  it("says in place that a file cannot be read", async () => {
    const shell = openShell();
    await shell.addFile("echo.pcap", echo);
    shell.vault.faults.read = () => new Error("EIO: i/o error");
    const page = await settled(show(shell, "n.md", "```ladder\ncapture: [[echo.pcap]]\n```\n").page);
    expect(page.querySelector(".packet-ladder-finding")?.textContent).toBe(
      "This did not work: EIO: i/o error",
    );
  });
});
