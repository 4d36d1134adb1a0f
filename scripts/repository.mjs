import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of the repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A reason to stop that a person can act on; printed without a stack. */
export class Stop extends Error {}

/** Runs a script's main function; what a person can act on is printed in words, with exit code 1. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Throws `Stop` on a Node older than package.json asks for. */
export function assertNode() {
  const needed = Number(/\d+/.exec(readJson("package.json").engines.node)[0]);
  if (Number(process.versions.node.split(".")[0]) >= needed) return;
  throw new Stop(
    `Node ${needed} or newer is needed; this is ${process.versions.node}. See https://nodejs.org/`,
  );
}

/**
 * Installs the packages of package-lock.json where node_modules does not hold exactly them.
 *
 * npm itself keeps a list of what it installed, so there is no stamp of ours that could be wrong.
 */
export function installPackages() {
  if (isInstalled()) return;
  console.log("Installing packages (npm ci) …");
  const { status, error } = npm("ci", "--no-fund", "--no-audit", "--prefer-offline");
  if (status === 0) return;
  const why = error === undefined ? `exit code ${status}` : error.message;
  throw new Stop(
    `npm could not install the packages (${why}); its own message stands above.\n` +
      "It needs the network once. Behind a proxy: npm config set proxy URL. Then run the same command again.",
  );
}

function isInstalled() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const found = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(readJson("package-lock.json").packages).every(
    ([path, { version, optional }]) =>
      // Optional packages belong to other systems, and their absence is no lack.
      path === "" || found[path]?.version === version || (optional === true && found[path] === undefined),
  );
}

function npm(...args) {
  // npm tells its scripts where it lives; calling that file works without a shell, on Windows too.
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: "inherit" };
  if (cli?.endsWith(".js")) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/** What the two bundles are made of. */
const sources = ["src", "build", "esbuild.config.mjs", "package.json", "package-lock.json"];
const outputs = ["main.js", "dist/packet-ladder.cjs"];

/**
 * Builds main.js and the command line, unless they were built from the same sources.
 *
 * The stamp holds what went in and what came out, so that a build made by hand is noticed too.
 */
export function buildIfChanged() {
  const stamp = join(root, ".cache/build-stamp");
  const isBuilt = [...outputs, ".cache/build-stamp"].every((file) => existsSync(join(root, file)));
  if (isBuilt && readFileSync(stamp, "utf8") === hashOf([...sources, ...outputs])) return;
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Stop("The build failed; see above.");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hashOf([...sources, ...outputs]));
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesBelow))
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesBelow(path) {
  if (/\.[a-z]+$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
    );
}

/** Gives the value of a JSON file of the repository. */
export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}
