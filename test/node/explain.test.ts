import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtCommandLine, sample } from "./command-line";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("explain");

it("says what happened in a capture, and why", () => {
  const { exitCode, stdout } = run(["explain", sample("reset-unread.pcap")]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("## What happened\n");
  expect(stdout).toMatch(/^- .* with up to 13,000 B unread: .* \(frames 6 and 8\)\.$/mu);
});

it("explains the conversation that is asked for", () => {
  const { stdout } = run(["explain", sample("web-page.pcapng"), "--conversation", "2"]);
  expect(stdout).toMatch(/^- 192\.0\.2\.10:56874 opened .* \(frames 14 and 21, 22\)\.$/mu);
});

it("explains a block of a note by the lines of the note", () => {
  const folder = scratchFolder({ "note.md": "# Note\n\n```ladder\nA -> B: SYN\nB -> A: RST, ACK\n```\n" });
  const { stdout } = run(["explain", "note.md"], { cwd: folder });
  expect(stdout).toContain("- B refused the connection of A with RST: nobody listens there (lines 4, 5).\n");
});

it("says so where there is nothing to explain", () => {
  const folder = scratchFolder({ "list.txt": "A -> B: hello\n" });
  const { exitCode, stdout, stderr } = run(["explain", "list.txt"], { cwd: folder });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  expect(stderr).toContain("there is no TCP conversation to explain");
});

it.each(["0", "x"])("--block %s is a bad argument", (block) => {
  expect(run(["explain", sample("echo.pcap"), "--block", block]).exitCode).toBe(64);
});

it("draw puts it into a new note of a capture, and never changes it there", () => {
  const folder = scratchFolder({ "lab.pcap": readFileSync(sample("delay-5s.pcap")) });
  run(["draw", "lab.pcap"], { cwd: folder });
  const note = readFileSync(join(folder, "lab.md"), "utf8");
  expect(note).toMatch(/\n## What happened\n\n[^\n]*5 s pause: server application\.\n\n- /u);
  expect(run(["draw", "lab.pcap"], { cwd: folder }).stdout).toContain("unchanged lab.md");
});
