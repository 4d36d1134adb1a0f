import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readDrawing } from "../../src/pipeline";
import { builtCommandLine, sample } from "./command-line";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("states");

function textsOf(path: string): readonly string[] {
  return readDrawing(readFileSync(path, "utf8")).elements.flatMap((element) =>
    element.type === "text" ? [element.text] : [],
  );
}

it("writes a drawing note and a picture of a capture", () => {
  const folder = scratchFolder({});
  const { exitCode, stdout } = run(["states", sample("echo.pcap"), "--out-dir", folder]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: `wrote ${join(folder, "echo states.excalidraw.md")}\nwrote ${join(folder, "echo states.svg")}\n`,
  });
  expect(readFileSync(join(folder, "echo states.svg"), "utf8")).toContain("TIME-WAIT");
  expect(run(["states", sample("echo.pcap"), "--out-dir", folder]).stdout).toContain("unchanged");
});

it("draws the conversation that is asked for", () => {
  const folder = scratchFolder({});
  const { exitCode } = run(["states", sample("web-page.pcapng"), "--conversation", "2", "--out-dir", folder]);
  expect(exitCode).toBe(0);
  expect(textsOf(join(folder, "web-page states.excalidraw.md"))).toContain("client 192.0.2.10:56874");
});

it("draws a block of a note, and a list, with the numbers of their lines", () => {
  const folder = scratchFolder({
    "note.md": "```ladder\nA -> B: hello\n```\n\n```ladder\nA -> B: SYN\nB -> A: RST, ACK\n```\n",
    "list.txt": "A -> B: SYN\nB -> A: RST, ACK\n",
  });
  expect(run(["states", "note.md", "--block", "2"], { cwd: folder }).exitCode).toBe(0);
  expect(run(["states", "list.txt", "--conversation", "0"], { cwd: folder }).exitCode).toBe(0);
  expect(textsOf(join(folder, "list states.excalidraw.md"))).toContain("client 2\nrcv RST → CLOSED");
});

it("says so where there are no states to draw, and writes nothing", () => {
  const folder = scratchFolder({ "list.txt": "A -> B: hello\n" });
  const { exitCode, stdout, stderr } = run(["states", "list.txt"], { cwd: folder });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("there is no TCP conversation whose ends have states");
  expect(run(["states", "list.txt", "--conversation", "x"], { cwd: folder }).exitCode).toBe(64);
});
