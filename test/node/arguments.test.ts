import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json";
import { createProgram } from "../../src/node/arguments";
import { builtCommandLine, root, sample } from "./command-line";

const run = await builtCommandLine("arguments");

describe("bad arguments", () => {
  it.each([
    ["no command", []],
    ["an unknown command", ["frobnicate"]],
    ["an unknown option", ["draw", sample("echo.pcap"), "--frobnicate"]],
    ["a missing input", ["draw"]],
    ["one input too many", ["list", sample("echo.pcap"), sample("echo.pcap")]],
    ["a missing value", ["draw", sample("echo.pcap"), "--out-dir"]],
    ["no fields", ["packets", sample("echo.pcap")]],
    ["an unknown field", ["packets", sample("echo.pcap"), "--fields", "tcp.sek"]],
    ["an unknown Wireshark", ["packets", sample("echo.pcap"), "--fields", "tcp.seq", "--wireshark", "3.6"]],
    ["no output", ["svg", sample("echo.pcap")]],
    ["a conversation that is none", ["trace", sample("echo.pcap"), "--conversation", "first"]],
    ["a filter with a fault", ["trace", sample("echo.pcap"), "--filter", "tcp.port =="]],
    [
      "a filter with an unknown field",
      ["draw", sample("echo.pcap"), "--filter", "tcp.prot == 1", "--out-dir", "/nowhere"],
    ],
    ["a block that is not there", ["trace", "-", "--block", "9"]],
    ["a block that is no number", ["trace", "-", "--block", "x"]],
  ])("%s ends with 64 and words on stderr", (_what, argv) => {
    const { exitCode, stdout, stderr } = run(argv, { input: "```ladder\nA -> B: SYN\n```\n" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
    expect(stderr).not.toBe("");
    expect(stderr).not.toContain("    at ");
  });

  it("suggests the command that was meant", () => {
    expect(run(["regenrate", "x.md"]).stderr).toContain("Did you mean regenerate?");
  });

  it("suggests the field that was meant", () => {
    expect(run(["packets", sample("echo.pcap"), "--fields", "tcp.sek"]).stderr).toContain("tcp.seq");
  });
});

describe("help", () => {
  it("prints the version of the package", () => {
    expect(run(["--version"])).toEqual({ exitCode: 0, stdout: `${packageJson.version}\n`, stderr: "" });
  });

  it.each(["draw", "list", "packets", "trace", "ladder", "scene", "regenerate", "svg", "check"])(
    "of %s goes to stdout, with examples that name the command",
    (command) => {
      const { exitCode, stdout } = run([command, "--help"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`\nExamples:\n  packet-ladder ${command} `);
    },
  );

  it("fits a terminal of 120 columns", () => {
    const tooLong = run(["--help"])
      .stdout.split("\n")
      .filter((line) => line.length > 120);
    expect(tooLong).toEqual([]);
  });
});

describe("docs/command-line.md", () => {
  const documented = readFileSync(join(root, "docs/command-line.md"), "utf8");

  it("has a heading for every command, and for nothing else", () => {
    const headings = [...documented.matchAll(/^### (?<commands>`.*)$/gmu)].map(([line]) => line);
    const named = headings.flatMap((line) =>
      [...line.matchAll(/`(?<name>[a-z]+) /gu)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(
      commands()
        .map((command) => command.name())
        .sort(),
    );
  });

  it("names every option as --help does, and no other", () => {
    const known = new Set(commands().flatMap((command) => command.options.map(({ long }) => long)));
    known.add("--help").add("--version");
    const named = new Set(documented.match(/--[a-z][a-z-]+/gu));
    expect([...named].sort()).toEqual([...known].sort());
  });
});

function commands(): readonly Command[] {
  return createProgram(() => Promise.resolve()).commands;
}
