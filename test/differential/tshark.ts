import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import type { WiresharkRules } from "../../src/tcp/wireshark-rules";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";

/** The installed tshark's rules, as far as they are known here; undefined without a tshark. */
export function installedRules(): WiresharkRules | undefined {
  try {
    const text = execFileSync("tshark", ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, major = "0", minor = "0"] = /(\d+)\.(\d+)\.\d+/u.exec(text) ?? [];
    return Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 4) ? "4.4" : "4.0";
  } catch {
    return undefined;
  }
}

/** Gives what tshark prints for some fields of every frame, read twice so that each row knows the whole file. */
export function tsharkRows(
  path: string,
  fields: readonly string[],
  preferences: readonly string[] = [],
): string[][] {
  const preferred = preferences.flatMap((preference) => ["-o", preference]);
  const asked = fields.flatMap((field) => ["-e", field]);
  const text = execFileSync("tshark", ["-n", "-2", ...preferred, "-r", path, "-T", "fields", ...asked], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1e8,
  });
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
}

/** The same of a capture that is in no file yet. */
export function tsharkRowsOf(capture: Uint8Array, fields: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  const path = join(folder, "capture.pcap");
  try {
    writeFileSync(path, capture);
    return tsharkRows(path, fields);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Seed of made-up frames; another one makes others. */
export const framesSeed = Number(process.env["EXCHANGE_SEED"] ?? 20_261);

/** Expects of made-up packets of IP that we tell of each field what the installed tshark tells. */
export async function expectAnswersAsTshark(
  packet: fc.Arbitrary<Uint8Array>,
  count: number,
  fields: readonly string[],
): Promise<void> {
  const frames = fc.sample(packet, { numRuns: count, seed: framesSeed });
  const file = pcapFile(frames, { linkType: 101 });
  const ours = await rowsOf(file, fields, installedRules());
  const lines = (rows: readonly (readonly string[])[]): string[] => rows.map((row) => row.join(" "));
  expect(lines(ours)).toEqual(lines(tsharkRowsOf(file, fields)));
}

/** Gives what we tell of the same fields, by some rules. */
async function rowsOf(
  capture: Uint8Array,
  fields: readonly string[],
  rules: WiresharkRules | undefined,
): Promise<string[][]> {
  const source = sourceOf(capture);
  const rows: string[][] = [];
  for await (const row of packetRows(source, await indexCapture(source, undefined, rules), fields))
    rows.push([...row]);
  return rows;
}
