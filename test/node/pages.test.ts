import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDrawing } from "../../src/pipeline";
import { builtCommandLine } from "./command-line";
import { foreignElement, withScene } from "./edit-drawing";
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
});
