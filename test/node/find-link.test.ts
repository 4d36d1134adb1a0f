import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLink, findVaultRoot, linkTarget } from "../../src/node/find-link";
import { scratchFolder } from "./scratch";

describe("findVaultRoot", () => {
  it("gives the nearest folder above with .obsidian", () => {
    const vault = scratchFolder({
      ".obsidian/app.json": "{}",
      "a/.obsidian/app.json": "{}",
      "a/b/c/note.md": "",
    });
    expect(findVaultRoot(join(vault, "a/b/c"))).toBe(join(vault, "a"));
  });

  it("gives the folder itself outside of vaults", () => {
    const folder = scratchFolder({ "a/note.md": "" });
    expect(findVaultRoot(join(folder, "a"))).toBe(join(folder, "a"));
  });
});

describe("findLink", () => {
  it("prefers the note's folder to the vault's root", () => {
    const vault = scratchFolder({ ".obsidian/app.json": "{}", "x.pcap": "", "lab/x.pcap": "" });
    expect(findLink("x.pcap", join(vault, "lab"))).toBe(join(vault, "lab/x.pcap"));
  });

  it("looks a path up from the vault's root when the note's folder has no such path", () => {
    const vault = scratchFolder({ ".obsidian/app.json": "{}", "captures/x.pcap": "", "lab/note.md": "" });
    expect(findLink("captures/x.pcap", join(vault, "lab"))).toBe(join(vault, "captures/x.pcap"));
  });

  it("finds a name anywhere in the vault, the fewest folders first, in any letter case", () => {
    const vault = scratchFolder({
      ".obsidian/app.json": "{}",
      "a/deep/er/x.pcap": "",
      "z/X.pcap": "",
      "lab/note.md": "",
    });
    expect(findLink("x.pcap", join(vault, "lab"))).toBe(join(vault, "z/X.pcap"));
  });

  it("matches whole names only", () => {
    const vault = scratchFolder({ ".obsidian/app.json": "{}", "a/not-x.pcap": "", "lab/note.md": "" });
    expect(findLink("x.pcap", join(vault, "lab"))).toBeUndefined();
  });

  it("does not look into hidden folders", () => {
    const vault = scratchFolder({ ".obsidian/app.json": "{}", ".trash/x.pcap": "", "lab/note.md": "" });
    expect(findLink("x.pcap", join(vault, "lab"))).toBeUndefined();
  });

  it("follows a path out of the note's folder", () => {
    const folder = scratchFolder({ "captures/x.pcap": "", "lab/note.md": "" });
    expect(findLink("../captures/x.pcap", join(folder, "lab"))).toBe(join(folder, "captures/x.pcap"));
  });

  it("finds nothing for a folder, an empty target, a zero character and a name beyond the file system's limit", () => {
    const folder = scratchFolder({ "captures/x.pcap": "" });
    const targets = ["captures", "", "a\0b", "x".repeat(5000)];
    expect(targets.map((target) => findLink(target, folder))).toEqual(targets.map(() => undefined));
  });
});

describe("linkTarget", () => {
  it("is relative to the note's folder with slashes", () => {
    expect(linkTarget("vault/lab", "vault/captures/a b.pcap")).toBe("../captures/a b.pcap");
  });
});
