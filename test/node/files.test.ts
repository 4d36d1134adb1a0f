import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  lstatSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CommandError } from "../../src/node/command-error";
import { kindOfPath, makeFolder, readTextFile, writeAtomically } from "../../src/node/files";
import { scratchFolder } from "./scratch";

function wordsOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandError) return `${String(error.exitCode)} ${error.message}`;
    throw error;
  }
  return "no error";
}

describe("writeAtomically", () => {
  it("replaces a file and leaves nothing else behind", () => {
    const folder = scratchFolder({ "a.md": "old" });
    writeAtomically(join(folder, "a.md"), "new");
    expect(readFileSync(join(folder, "a.md"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a.md"]);
  });

  it("keeps the permissions of the file it replaces", () => {
    const folder = scratchFolder({ "a.md": "old" });
    chmodSync(join(folder, "a.md"), 0o600);
    writeAtomically(join(folder, "a.md"), "new");
    expect(statSync(join(folder, "a.md")).mode & 0o777).toBe(0o600);
  });

  it("writes through a symbolic link", () => {
    const folder = scratchFolder({ "real.md": "old" });
    symlinkSync("real.md", join(folder, "link.md"));
    writeAtomically(join(folder, "link.md"), "new");
    expect(lstatSync(join(folder, "link.md")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real.md"), "utf8")).toBe("new");
  });

  it("says what is wrong when a folder has the name, and leaves no temporary file", () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "a.md"));
    expect(wordsOf(() => writeAtomically(join(folder, "a.md"), "new"))).toContain("this is a folder");
    expect(readdirSync(folder)).toEqual(["a.md"]);
  });

  it.runIf(existsSync("/dev/full"))("writes to a device as it is, and says in words that it is full", () => {
    writeAtomically("/dev/null", "gone");
    expect(kindOfPath("/dev/null")).toBe("other");
    expect(wordsOf(() => writeAtomically("/dev/full", "x"))).toBe("2 /dev/full: no space left on the device");
  });

  it("writes a name as long as the file system allows", () => {
    const folder = scratchFolder();
    const name = "n".repeat(255);
    writeAtomically(join(folder, name), "new");
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("fails with exit code 2 where the folder is missing", () => {
    const folder = scratchFolder();
    expect(wordsOf(() => writeAtomically(join(folder, "no/a.md"), "new"))).toMatch(
      /^2 .*no such file or folder$/u,
    );
  });
});

describe("readTextFile", () => {
  it("takes the byte order mark apart", () => {
    const folder = scratchFolder({ "a.md": "\ufeffhello\r\n" });
    expect(readTextFile(join(folder, "a.md"))).toEqual({ mark: "\ufeff", text: "hello\r\n" });
  });

  it("refuses text that is not UTF-8, which could not be written back", () => {
    const folder = scratchFolder({ "a.md": Uint8Array.of(0x61, 0xe9, 0x62) });
    expect(wordsOf(() => readTextFile(join(folder, "a.md")))).toMatch(/^2 .*not UTF-8/u);
  });
});

describe("kindOfPath", () => {
  it("tells files, folders, devices and nothing apart", () => {
    const folder = scratchFolder({ "a.md": "" });
    const paths = [join(folder, "a.md"), folder, "/dev/null", join(folder, "b")];
    expect(paths.map(kindOfPath)).toEqual(["file", "folder", "other", "nothing"]);
  });
});

describe("makeFolder", () => {
  it.runIf(existsSync("/proc/self"))("ends where a file system takes no folders", () => {
    expect(wordsOf(() => makeFolder("/proc/a/b"))).toBe("2 /proc/a/b: no such file or folder");
  });

  it("fails in words where a file is in the way", () => {
    const folder = scratchFolder({ "a.md": "" });
    expect(wordsOf(() => makeFolder(join(folder, "a.md/b")))).toMatch(/^2 .*a part of this path is a file/u);
  });
});
