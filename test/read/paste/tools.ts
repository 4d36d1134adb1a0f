import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { indexCapture } from "../../../src/capture/index-capture";
import { readCapture } from "../../../src/read/read-capture";
import { traceRows } from "../../../src/read/trace-fields";
import { sourceOf } from "../../support/capture-files";
import type { Trace } from "../../../src/trace/trace";

/** Gives whether a tool is installed here. */
export function isInstalled(tool: string): boolean {
  try {
    execFileSync(tool, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Gives what a tool prints. */
export function printed(tool: string, ...options: readonly string[]): string {
  return execFileSync(tool, options, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
  });
}

/** Gives the trace of all frames of a capture. */
export async function captureTrace(path: string): Promise<Trace> {
  const source = sourceOf(new Uint8Array(readFileSync(path)));
  const index = await indexCapture(source);
  const { trace } = await readCapture(source, index, {
    conversation: { kind: "all" },
    endpoints: [],
    names: new Map(),
    lifelines: "port",
  });
  return trace;
}

/** What every text of a tool must give as the capture does. */
export const sharedFields = [
  "tcp.stream",
  "tcp.srcport",
  "tcp.dstport",
  "tcp.flags",
  "tcp.seq",
  "tcp.ack",
  "tcp.len",
  "ip.src",
  "ip.dst",
  "ipv6.src",
  "ipv6.dst",
] as const;

/** Gives the rows of a trace's segments for some fields, each as one text. */
export function segmentRows(trace: Trace, fields: readonly string[]): readonly string[] {
  const segments = { ...trace, events: trace.events.filter(({ kind }) => kind === "segment") };
  return traceRows(segments, fields).map((row) => row.join(" "));
}
