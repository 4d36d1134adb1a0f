// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { refuseTooLarge, vaultCapture } from "../../src/obsidian/vault-capture";
import { openShell } from "../support/obsidian-shell/shell";

const MIB = 1 << 20;

describe("a capture of the vault", () => {
  it("comes in pieces that make the file", async () => {
    const shell = openShell();
    const octets = Uint8Array.from({ length: 2 * MIB + 5 }, (_, at) => at % 251);
    const file = await shell.addFile("big.pcap", octets);
    const source = vaultCapture(shell.app.asOriginalType__().vault, file.asOriginalType2__());
    const pieces: number[] = [];
    for await (const piece of source.chunks()) pieces.push(...piece.subarray(0, 1), piece.length);
    expect(pieces).toEqual([0, MIB, octets[MIB], MIB, octets[2 * MIB], 5]);
    expect(await source.octets(MIB, 3)).toEqual(octets.slice(MIB, MIB + 3));
  });

  it("is read no further once its reader is gone", async () => {
    const shell = openShell();
    const file = await shell.addFile("big.pcap", new Uint8Array(2 * MIB));
    const gone = new AbortController();
    const source = vaultCapture(shell.app.asOriginalType__().vault, file.asOriginalType2__(), gone.signal);
    const read = async (): Promise<void> => {
      for await (const piece of source.chunks()) if (piece.length > 0) gone.abort();
    };
    await expect(read()).rejects.toThrow();
  });

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
});
