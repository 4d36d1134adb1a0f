import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { exporterPlugin } from "../build/exporter-bundle.mjs";
import { root } from "./repository.mjs";

/** Gives the exports of TypeScript code that is written as if it stood at the repository's root. */
export async function loadSource(contents) {
  const name = createHash("sha256").update(contents).digest("hex").slice(0, 8);
  const outfile = join(root, `.cache/source-${name}.cjs`);
  await esbuild.build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    plugins: [exporterPlugin],
    logLevel: "error",
  });
  return createRequire(import.meta.url)(outfile);
}
