// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { captureBaseName, findLinked, isCapture, pathFrom } from "../../src/obsidian/vault-paths";
import { openShell } from "../support/obsidian-shell/shell";

describe("pathFrom", () => {
  it("counts from the folder", () => {
    expect(pathFrom("lab/one", "../two/x.pcap")).toBe("lab/two/x.pcap");
  });

  it("counts from the vault's root after a leading slash", () => {
    expect(pathFrom("lab", "/x.pcap")).toBe("x.pcap");
  });

  it("gives nothing outside the vault", () => {
    expect(pathFrom("lab", "../../etc/passwd")).toBeUndefined();
  });
});

describe("captures", () => {
  it("are told by their names, gzipped ones too", async () => {
    const shell = openShell();
    const names = ["a.pcap", "b.PCAPNG", "c.cap", "d.pcap.gz", "e.gz", "f.pcap.txt"];
    const files = await Promise.all(names.map((name) => shell.addFile(name, new Uint8Array(1))));
    const captures = files.map((file) => file.asOriginalType2__()).filter(isCapture);
    expect(captures.map(captureBaseName)).toEqual(["a", "b", "c", "d"]);
  });

  it("are found beside the note before anywhere else", async () => {
    const shell = openShell({ notes: { "lab/x.md": "" } });
    await shell.addFile("x.pcap", new Uint8Array(1));
    await shell.addFile("lab/x.pcap", new Uint8Array(1));
    const app = shell.app.asOriginalType__();
    expect(findLinked(app, "x.pcap", "lab/x.md")?.path).toBe("lab/x.pcap");
    expect(findLinked(app, "x.pcap", "x.md")?.path).toBe("x.pcap");
  });

  it("are found by a path from the root, and by name alone", async () => {
    const shell = openShell({ notes: { "lab/x.md": "" } });
    await shell.addFile("caps/y.pcap", new Uint8Array(1));
    const app = shell.app.asOriginalType__();
    expect(findLinked(app, "caps/y.pcap", "lab/x.md")?.path).toBe("caps/y.pcap");
    expect(findLinked(app, "y.pcap", "lab/x.md")?.path).toBe("caps/y.pcap");
    expect(findLinked(app, "z.pcap", "lab/x.md")).toBeUndefined();
  });
});
