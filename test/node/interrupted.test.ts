import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pcapFile } from "../support/capture-builder";
import { segmentFrame } from "../support/packet-builder";
import { builtCommandLine, root } from "./command-line";

await builtCommandLine("interrupted");
const program = join(root, ".cache/test/interrupted.cjs");

/** More than a pipe holds: once all is written, the program has begun to read. */
const FRAMES = 3000;
const capture = pcapFile(
  Array.from({ length: FRAMES }, (_, i) => segmentFrame({ seq: 1 + 40 * i, payload: new Uint8Array(40) })),
);

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command on a capture that comes through a pipe and does not end, and presses Ctrl-C. */
async function interrupted(argv: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...argv]);
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (piece: Buffer) => (said.stdout += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (said.stderr += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  // The last record is cut, as that of a recorder is that writes by pieces.
  await new Promise((resolve) => child.stdin.write(capture.subarray(0, -30), resolve));
  child.stdin.on("error", () => undefined);
  child.kill("SIGINT");
  return { code: await ended, ...said };
}

it("list tells of what had come when it is interrupted", async () => {
  const { code, stdout, stderr } = await interrupted(["list", "-"]);
  expect(code).toBe(0);
  const packets = Number(/TCP +\S+ +\S+ +([\d,]+)/u.exec(stdout)?.[1]?.replace(",", ""));
  expect(packets).toBeGreaterThan(100);
  expect(packets).toBeLessThan(FRAMES);
  expect(stderr).toMatch(/^\nstdin: stopped; \d+\.\d kB had come and are read\n/u);
});

it("draw makes the picture of what had come", async () => {
  const folder = mkdtempSync(join(tmpdir(), "interrupted-"));
  try {
    const { code, stderr } = await interrupted([
      "draw",
      "-",
      "--out-dir",
      folder,
      "--filter",
      "frame.number <= 20",
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("had come and are read")]);
    expect(readdirSync(folder)).toContain("stdin.excalidraw.md");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
