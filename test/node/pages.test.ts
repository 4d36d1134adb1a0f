import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeNote } from "../../src/note/decode-note";
import { sceneJson } from "../../src/note/encode-note";
import { readDrawing } from "../../src/pipeline";
import type { SceneElement } from "../../src/scene/scene";
import { builtCommandLine } from "./command-line";
import { edited, foreignElement, withScene } from "./edit-drawing";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("draw-pages");

const first = "long.excalidraw.md";
const second = "long (continued 2).excalidraw.md";

/** A list of so many messages, all different. */
function list(count: number, options = ""): string {
  const lines = Array.from({ length: count }, (_, i) => `A -> B: message ${String(i)}`);
  return `# Long\n\n\`\`\`ladder\n${options}${lines.join("\n")}\n\`\`\`\n`;
}

function shown(folder: string, name: string): readonly string[] {
  return readDrawing(readFileSync(join(folder, name), "utf8")).elements.flatMap((element) =>
    element.type === "text" && !element.isDeleted ? [element.text] : [],
  );
}

function linkOf(folder: string, name: string, words: string): string | null | undefined {
  const { elements } = readDrawing(readFileSync(join(folder, name), "utf8"));
  return elements.find((element) => element.type === "text" && element.text === words)?.link;
}

function drawingsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".excalidraw.md"))
    .sort();
}

/** Gives the group of the message with these words. */
function groupOf(elements: readonly SceneElement[], words: string): string {
  return elements.find((each) => each.type === "text" && each.text === words)?.groupIds.at(-1) ?? "";
}

describe("a ladder of several pages", () => {
  it("is drawn into further notes that link each other, and nothing is left out", () => {
    const folder = scratchFolder({ "long.md": list(50, "title: Long\npage: 30\n") });
    expect(run(["draw", "long.md"], { cwd: folder })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readdirSync(folder).sort()).toEqual([
      "long (continued 2).excalidraw.md",
      "long (continued 2).svg",
      "long.excalidraw.md",
      "long.md",
      "long.svg",
    ]);
    const messages = [first, second].flatMap((name) =>
      shown(folder, name).filter((text) => text.startsWith("message ")),
    );
    expect(messages.sort()).toEqual(Array.from({ length: 50 }, (_, i) => `message ${String(i)}`).sort());
    expect(shown(folder, first)).toContain("Long (1 of 2)");
    expect(linkOf(folder, first, "continues on page 2 of 2")).toBe("[[long (continued 2).excalidraw]]");
    expect(linkOf(folder, second, "continued from page 1 of 2")).toBe("[[long.excalidraw]]");
    expect(run(["check", "long.md"], { cwd: folder }).exitCode).toBe(0);
  });

  it("keeps what a person adds to a further page", () => {
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n") });
    run(["draw", "long.md"], { cwd: folder });
    const path = join(folder, second);
    const note = readFileSync(path, "utf8");
    const scene = readDrawing(note);
    writeFileSync(path, withScene(note, [...scene.elements, foreignElement]));
    writeFileSync(join(folder, "long.md"), list(51, "page: 30\n"));
    expect(run(["regenerate", "long.md"], { cwd: folder }).exitCode).toBe(0);
    const ids = readDrawing(readFileSync(path, "utf8")).elements.map(({ id }) => id);
    expect(ids).toContain(foreignElement.id);
    expect(shown(folder, second)).toContain("message 50");
  });

  it("says on a page that is not needed any more that it is not, and keeps what was drawn there", () => {
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n") });
    run(["draw", "long.md"], { cwd: folder });
    const path = join(folder, second);
    const note = readFileSync(path, "utf8");
    const scene = readDrawing(note);
    writeFileSync(path, withScene(note, [...scene.elements, foreignElement]));
    writeFileSync(join(folder, "long.md"), list(20, "page: 30\n"));
    expect(run(["regenerate", "long.md"], { cwd: folder }).exitCode).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(shown(folder, second)).toEqual([
      "This page is not part of “long.excalidraw” any more. What was drawn here by hand is kept.",
    ]);
    expect(readDrawing(readFileSync(path, "utf8")).elements.map(({ id }) => id)).toContain(foreignElement.id);
    expect(run(["regenerate", "long.md"], { cwd: folder }).stdout).toContain(`unchanged ${second}`);
  });

  it("a message that comes to another page takes its edits along, and back", () => {
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n") });
    run(["draw", "long.md"], { cwd: folder });
    const words = shown(folder, first).filter((text) => text.startsWith("message "));
    const [edit = "", cut = ""] = words.slice(-2);
    const note = readFileSync(join(folder, first), "utf8");
    const { elements } = readDrawing(note);
    const group = groupOf(elements, cut);
    const mine = elements
      .filter(({ groupIds }) => !groupIds.includes(group))
      .map((each) =>
        each.type === "text" && each.text === edit
          ? { ...edited(each, "my own words"), x: each.x + 40, strokeColor: "#e8590c" }
          : each,
      );
    writeFileSync(join(folder, first), withScene(note, mine));

    const more = Array.from({ length: 25 }, (_, i) => `A -> B: before ${String(i)}\n`).join("");
    writeFileSync(join(folder, "long.md"), list(50, `page: 30\n${more}`));
    const report = run(["regenerate", "long.md"], { cwd: folder });
    expect(report.stderr).not.toContain("has lost its message");
    expect(shown(folder, first)).not.toContain("my own words");
    expect(shown(folder, second)).toContain("my own words");
    for (const page of [first, second]) expect(shown(folder, page)).not.toContain(edit);
    for (const page of [first, second]) expect(shown(folder, page)).not.toContain(cut);
    const there = readDrawing(readFileSync(join(folder, second), "utf8")).elements;
    expect(there.find((each) => each.type === "text" && each.text === "my own words")?.strokeColor).toBe(
      "#e8590c",
    );
    expect(run(["regenerate", "long.md"], { cwd: folder }).stdout).toContain(`unchanged ${second}`);

    writeFileSync(join(folder, "long.md"), list(50, "page: 30\n"));
    run(["regenerate", "long.md"], { cwd: folder });
    const back = readDrawing(readFileSync(join(folder, first), "utf8")).elements;
    const was = mine.find((each) => each.type === "text" && each.text === "my own words");
    const now = back.find((each) => each.type === "text" && each.text === "my own words" && !each.isDeleted);
    expect(now?.id).toBe(was?.id);
    expect(now?.x).toBeCloseTo(was?.x ?? NaN, 6);
    expect(now?.y).toBeCloseTo(was?.y ?? NaN, 6);
    for (const page of [first, second]) expect(shown(folder, page)).not.toContain(cut);
    expect(shown(folder, second)).not.toContain("my own words");
  });

  it("folded rows and their detail on a further page link each other, and a regenerate finds it renamed", () => {
    const lines = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 2
        ? `${String(i)}ms A -> B: ACK seq=1 ack=${String(1 + Math.floor(i / 3) * 200 + 200)}`
        : `${String(i)}ms B -> A: ACK seq=${String(1 + (i - Math.floor(i / 3)) * 100)} ack=1 len=100`,
    );
    const note = (more: string): string =>
      `# Long\n\n\`\`\`ladder\nfold: on\n${more}${lines.join("\n")}\n\`\`\`\n`;
    const folder = scratchFolder({ "long.md": note("") });
    run(["draw", "long.md"], { cwd: folder });
    expect(drawingsIn(folder)).toEqual([second, first]);
    expect(linkOf(folder, first, "59 segments, 3,900 B, all acked, 58 ms")).toBe(
      "[[long (continued 2).excalidraw]]",
    );
    expect(linkOf(folder, first, "folded rows in detail: page 2 of 2")).toBe(
      "[[long (continued 2).excalidraw]]",
    );
    expect(linkOf(folder, second, "in detail: 59 segments, 3,900 B, all acked, 58 ms")).toBe(
      "[[long.excalidraw]]",
    );
    expect(shown(folder, second).filter((text) => text.startsWith("ACK "))).toHaveLength(59);
    expect(run(["check", "long.md"], { cwd: folder }).exitCode).toBe(0);

    renameSync(join(folder, second), join(folder, "slow start.excalidraw.md"));
    const relinked = readFileSync(join(folder, first), "utf8").replaceAll(
      "[[long (continued 2).excalidraw]]",
      "[[slow start.excalidraw]]",
    );
    writeFileSync(join(folder, first), relinked);
    run(["regenerate", "long.md"], { cwd: folder });
    expect(drawingsIn(folder)).toEqual([first, "slow start.excalidraw.md"]);
    expect(linkOf(folder, first, "59 segments, 3,900 B, all acked, 58 ms")).toBe("[[slow start.excalidraw]]");

    writeFileSync(join(folder, "long.md"), note("hide: details\n"));
    run(["regenerate", "long.md"], { cwd: folder });
    expect(shown(folder, "slow start.excalidraw.md")[0]).toContain("is not part of");
  });

  it("what a person drew at a message that comes to another page stays and is named, on it and beside it", () => {
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n") });
    run(["draw", "long.md"], { cwd: folder });
    const note = readFileSync(join(folder, first), "utf8");
    const { elements } = readDrawing(note);
    const last = elements.filter(
      (each) => each.type === "text" && each.customData?.packetLadder?.part === "label",
    );
    const [x = 0, y = 0] = [last.at(-1)?.x, last.at(-1)?.y];
    const circle = {
      ...foreignElement,
      type: "ellipse",
      x: x - 5,
      y: y - 5,
      width: 120,
      height: 30,
    } as const;
    const beside = { ...foreignElement, id: "mine0002", x: -600, y };
    writeFileSync(join(folder, first), withScene(note, [...elements, circle, beside]));
    const more = Array.from({ length: 25 }, (_, i) => `A -> B: before ${String(i)}\n`).join("");
    writeFileSync(join(folder, "long.md"), list(50, `page: 30\n${more}`));
    const report = run(["regenerate", "long.md"], { cwd: folder });
    expect(report.stderr.match(/an element of yours has lost the message it lay on/gu)).toHaveLength(2);
    const now = readDrawing(readFileSync(join(folder, first), "utf8")).elements;
    const kept = now.filter(({ id, isDeleted }) => !isDeleted && id.startsWith("mine"));
    expect(kept.map(({ id, width }) => [id, width])).toEqual([
      ["mine0001", 120],
      ["mine0002", 120],
    ]);
  });

  it("splits at 300 messages where the block does not say", () => {
    const folder = scratchFolder({ "long.md": list(301) });
    run(["draw", "long.md"], { cwd: folder });
    expect(existsSync(join(folder, second))).toBe(true);
    const sizes = [first, second].map(
      (name) => JSON.stringify(readDrawing(readFileSync(join(folder, name), "utf8")), undefined, "\t").length,
    );
    for (const size of sizes) expect(size).toBeLessThan(1_500_000);
  });

  it("exports every page, and says so where stdout takes one", () => {
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n") });
    run(["svg", "long.md", "-o", "out.svg"], { cwd: folder });
    expect(readdirSync(folder).sort()).toEqual(["long.md", "out (continued 2).svg", "out.svg"]);
    expect(run(["svg", "long.md", "-o", "-"], { cwd: folder }).stderr).toContain("page 1 of 2");
  });

  it("finds the further pages of a drawing that was renamed, and a page that was renamed itself", () => {
    const folder = scratchFolder({ "long.md": list(80, "page: 30\n") });
    run(["draw", "long.md"], { cwd: folder });
    const note = readFileSync(join(folder, "long.md"), "utf8");
    renameSync(join(folder, first), join(folder, "other.excalidraw.md"));
    // A program that renames a file corrects the links to it, in Markdown.
    const renamed = readFileSync(join(folder, "other.excalidraw.md"), "utf8");
    const link = "[[long (continued 2).excalidraw]]";
    expect(renamed).toContain(link);
    writeFileSync(join(folder, "other.excalidraw.md"), renamed.replace(link, "[[half.excalidraw]]"));
    renameSync(join(folder, second), join(folder, "half.excalidraw.md"));
    writeFileSync(join(folder, "long.md"), `${note}\n![[other.excalidraw]]\n`);
    expect(run(["regenerate", "long.md"], { cwd: folder })).toMatchObject({ exitCode: 0 });
    expect(drawingsIn(folder)).toEqual([
      "half.excalidraw.md",
      "long (continued 3).excalidraw.md",
      "other.excalidraw.md",
    ]);
    expect(linkOf(folder, "half.excalidraw.md", "continued from page 1 of 3")).toBe("[[other.excalidraw]]");
  });

  it("gives a page another name where something else has its own, says so, and keeps to it", () => {
    const foreign = { "long (continued 2).excalidraw.md": "A note of my own.\n" };
    const folder = scratchFolder({ "long.md": list(50, "page: 30\n"), ...foreign });
    const drawn = run(["draw", "long.md"], { cwd: folder });
    expect(drawn).toMatchObject({ exitCode: 0 });
    expect(drawn.stderr).toContain('the page is in "long (continued 2b).excalidraw"');
    expect(readFileSync(join(folder, second), "utf8")).toBe("A note of my own.\n");
    expect(linkOf(folder, first, "continues on page 2 of 2")).toBe("[[long (continued 2b).excalidraw]]");
    expect(run(["check", "long.md"], { cwd: folder }).exitCode).toBe(0);
    writeFileSync(join(folder, "long.md"), list(20, "page: 30\n"));
    expect(run(["regenerate", "long.md"], { cwd: folder }).exitCode).toBe(0);
    expect(shown(folder, "long (continued 2b).excalidraw.md")).toHaveLength(1);
    expect(readFileSync(join(folder, second), "utf8")).toBe("A note of my own.\n");
  });

  it("holds fewer messages than it may where a note would get larger than 1.5 MB", () => {
    const folder = scratchFolder({ "long.md": list(900, "page: 900\n") });
    expect(run(["draw", "long.md"], { cwd: folder })).toMatchObject({ exitCode: 0 });
    const sizes = drawingsIn(folder).map(
      (name) => sceneJson(decodeNote(readFileSync(join(folder, name), "utf8"))).length,
    );
    expect(sizes).toHaveLength(2);
    for (const size of sizes) expect(size).toBeLessThan(1_500_000);
  });
});
