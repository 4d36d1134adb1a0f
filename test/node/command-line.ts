import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { exporterPlugin } from "../../build/exporter-bundle.mjs";

/** This repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A sample capture by its name. */
export function sample(name: string): string {
  return join(root, "samples/captures", name);
}

/** What a command line came to. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command line is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  /** Blocks of 512 octets a file may have; a write beyond fails, as on a full device. */
  readonly largestFile?: number;
  /** Where standard output goes; left out: to the outcome. */
  readonly output?: string;
  /** What standard input is opened from, in place of `input`. */
  readonly source?: string;
}

/** Runs a command line in a process of its own. */
export type RunCommandLine = (argv: readonly string[], options?: RunOptions) => Outcome;

/** Bundles the command line as it is in the sources now, and gives what runs it. `name` tells test files apart. */
export async function builtCommandLine(name: string): Promise<RunCommandLine> {
  const outfile = join(root, ".cache/test", `${name}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ["src/cli.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    plugins: [exporterPlugin],
    logLevel: "error",
  });
  return (argv, options = {}) => {
    const limit =
      options.largestFile === undefined ? "" : `trap '' XFSZ; ulimit -f ${String(options.largestFile)}; `;
    const target = options.output === undefined ? "" : ` >${options.output}`;
    const source = options.source === undefined ? "" : ` <${options.source}`;
    const command = ["-c", `${limit}exec "$0" "$@"${source}${target}`, process.execPath, outfile, ...argv];
    const { status, stdout, stderr } = spawnSync("/bin/sh", command, {
      encoding: "utf8",
      cwd: options.cwd ?? root,
      input: options.input ?? "",
      env: options.env ?? process.env,
      maxBuffer: 1 << 28,
    });
    return { exitCode: status, stdout, stderr };
  };
}
