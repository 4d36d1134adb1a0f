import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDrawing } from "../../src/pipeline";
import { builtCommandLine, sample } from "./command-line";
import { edited, elementOf, foreignElement, withScene } from "./edit-drawing";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("draw");

const echo = readFileSync(sample("echo.pcap"));
const handshake = "Client -> Server: SYN seq=c\nServer -> Client: SYN-ACK seq=s ack=c+1\n";

function textOf(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}

describe("draw", () => {
  it("writes capture note, drawing note and SVG beside the input", () => {
    const folder = scratchFolder({ "lab/echo.pcap": echo });
    expect(run(["draw", "lab/echo.pcap"], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readdirSync(join(folder, "lab")).sort()).toEqual([
      "echo.excalidraw.md",
      "echo.md",
      "echo.pcap",
      "echo.svg",
    ]);
  });

  it("says what it wrote and how the conversation went", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    const { stdout } = run(["draw", "echo.pcap"], { cwd: folder });
    expect(stdout).toMatch(
      /^wrote echo\.md\nwrote echo\.excalidraw\.md\nwrote echo\.svg\nconversation 0: opened by /u,
    );
  });

  it("makes the folder it is told to write to and links the capture relative to the note", () => {
    const folder = scratchFolder({ "captures/echo.pcap": echo });
    expect(run(["draw", "captures/echo.pcap", "--out-dir", "a/b"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "a/b/echo.md")).toContain("capture: [[../../captures/echo.pcap]]\n");
    expect(readdirSync(join(folder, "a/b")).sort()).toEqual(["echo.excalidraw.md", "echo.md", "echo.svg"]);
  });

  it("writes flags into the block", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    const flags = [
      "--conversation",
      "0",
      "--title",
      "Echo",
      "--names",
      "127.0.0.1:12345 = Server",
      "--filter",
      "tcp.len > 0",
    ];
    expect(run(["draw", "echo.pcap", ...flags], { cwd: folder }).exitCode).toBe(0);
    const note = textOf(folder, "echo.md");
    const lines = [
      "title: Echo",
      "conversation: 0",
      "filter: tcp.len > 0",
      "names: 127.0.0.1:12345 = Server",
    ];
    for (const line of lines) expect(note).toContain(`\n${line}\n`);
    const texts = readDrawing(textOf(folder, "echo.excalidraw.md")).elements.map(
      (element) => "text" in element && element.text,
    );
    expect(texts).toEqual(expect.arrayContaining(["Echo", "Server"]));
  });

  it("takes the extension and .gz off the names it gives", () => {
    const folder = scratchFolder({ "a b.é.pcap.gz": echo });
    expect(run(["draw", "a b.é.pcap.gz"], { cwd: folder }).exitCode).toBe(0);
    expect(existsSync(join(folder, "a b.é.excalidraw.md"))).toBe(true);
  });

  it("draws an event list into a note that holds it", () => {
    const folder = scratchFolder({ "handshake.txt": handshake });
    expect(run(["draw", "handshake.txt"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "handshake.md")).toContain(handshake);
  });

  it("reads a capture from stdin and writes to the current folder", () => {
    const folder = scratchFolder();
    const { exitCode, stderr } = run(["draw", "-"], { cwd: folder, input: echo });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("save it as stdin.pcap");
    expect(readdirSync(folder).sort()).toEqual(["stdin.excalidraw.md", "stdin.md", "stdin.svg"]);
  });

  it("draws the capture on stdin again into the note it made", () => {
    const folder = scratchFolder();
    run(["draw", "-"], { cwd: folder, input: echo });
    const { exitCode, stdout } = run(["draw", "-"], { cwd: folder, input: echo });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("unchanged stdin.excalidraw.md")]);
  });

  it("reads an event list from stdin", () => {
    const folder = scratchFolder();
    expect(run(["draw", "-", "--out-dir", "."], { cwd: folder, input: handshake }).exitCode).toBe(0);
    expect(textOf(folder, "stdin.md")).toContain(handshake);
  });

  it("draws every block of a capture note, the second beside the first", () => {
    const note = `# Two\n\n\`\`\`ladder\n${handshake}\`\`\`\n\n\`\`\`ladder\nA -> B: hello\n\`\`\`\n`;
    const folder = scratchFolder({ "note.md": note });
    expect(run(["draw", "note.md"], { cwd: folder }).exitCode).toBe(0);
    const names = ["note 2.excalidraw.md", "note 2.svg", "note.excalidraw.md", "note.md", "note.svg"];
    expect(readdirSync(folder).sort()).toEqual(names);
    expect(textOf(folder, "note.md")).toContain("\ndrawing: [[note 2.excalidraw]]\nA -> B: hello\n");
  });

  it("draws a capture note into another folder as a copy that still finds its capture", () => {
    const note = "```ladder\ncapture: [[echo.pcap]]\n```\n";
    const folder = scratchFolder({ "in/note.md": note, "in/echo.pcap": echo });
    expect(run(["draw", "in/note.md", "--out-dir", "out"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(folder, "out/note.md")).toContain("capture: [[../in/echo.pcap]]\n");
    expect(textOf(folder, "in/note.md")).toBe(note);
    const { stderr } = run(["draw", "in/note.md", "--out-dir", "out"], { cwd: folder });
    expect(stderr).toContain("is there already and is drawn, not in/note.md");
    expect(run(["check", "out/note.md"], { cwd: folder }).exitCode).toBe(0);
  });

  it("chooses the first conversation with a handshake, and says so", () => {
    const folder = scratchFolder();
    const { exitCode, stderr } = run(["draw", sample("web-page.pcapng"), "--out-dir", folder]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("[conversation-chosen]")]);
  });
});

describe("draw over what is there", () => {
  it("leaves the note's text and the drawing when nothing changed", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    const { exitCode, stdout } = run(["draw", "echo.pcap"], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("wrote");
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toEqual(before);
  });

  it("keeps a person's words in the note and says that flags are not used", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    const edit = `${textOf(folder, "echo.md").replace("```ladder\n", "```ladder\ntitle: Mine\n")}\nMy thoughts.\n`;
    writeFileSync(join(folder, "echo.md"), edit);
    const { exitCode, stderr } = run(["draw", "echo.pcap", "--title", "Theirs"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("not used: --title")]);
    expect(textOf(folder, "echo.md")).toBe(edit);
    expect(textOf(folder, "echo.excalidraw.md")).toContain("Mine ^");
  });

  it("keeps elements a person drew, and labels a person changed", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    const path = join(folder, "echo.excalidraw.md");
    const drawing = textOf(path);
    const scene = readDrawing(drawing);
    const label = elementOf(scene, "label");
    const changed = [
      ...scene.elements.map((one) => (one === label ? edited(one, "look here") : one)),
      foreignElement,
    ];
    writeFileSync(path, withScene(drawing, changed));
    writeFileSync(
      join(folder, "echo.md"),
      textOf(folder, "echo.md").replace("```ladder\n", "```ladder\ntitle: New\n"),
    );
    expect(run(["draw", "echo.pcap"], { cwd: folder }).exitCode).toBe(0);
    const after = readDrawing(textOf(path)).elements;
    expect(after.find(({ id }) => id === label.id)).toMatchObject({ text: "look here" });
    expect(after.find(({ id }) => id === foreignElement.id)).toEqual(foreignElement);
    expect(textOf(path)).toContain("New ^");
  });

  it("draws the note's capture, and says so, where the input is another one", () => {
    const folder = scratchFolder({ "echo.pcap": echo, "other/echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    const { stderr } = run(["draw", "other/echo.pcap", "--out-dir", "."], { cwd: folder });
    expect(stderr).toContain("the note draws echo.pcap, not other/echo.pcap");
  });

  it("says that the note's copy of a list is drawn, not the changed list", () => {
    const folder = scratchFolder({ "list.txt": handshake });
    run(["draw", "list.txt"], { cwd: folder });
    expect(run(["draw", "list.txt"], { cwd: folder }).stderr).not.toContain("own copy");
    writeFileSync(join(folder, "list.txt"), `${handshake}Client -> Server: FIN\n`);
    expect(run(["draw", "list.txt"], { cwd: folder }).stderr).toContain(
      "the note has its own copy of the list",
    );
  });
});

describe("draw never overwrites what it did not make", () => {
  const mine = "My own text, by hand.\n";

  it.each([
    ["echo.md", mine],
    ["echo.excalidraw.md", mine],
    ["echo.svg", '<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'],
  ])("refuses where %s is a person's, and writes nothing", (name, content) => {
    const folder = scratchFolder({ "echo.pcap": echo, [name]: content });
    const { exitCode, stderr } = run(["draw", "echo.pcap"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(name);
    expect(readdirSync(folder).sort()).toEqual(["echo.pcap", name].sort());
    expect(textOf(folder, name)).toBe(content);
  });

  it("leaves an emptied drawing as it is, and refuses one that does not say it was ours", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    rmSync(join(folder, "echo.md"));
    const path = join(folder, "echo.excalidraw.md");
    const emptied = withScene(textOf(path), [foreignElement]);
    writeFileSync(path, emptied);
    expect(run(["draw", "echo.pcap"], { cwd: folder }).exitCode).toBe(0);
    expect(textOf(path)).toBe(emptied);
    rmSync(join(folder, "echo.md"));
    const theirs = emptied.replace(/<!-- packet-ladder.*?-->/u, "");
    writeFileSync(path, theirs);
    const { exitCode, stderr } = run(["draw", "echo.pcap"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("was not made by packet-ladder")]);
    expect(textOf(path)).toBe(theirs);
  });

  it.each(["echo.md", "echo.excalidraw.md", "echo.svg"])("fails in words where %s is a folder", (name) => {
    const folder = scratchFolder({ "echo.pcap": echo });
    mkdirSync(join(folder, name));
    const { exitCode, stderr } = run(["draw", "echo.pcap"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("this is a folder")]);
    expect(readdirSync(folder).sort()).toEqual(["echo.pcap", name].sort());
  });

  it("fails in words where the output folder is a file", () => {
    const folder = scratchFolder({ "echo.pcap": echo, out: mine });
    const { exitCode, stderr } = run(["draw", "echo.pcap", "--out-dir", "out"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("out")]);
    expect(stderr).not.toContain("report it");
  });

  it("fails in words where the names become too long, and writes nothing", () => {
    const name = `${"n".repeat(245)}.pcap`;
    const folder = scratchFolder({ [name]: echo });
    const { exitCode, stderr } = run(["draw", name], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("too long")]);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("leaves the old drawing whole, and no temporary file, when writing fails half-way", () => {
    const folder = scratchFolder({ "echo.pcap": echo });
    run(["draw", "echo.pcap"], { cwd: folder });
    const drawing = readFileSync(join(folder, "echo.excalidraw.md"));
    cpSync(sample("delay-5s.pcap"), join(folder, "echo.pcap"));
    const { exitCode, stderr } = run(["draw", "echo.pcap"], { cwd: folder, largestFile: 8 });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("echo.excalidraw.md")]);
    expect(readFileSync(join(folder, "echo.excalidraw.md"))).toEqual(drawing);
    expect(readdirSync(folder).sort()).toEqual(["echo.excalidraw.md", "echo.md", "echo.pcap", "echo.svg"]);
  });
});
