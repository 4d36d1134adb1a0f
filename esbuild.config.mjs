/**
 * Builds main.js (the plugin) and dist/packet-ladder.cjs (the command line).
 *
 * usage: node esbuild.config.mjs [--watch] [--out-dir=FOLDER]
 * The same sources give the same bytes: no time, no path and no random number goes into a bundle.
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildCommandLine } from "./build/command-line-bundle.mjs";
import { corePackages, corePlugin } from "./build/core-bundle.mjs";
import { exporterPackages, exporterPlugin, packagesIn } from "./build/exporter-bundle.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const argument = process.argv.find((text) => text.startsWith("--out-dir="));
const outFolder = argument === undefined ? root : resolve(argument.slice("--out-dir=".length));
const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** Octets that main.js may have, so that Obsidian starts fast on a phone. */
const pluginBudget = 800_000;

/** Code made from strings at run time: the community directory refuses it, and so do we. */
const forbidden = ["new Function(", 'Function("', "Function('", "eval("];

/** What Obsidian gives to plugins; of Node only what reads a file in pieces, which is asked for on computers alone. Importing more fails the build. */
const givenByObsidian = [
  "obsidian",
  "node:fs/promises",
  "electron",
  ..."autocomplete collab commands language lint search state view"
    .split(" ")
    .map((name) => `@codemirror/${name}`),
  ..."common highlight lr".split(" ").map((name) => `@lezer/${name}`),
];

const notice = `/*! Packet Ladder ${version}, MIT. Contains Excalidraw's exporter (MIT) with the fonts Excalifont and Nunito (OFL 1.1), roughjs (MIT) and others: see NOTICE. */`;

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "cjs",
  target: "es2022",
  minify: true,
  legalComments: "none",
  // Words for people hold dashes and quotation marks: escaped they would be thrice as long.
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [exporterPlugin],
  logLevel: "warning",
  metafile: true,
};

const plugin = {
  ...common,
  entryPoints: ["src/main.ts"],
  outfile: join(outFolder, "main.js"),
  platform: "browser",
  external: givenByObsidian,
  plugins: [corePlugin],
  banner: { js: notice },
};

const commandLine = {
  ...common,
  entryPoints: ["src/cli.ts"],
  outfile: join(outFolder, "dist/packet-ladder.cjs"),
  platform: "node",
  target: "node20",
  banner: { js: `#!/usr/bin/env node\n${notice}` },
};

/** Fails on forbidden code, and on a plugin over its budget; gives a line about the bundle. */
function inspect({ outfile }) {
  const code = readFileSync(outfile);
  const found = forbidden.filter((text) => code.includes(text));
  if (found.length > 0) throw new Error(`${outfile} contains ${found.join(" and ")}`);
  if (outfile === plugin.outfile && code.length > pluginBudget) {
    throw new Error(`${outfile} has ${code.length} octets, more than ${pluginBudget}`);
  }
  const name = outfile === plugin.outfile ? "main.js" : "dist/packet-ladder.cjs";
  return `${name.padEnd(24)} ${(code.length / 1024).toFixed(0).padStart(5)} KB`;
}

/** Fails unless NOTICE names exactly the packages whose code is in the bundles: each licence asks for that. */
async function checkNotice(results) {
  const notice = readFileSync(new URL("NOTICE", import.meta.url), "utf8");
  const named = new Set(
    [...notice.matchAll(/^ {3}(\S+) {2,}(?:Copyright|Rocicorp)/gm)].map(([, name]) => name),
  );
  const bundled = new Set([
    ...(await exporterPackages()),
    ...(await corePackages()),
    ...results.flatMap((result) => packagesIn(result.metafile)),
  ]);
  const differing = [...named, ...bundled].filter((name) => !named.has(name) || !bundled.has(name));
  if (differing.length > 0) throw new Error(`NOTICE and the bundles differ in: ${differing.join(", ")}`);
}

async function watch(options) {
  const report = {
    name: "report",
    setup: (build) =>
      build.onEnd(({ errors }) => void (errors.length === 0 && console.log(inspect(options)))),
  };
  const context = await esbuild.context({ ...options, plugins: [...options.plugins, report] });
  await context.watch();
}

const bundles = [plugin, commandLine];
if (process.argv.includes("--watch")) {
  await Promise.all(bundles.map(watch));
} else {
  try {
    await checkNotice(await Promise.all([esbuild.build(plugin), buildCommandLine(commandLine)]));
    for (const options of bundles) console.log(inspect(options));
  } catch (error) {
    // esbuild has printed its own errors already.
    if (!(error instanceof Error && "errors" in error)) console.error(String(error));
    process.exitCode = 1;
  }
}
