// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { refuseTooLarge } from "../../src/obsidian/vault-capture";
import { openShell } from "../support/obsidian-shell/shell";

describe("a capture of the vault", () => {
  it("is refused on a phone above 32 MB, before it is read", async () => {
    const shell = openShell({ mobile: true });
    const file = (await shell.addFile("huge.pcap", new Uint8Array(1))).asOriginalType2__();
    file.stat.size = 33e6;
    expect(() => {
      refuseTooLarge(file);
    }).toThrow("“huge.pcap” has 33.0 MB. On a phone or tablet captures are read up to 32.0 MB");
  });

  it("is not refused on a computer", async () => {
    const shell = openShell();
    const file = (await shell.addFile("huge.pcap", new Uint8Array(1))).asOriginalType2__();
    file.stat.size = 33e6;
    expect(() => {
      refuseTooLarge(file);
    }).not.toThrow();
  });

  it("is refused on a computer where no window could hold it", async () => {
    const shell = openShell();
    const file = (await shell.addFile("huge.pcap", new Uint8Array(1))).asOriginalType2__();
    file.stat.size = 3e9;
    expect(() => {
      refuseTooLarge(file);
    }).toThrow("take a part of it with editcap");
  });
});
