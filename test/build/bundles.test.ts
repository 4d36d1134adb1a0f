import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Built into a folder of its own: main.js at the root may be in use by other tests.
const folder = mkdtempSync(join(tmpdir(), "packet-ladder-build-"));
const pluginPath = join(folder, "main.js");
const commandLinePath = join(folder, "dist/packet-ladder.cjs");

beforeAll(() => {
  execFileSync(process.execPath, ["esbuild.config.mjs", `--out-dir=${folder}`], { stdio: "pipe" });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function requiredNames(code: string): readonly string[] {
  return [...code.matchAll(/\brequire\("([^"]+)"\)/gu)].map((match) => match[1] ?? "");
}

describe("main.js", () => {
  test("has at most 800 KB", () => {
    expect(readFileSync(pluginPath).length).toBeLessThanOrEqual(800 * 1024);
  });

  test("requires nothing but obsidian, the editor it gives to plugins, and what reads pieces of a file", () => {
    const given = ["obsidian", "@codemirror/state", "@codemirror/view", "node:fs/promises"];
    expect(new Set(requiredNames(readFileSync(pluginPath, "utf8")))).toEqual(new Set(given));
  });

  test("exports the plugin's class by default and does nothing else when loaded", () => {
    const module = { exports: { default: undefined } };
    // Base classes of Obsidian are only extended at load time, never called.
    const obsidian = new Proxy({}, { get: () => function BaseClass() {} });
    const given = { module, exports: module.exports, require: () => obsidian, TextEncoder, TextDecoder };
    runInNewContext(readFileSync(pluginPath, "utf8"), given);
    expect(module.exports.default).toBeTypeOf("function");
  });
});

describe.each([
  ["main.js", pluginPath],
  ["dist/packet-ladder.cjs", commandLinePath],
])("%s", (_name, path) => {
  test("makes no code from strings", () => {
    expect(readFileSync(path, "utf8")).not.toMatch(/new Function\(|Function\(["']|\beval\(/u);
  });

  test("says whose work it contains", () => {
    expect(readFileSync(path, "utf8").slice(0, 400)).toMatch(
      /\/\*! Packet Ladder \d.*Excalidraw.*OFL.*NOTICE/u,
    );
  });

  test("knows no path of the machine that built it", () => {
    expect(readFileSync(path, "utf8")).not.toContain(process.cwd());
  });
});

test("the command line requires nothing but builtins of Node and parts of its own", () => {
  const code = readFileSync(commandLinePath, "utf8");
  const parts = new Set([...code.matchAll(/"(\.\/[\w-]+\.js)":\[/gu)].map((match) => match[1] ?? ""));
  expect(parts.size).toBeGreaterThan(10);
  const names = requiredNames(code).filter((name) => !parts.has(name));
  expect(names.filter((name) => !/^(?:node:)?[a-z_\d/]+$/u.test(name))).toEqual([]);
});

test("a list starts without what draws", () => {
  const capture = "samples/captures/echo.pcap";
  const script = `const vm = require("node:vm"); const read = vm.compileFunction; let octets = 0;
    vm.compileFunction = (code, ...more) => ((octets += code.length), read(code, ...more));
    const { run } = require(process.argv[1]); run(["list", process.argv[2]]).then(() => console.error(octets));`;
  const { stderr } = spawnSync(process.execPath, ["-e", script, commandLinePath, capture], {
    encoding: "utf8",
  });
  expect(Number(stderr)).toBeGreaterThan(0);
  expect(Number(stderr)).toBeLessThan(200_000);
});

test("building again gives the same bytes", () => {
  const again = mkdtempSync(join(folder, "again-"));
  execFileSync(process.execPath, ["esbuild.config.mjs", `--out-dir=${again}`], { stdio: "pipe" });
  for (const file of ["main.js", "dist/packet-ladder.cjs"]) {
    expect(readFileSync(join(again, file)).equals(readFileSync(join(folder, file)))).toBe(true);
  }
});
