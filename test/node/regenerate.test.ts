import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDrawing } from "../../src/pipeline";
import { builtCommandLine, sample } from "./command-line";
import { foreignElement, withScene } from "./edit-drawing";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("regenerate");

const echo = readFileSync(sample("echo.pcap"));
const note = "# Echo\n\n```ladder\ncapture: [[echo.pcap]]\n```\n\nText.\n";

function textOf(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}

describe("regenerate", () => {
  it("makes a missing drawing and adds the drawing line, nothing else", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    expect(run(["regenerate", "echo.md"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "echo.md")).toBe(
      note.replace("pcap]]\n", "pcap]]\ndrawing: [[echo.excalidraw]]\n"),
    );
    expect(readdirSync(folder).sort()).toEqual(["echo.excalidraw.md", "echo.md", "echo.pcap"]);
  });

  it("keeps CRLF line breaks, blanks and the byte order mark of a note", () => {
    const written = `\ufeff${note.replaceAll("\n", "\r\n")}  \r\n`;
    const folder = scratchFolder({ "echo.md": written, "echo.pcap": echo });
    expect(run(["regenerate", "echo.md"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "echo.md")).toBe(
      written.replace("pcap]]\r\n", "pcap]]\r\ndrawing: [[echo.excalidraw]]\r\n"),
    );
  });

  it("changes no octet the second time", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    run(["regenerate", "echo.md"], { cwd: folder });
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toEqual(before);
  });

  it("finds the capture anywhere in the vault", () => {
    const folder = scratchFolder({
      ".obsidian/app.json": "{}",
      "lab/echo.md": note,
      "captures/2026/echo.pcap": echo,
    });
    expect(run(["regenerate", "lab/echo.md"], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("draws the blocks that can be drawn and names those that cannot", () => {
    const folder = scratchFolder({
      "a.md": `\`\`\`ladder\ncapture: [[gone.pcap]]\n\`\`\`\n\n${note}`,
      "echo.pcap": echo,
    });
    const { exitCode, stderr } = run(["regenerate", "a.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/^a\.md:2:10: .*gone\.pcap.* \[capture-not-found\]$/mu),
    ]);
    expect(readdirSync(folder).sort()).toEqual(["a 2.excalidraw.md", "a.md", "echo.pcap"]);
  });

  it("gives line numbers of the note, not of the block", () => {
    const folder = scratchFolder({ "a.md": "# Title\n\nText.\n\n```ladder\nA -> B: SYN\nA => B\n```\n" });
    expect(run(["regenerate", "a.md"], { cwd: folder }).stderr).toMatch(/^a\.md:7:/u);
  });

  it("goes on after a note that fails and ends with 2", () => {
    const folder = scratchFolder({ "plain.md": "No block.\n", "echo.md": note, "echo.pcap": echo });
    const { exitCode, stderr } = run(["regenerate", "plain.md", "echo.md", "nope.md"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/plain\.md: .*no ladder block[\s\S]*nope\.md: no such file/u);
    expect(existsSync(join(folder, "echo.excalidraw.md"))).toBe(true);
  });

  it("takes a drawing note for the capture note beside it", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    writeFileSync(
      join(folder, "echo.md"),
      textOf(folder, "echo.md").replace("```ladder\n", "```ladder\ntitle: New\n"),
    );
    expect(run(["regenerate", "echo.excalidraw.md"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "echo.excalidraw.md")).toContain("New ^");
  });

  it("renews a drawing where its line leads to, in another folder", () => {
    const folder = scratchFolder({ ".obsidian/app.json": "{}", "lab/echo.md": note, "lab/echo.pcap": echo });
    run(["regenerate", "lab/echo.md"], { cwd: folder });
    mkdirSync(join(folder, "Drawings"));
    renameSync(join(folder, "lab/echo.excalidraw.md"), join(folder, "Drawings/echo.excalidraw.md"));
    const edited = textOf(folder, "lab/echo.md").replace(
      "[[echo.excalidraw]]",
      "[[Drawings/echo.excalidraw]]",
    );
    writeFileSync(join(folder, "lab/echo.md"), edited.replace("```ladder\n", "```ladder\ntitle: New\n"));
    expect(run(["regenerate", "lab/echo.md"], { cwd: folder }).exitCode).toBe(0);
    expect(readdirSync(join(folder, "lab")).sort()).toEqual(["echo.md", "echo.pcap"]);
    expect(textOf(folder, "Drawings/echo.excalidraw.md")).toContain("New ^");
  });

  it("refuses two blocks that name one drawing", () => {
    const block = "```ladder\ndrawing: [[x.excalidraw]]\nA -> B: SYN\n```\n";
    const folder = scratchFolder({ "a.md": `${block}\n${block}` });
    const { exitCode, stderr } = run(["regenerate", "a.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("two ladder blocks name the drawing x.excalidraw"),
    ]);
    expect(readdirSync(folder)).toEqual(["a.md"]);
  });

  it("keeps a person's elements, and says what it did", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    const path = join(folder, "echo.excalidraw.md");
    const drawing = textOf(path);
    writeFileSync(path, withScene(drawing, [...readDrawing(drawing).elements, foreignElement]));
    writeFileSync(
      join(folder, "echo.md"),
      textOf(folder, "echo.md").replace("```ladder\n", "```ladder\ntitle: New\n"),
    );
    const { exitCode, stderr } = run(["regenerate", "echo.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^echo\.excalidraw\.md: 1 changed/mu)]);
    expect(readDrawing(textOf(path)).elements).toContainEqual(foreignElement);
  });

  it("keeps the permissions of the drawing", () => {
    const folder = scratchFolder({ "a.md": "```ladder\nA -> B: SYN\n```\n" });
    run(["regenerate", "a.md"], { cwd: folder });
    chmodSync(join(folder, "a.excalidraw.md"), 0o640);
    writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace("SYN", "FIN"));
    run(["regenerate", "a.md"], { cwd: folder });
    expect(textOf(folder, "a.excalidraw.md")).toContain("FIN");
  });
});

describe("regenerate and hand edits", () => {
  const list = (...lines: readonly string[]): string => `\`\`\`ladder\n${lines.join("\n")}\n\`\`\`\n`;
  const drawnFolder = (...lines: readonly string[]): string => {
    const folder = scratchFolder({ "a.md": list(...lines) });
    run(["regenerate", "a.md"], { cwd: folder });
    return folder;
  };
  const rewrite = (folder: string, from: string, to: string): void =>
    writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace(from, to));

  it("says what it would do with --dry-run and writes nothing", () => {
    const folder = drawnFolder("A -> B: one");
    rewrite(folder, "A -> B: one", "A -> B: one\nB -> A: two");
    const before = readdirSync(folder).map((name) => textOf(folder, name));
    const { exitCode, stdout, stderr } = run(["regenerate", "a.md", "--dry-run"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, "unchanged a.md\nwould write a.excalidraw.md\n"]);
    expect(stderr).toContain("a.excalidraw.md: 1 added");
    expect(readdirSync(folder).map((name) => textOf(folder, name))).toEqual(before);
  });

  it("keeps a label changed by hand where the message changed too, names both, and ends with 0", () => {
    const folder = drawnFolder("A -> B: one", "B -> A: two", "A -> B: three");
    const path = join(folder, "a.excalidraw.md");
    writeFileSync(path, textOf(path).replace("two ^", "mine ^"));
    rewrite(folder, "two", "zwei");
    const { exitCode, stderr } = run(["regenerate", "a.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("conflict, text of the label: yours is kept (“mine”), generated now: “zwei”"),
    ]);
    expect(textOf(path)).toContain("mine ^");
  });

  it("gives the report as JSON", () => {
    const folder = drawnFolder("A -> B: one");
    rewrite(folder, "A -> B: one", "A -> B: one\nB -> A: two");
    const { stdout } = run(["regenerate", "a.md", "--json"], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        note: "a.md",
        drawing: "a.excalidraw.md",
        outcome: "changed",
        summary: expect.stringMatching(/^1 added/u) as string,
        conflicts: [],
      }),
    ]);
  });

  it("brings back deleted parts with --restore-deleted only", () => {
    const folder = drawnFolder("A -> B: one", "B -> A: two");
    const path = join(folder, "a.excalidraw.md");
    const whole = textOf(path);
    const { elements } = readDrawing(whole);
    const label = elements.find((element) => element.type === "text" && element.rawText === "two");
    writeFileSync(
      path,
      withScene(
        whole,
        elements.filter((element) => element !== label),
      ),
    );
    run(["regenerate", "a.md"], { cwd: folder });
    expect(textOf(path)).not.toContain("two ^");
    run(["regenerate", "a.md", "--restore-deleted"], { cwd: folder });
    expect(textOf(path)).toContain("two ^");
  });
});

describe("regenerate, from anywhere", () => {
  const two = "```ladder\nA -> B: one\n```\n\n```ladder\nA -> B: two\n```\n";

  it("draws one block of a note with --block, and says which there are not", () => {
    const folder = scratchFolder({ "a.md": two });
    expect(run(["regenerate", "a.md", "--block", "2"], { cwd: folder }).exitCode).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["a 2.excalidraw.md", "a.md"]);
    const { exitCode, stderr } = run(["regenerate", "a.md", "--block", "3"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no block 3")]);
  });

  it("draws every capture note of a folder and leaves the other notes alone", () => {
    const folder = scratchFolder({
      "lab/a.md": "```ladder\nA -> B: one\n```\n",
      "lab/deep/b.md": "```ladder\nA -> B: two\n```\n",
      "lab/plain.md": "words\n",
      "lab/.trash/c.md": "```ladder\nA -> B: three\n```\n",
    });
    const { exitCode, stdout } = run(["regenerate", "lab"], { cwd: folder });
    expect([exitCode, stdout.match(/excalidraw\.md/g)?.length]).toEqual([0, 2]);
    expect(existsSync(join(folder, "lab/deep/b.excalidraw.md"))).toBe(true);
    expect(readdirSync(join(folder, "lab/.trash"))).toEqual(["c.md"]);
    expect(run(["check", "lab"], { cwd: folder }).exitCode).toBe(0);
  });

  it("follows the note's link to a drawing that was renamed, and corrects the block", () => {
    const folder = scratchFolder({ "a.md": `${two}\n![[a.excalidraw]]\n` });
    run(["regenerate", "a.md"], { cwd: folder });
    const drawing = textOf(folder, "a.excalidraw.md").replace("one ^", "mine ^");
    rmSync(join(folder, "a.excalidraw.md"));
    writeFileSync(join(folder, "renamed.md"), drawing);
    // As Obsidian does it: the embed is renamed, the line in the block is not.
    writeFileSync(
      join(folder, "a.md"),
      textOf(folder, "a.md")
        .replace("![[a.excalidraw]]", "![[renamed]]")
        .replace("A -> B: one", "A -> B: uno"),
    );
    expect(run(["regenerate", "a.md"], { cwd: folder }).exitCode).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["a 2.excalidraw.md", "a.md", "renamed.md"]);
    expect(textOf(folder, "a.md")).toContain("drawing: [[renamed]]\n");
    expect(textOf(folder, "renamed.md")).toContain("mine ^");
  });

  it("finds a capture that was renamed and moved by its octets, corrects the block, and keeps the edits", () => {
    const folder = scratchFolder({ "a.md": note, "echo.pcap": echo });
    mkdirSync(join(folder, "captures"));
    run(["regenerate", "a.md"], { cwd: folder });
    const drawing = textOf(folder, "a.excalidraw.md");
    const [label = ""] = /(?<=\n)SYN Seq=0[^\n]*(?= \^)/u.exec(drawing) ?? [];
    writeFileSync(join(folder, "a.excalidraw.md"), drawing.replace(`${label} ^`, "mine ^"));
    renameSync(join(folder, "echo.pcap"), join(folder, "captures/Monday.pcap"));
    writeFileSync(join(folder, "captures/Another.pcap"), echo.subarray(0, echo.length - 1));

    const dry = run(["regenerate", "a.md", "--dry-run"], { cwd: folder });
    expect(dry.stdout).toContain("would write a.md");
    expect(textOf(folder, "a.md")).toContain("capture: [[echo.pcap]]");

    const done = run(["regenerate", "a.md"], { cwd: folder });
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain("the capture echo.pcap has the name Monday.pcap now");
    expect(textOf(folder, "a.md")).toContain("capture: [[Monday.pcap]]\n");
    expect(textOf(folder, "a.excalidraw.md")).toContain("mine ^");
  });

  it("takes no other capture for one that is missing", () => {
    const folder = scratchFolder({ "a.md": note, "echo.pcap": echo });
    run(["regenerate", "a.md"], { cwd: folder });
    rmSync(join(folder, "echo.pcap"));
    writeFileSync(join(folder, "other.pcap"), echo.subarray(0, echo.length - 1));
    const before = textOf(folder, "a.md");
    const done = run(["regenerate", "a.md"], { cwd: folder });
    expect([done.exitCode, textOf(folder, "a.md")]).toEqual([2, before]);
    expect(done.stderr).toContain("capture-not-found");
  });

  it("takes the new value of a conflict with --take-new, and nothing else", () => {
    const folder = scratchFolder({ "a.md": "```ladder\nA -> B: one\nB -> A: two\n```\n" });
    run(["regenerate", "a.md"], { cwd: folder });
    const path = join(folder, "a.excalidraw.md");
    writeFileSync(path, textOf(path).replace("one ^", "mine ^").replace("two ^", "mine too ^"));
    writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace("A -> B: one", "A -> B: uno"));
    const { stderr } = run(["regenerate", "a.md"], { cwd: folder });
    const name = /--take-new '(?<name>[^']+)'/u.exec(stderr)?.groups?.["name"] ?? "";
    expect(run(["regenerate", "a.md", "--take-new", name], { cwd: folder }).stderr).toContain(
      "1 as generated again",
    );
    expect(textOf(path)).toContain("uno ^");
    expect(textOf(path)).toContain("mine too ^");
    expect(run(["regenerate", "a.md", "--take-new", "no/such"], { cwd: folder }).stderr).toContain("no/such");
  });

  it("refuses a drawing of a newer version and leaves it as it is", () => {
    const folder = scratchFolder({ "a.md": "```ladder\nA -> B: one\n```\n" });
    run(["regenerate", "a.md"], { cwd: folder });
    const path = join(folder, "a.excalidraw.md");
    const newer = readDrawing(textOf(path)).elements.map(
      (element) => JSON.parse(JSON.stringify(element).replace('"format":1', '"format":2')) as typeof element,
    );
    writeFileSync(path, withScene(textOf(path), newer));
    const before = textOf(path);
    writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace("one", "uno"));
    expect(run(["regenerate", "a.md"], { cwd: folder })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("newer version") as string,
    });
    expect(textOf(path)).toBe(before);
  });

  it.each([
    ["damaged", (text: string) => text.replace(/json\n.{40}/u, "json\n*")],
    ["cut off", (text: string) => text.slice(0, text.length / 2)],
    ["without our marks", (text: string) => withScene(text.replace(/<!--.*-->/u, ""), [foreignElement])],
    [
      "stripped of our marks by another program",
      (text: string) =>
        withScene(
          text,
          readDrawing(text).elements.map((element) => ({ ...element, customData: {} })),
        ),
    ],
    ["no drawing", () => "# words\n"],
  ])("leaves a drawing alone that is %s", (_what, spoil) => {
    const folder = scratchFolder({ "a.md": "```ladder\nA -> B: one\n```\n" });
    run(["regenerate", "a.md"], { cwd: folder });
    const path = join(folder, "a.excalidraw.md");
    writeFileSync(path, spoil(textOf(path)));
    const before = textOf(path);
    expect(run(["regenerate", "a.md"], { cwd: folder }).exitCode).toBe(2);
    expect(textOf(path)).toBe(before);
  });
});

it("says what was done in a person's words: frames, labels and lifelines, never our names", () => {
  const folder = scratchFolder({ "a.md": "```ladder\nshow: numbers\nA -> B: one\nB -> A: two\n```\n" });
  run(["regenerate", "a.md"], { cwd: folder });
  writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace("B -> A", "A -> B: new\nB -> A"));
  const { stderr } = run(["regenerate", "a.md"], { cwd: folder });
  expect(stderr).toMatch(/added: arrow of (?:frame \d+ )?“new”/u);
  expect(stderr).toContain("lifeline of “A”");
  expect(stderr).not.toMatch(/ of [0-9A-Za-z]{8}\b|life-0/u);
});

it("leaves a drawing empty of which everything was deleted, and says how to have it back", () => {
  const folder = scratchFolder({ "a.md": "```ladder\nA -> B: one\n```\n" });
  run(["regenerate", "a.md"], { cwd: folder });
  const path = join(folder, "a.excalidraw.md");
  const made = textOf(path);
  writeFileSync(path, withScene(made, []));
  const before = textOf(path);
  writeFileSync(join(folder, "a.md"), textOf(folder, "a.md").replace("one", "one\nB -> A: two"));
  expect(run(["regenerate", "a.md"], { cwd: folder })).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("to have what you deleted back: --restore-deleted") as string,
  });
  expect(textOf(path)).toBe(before);
  run(["regenerate", "a.md", "--restore-deleted"], { cwd: folder });
  expect(readDrawing(textOf(path)).elements.length).toBeGreaterThan(readDrawing(made).elements.length);
});

describe("check", () => {
  it("says whether the capture or the block is newer than the drawing", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    writeFileSync(join(folder, "echo.pcap"), readFileSync(sample("delay-5s.pcap")));
    expect(run(["check", "echo.md"], { cwd: folder }).stderr).toContain(
      "the capture is newer than the drawing",
    );
    run(["regenerate", "echo.md"], { cwd: folder });
    writeFileSync(
      join(folder, "echo.md"),
      textOf(folder, "echo.md").replace("```ladder\n", "```ladder\ntitle: New\n"),
    );
    expect(run(["check", "echo.md"], { cwd: folder }).stderr).toContain("the block has changed");
  });

  it("ends with 0 and no words where all is well", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    expect(run(["check", "echo.md"], { cwd: folder })).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("ends with 0 where there are remarks only", () => {
    const folder = scratchFolder({
      "a.md": "```ladder\ncapture: [[p.pcapng]]\n```\n",
      "p.pcapng": readFileSync(sample("web-page.pcapng")),
    });
    run(["regenerate", "a.md"], { cwd: folder });
    const { exitCode, stderr } = run(["check", "a.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("remark")]);
  });

  it("writes nothing", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["check", "echo.md"], { cwd: folder });
    expect(readdirSync(folder).sort()).toEqual(["echo.md", "echo.pcap"]);
    expect(textOf(folder, "echo.md")).toBe(note);
  });

  it.each([
    ["a missing drawing", (folder: string) => rmSync(join(folder, "echo.excalidraw.md")), "missing"],
    [
      "a stale drawing",
      (folder: string) => writeFileSync(join(folder, "echo.pcap"), readFileSync(sample("delay-5s.pcap"))),
      "stale",
    ],
    ["a capture that is gone", (folder: string) => rmSync(join(folder, "echo.pcap")), "echo.pcap"],
    [
      "a damaged capture",
      (folder: string) => writeFileSync(join(folder, "echo.pcap"), echo.subarray(0, 880)),
      "octet",
    ],
    [
      "a line that is not understood",
      (folder: string) => writeFileSync(join(folder, "echo.md"), "```ladder\nA -> B: SYN\nA => B\n```\n"),
      "echo.md:3:",
    ],
  ])("ends with 1 for %s", (_what, spoil, words) => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    spoil(folder);
    const { exitCode, stderr } = run(["check", "echo.md"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(words)]);
  });

  it("is content with a drawing that a person edited", () => {
    const folder = scratchFolder({ "echo.md": note, "echo.pcap": echo });
    run(["regenerate", "echo.md"], { cwd: folder });
    const path = join(folder, "echo.excalidraw.md");
    const drawing = textOf(path);
    writeFileSync(
      path,
      withScene(drawing, [...readDrawing(drawing).elements, { ...foreignElement, index: "b00" }]),
    );
    expect(run(["check", "echo.md"], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("ends with 2 for a note without a block", () => {
    const folder = scratchFolder({ "a.md": "Text.\n" });
    expect(run(["check", "a.md"], { cwd: folder }).exitCode).toBe(2);
  });
});
