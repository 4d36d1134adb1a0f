import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommandLine, sample } from "./command-line";
import { scratchFolder } from "./scratch";

const run = await builtCommandLine("events");

describe("events", () => {
  it("writes a capture as a list that draws the same", () => {
    const folder = scratchFolder({});
    const written = run(["events", sample("echo.pcap"), "-o", "echo.txt"], { cwd: folder });
    expect(written).toMatchObject({ exitCode: 0, stdout: "wrote echo.txt\n" });
    expect(written.stderr).toContain(
      "echo.txt:5:1: remark: this form cannot say, or not as it is: the date of the clock's zero",
    );
    const picture = (input: string): string => run(["ladder", "--text", input], { cwd: folder }).stdout;
    const drawn = picture("echo.txt");
    expect(drawn).toBe(picture(sample("echo.pcap")));
    expect(drawn).toContain("Hello, world!");
  });

  it.each(["mermaid", "plantuml", "packetdrill"])("writes %s to stdout", async (format) => {
    const { exitCode, stdout } = run([
      "events",
      "samples/notes/tcp-sockets-and-states.md",
      "--format",
      format,
    ]);
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`../write/golden/tcp-sockets-and-states.${format}.txt`);
  });

  it("leaves a file alone that is there already", () => {
    const folder = scratchFolder({ "mine.txt": "my own words\n" });
    const { exitCode, stderr } = run(["events", sample("echo.pcap"), "-o", "mine.txt"], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("mine.txt: this file is there already")]);
    expect(readFileSync(join(folder, "mine.txt"), "utf8")).toBe("my own words\n");
  });

  it("says that nothing changed where the same list is there", () => {
    const folder = scratchFolder({});
    run(["events", sample("echo.pcap"), "-o", "echo.txt"], { cwd: folder });
    const again = run(["events", sample("echo.pcap"), "-o", "echo.txt"], { cwd: folder });
    expect(again).toMatchObject({ exitCode: 0, stdout: "unchanged echo.txt\n" });
    writeFileSync(join(folder, "bad"), "no list");
    expect(run(["events", "bad", "-o", "new.txt"], { cwd: folder }).exitCode).toBe(2);
    expect(existsSync(join(folder, "new.txt"))).toBe(false);
  });
});
