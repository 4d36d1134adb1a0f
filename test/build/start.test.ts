import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationCapture } from "../../scripts/conversation-capture.mjs";

// `npm start` as a person runs it, with a vault and a current folder of its own.
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packet-ladder-start-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(...files: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs", ...files], {
    env: { ...process.env, DEMO_VAULT: join(folder, "vault"), INIT_CWD: folder },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

function inVault(name: string): string {
  return join(folder, "vault", name);
}

test("a person's capture is copied into the vault and drawn there", () => {
  writeFileSync(join(folder, "my capture.pcap"), conversationCapture(12));
  const { status, output } = start("my capture.pcap");
  expect(status, output).toBe(0);
  expect(output).toContain("conversation 0: opened by 192.0.2.1:50000");
  const made = ["my capture.excalidraw.md", "my capture.md", "my capture.pcap", "my capture.svg"];
  expect(readdirSync(inVault(".")).filter((name) => !name.startsWith("."))).toEqual(made);
  expect(readdirSync(folder).sort()).toEqual(["my capture.pcap", "vault"]);
});

test("the vault can be opened with the plugin switched on", () => {
  writeFileSync(join(folder, "a.pcap"), conversationCapture(6));
  start("a.pcap");
  const plugin = ".obsidian/plugins/packet-ladder";
  for (const file of ["main.js", "manifest.json", "styles.css"]) {
    expect(existsSync(inVault(`${plugin}/${file}`)), file).toBe(true);
  }
  expect(JSON.parse(readFileSync(inVault(".obsidian/community-plugins.json"), "utf8"))).toEqual([
    "packet-ladder",
  ]);
});

test("a second start leaves notes and settings that a person has changed", () => {
  writeFileSync(join(folder, "a.pcap"), conversationCapture(6));
  start("a.pcap");
  const edited = `${readFileSync(inVault("a.md"), "utf8")}\nMy own remark.\n`;
  writeFileSync(inVault("a.md"), edited);
  writeFileSync(inVault(".obsidian/community-plugins.json"), '["packet-ladder","other"]');
  const { status, output } = start("a.pcap");
  expect(status, output).toBe(0);
  expect(readFileSync(inVault("a.md"), "utf8")).toBe(edited);
  expect(readFileSync(inVault(".obsidian/community-plugins.json"), "utf8")).toBe('["packet-ladder","other"]');
});

test("another file of the same name gets a number of its own", () => {
  writeFileSync(join(folder, "a.pcap"), conversationCapture(6));
  start("a.pcap");
  const first = readFileSync(inVault("a.pcap"));
  writeFileSync(join(folder, "a.pcap"), conversationCapture(8));
  start("a.pcap");
  expect(readFileSync(inVault("a.pcap")).equals(first)).toBe(true);
  expect(existsSync(inVault("a 2.svg"))).toBe(true);
});

test("a file that is not there is named, without a stack", () => {
  const { status, output } = start("nothing.pcap");
  expect(status).toBe(1);
  expect(output).toBe("nothing.pcap: no such file\n");
});

test("a file that holds nothing to draw is an error in words", () => {
  writeFileSync(join(folder, "poem.txt"), "shall I compare thee\n");
  const { status, output } = start("poem.txt");
  expect(status).toBe(1);
  expect(output).toContain("Not everything could be drawn");
  expect(output).not.toMatch(/^\s+at /mu);
});
