/**
 * The core inside main.js, so that Obsidian starts fast and the same code serves window and worker.
 *
 * The core is one function, `coreFactory`, that nothing runs while Obsidian starts. In the window it is
 * called the first time a door's file uses it; for the worker its text is taken (`Function.toString`) and
 * becomes the worker's script. Excalidraw's exporter, more than half of all code, is kept as a string
 * beside it: a string costs a tenth of the time that reading it as code costs. No code is made from a
 * string in the window, but where there is no worker: then the string is imported as a module.
 *
 * What a file of src/obsidian imports from elsewhere in src becomes a function that calls the core; only
 * functions and plain data can be passed this way, and the build fails on anything else. `loadedAtOnce`
 * names the small files that both have a copy of.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import * as esbuild from "esbuild";
import { withPackageCuts } from "./core-cuts.mjs";
import { exporterBundle, packagesIn } from "./exporter-bundle.mjs";
import { minified } from "./minify.mjs";
import { checkNames, checkStrings, shorterInCore, shorterInDoor } from "./short-names.mjs";
import { shortTables } from "./short-tables.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "src");
const door = join(source, "obsidian");
const loadedAtOnce = new Set(["base/diagnostic.ts", "base/assert-never.ts"]);
/** Stands for the core until everything else is minified: a second time over the core would make it longer. */
const placeholder = "PACKET_LADDER_CORE";
const codeName = /\/core-code$/;

/** Gives the file in src, outside the door, that an import of the door means; undefined for other imports. */
function coreFile(path, importer) {
  if (!path.startsWith(".") || codeName.test(path) || relative(door, importer).startsWith(".."))
    return undefined;
  const file = relative(source, `${resolve(dirname(importer), path)}.ts`).replaceAll("\\", "/");
  return file.startsWith("obsidian/") || file.startsWith("..") || loadedAtOnce.has(file) ? undefined : file;
}

function doorFiles() {
  return readdirSync(door, { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(door, name));
}

/** Gives the names the door uses, by the file that exports them. */
function usedNames() {
  const used = new Map();
  for (const importer of doorFiles()) {
    for (const [, list, path] of readFileSync(importer, "utf8").matchAll(
      /^import \{([^}]*)\} from "([^"]+)";/gm,
    )) {
      const file = coreFile(path, importer);
      if (file === undefined) continue;
      const names = list.split(",").map((name) => name.trim().split(/\s+as\s+/)[0]);
      const values = names.filter((name) => name !== "" && !name.startsWith("type "));
      used.set(file, new Set([...(used.get(file) ?? []), ...values]));
    }
  }
  return used;
}

/** Gives the short names under which the core exports what the door uses. */
function exportNames(used) {
  const names = [...used.values()].flatMap((each) => [...each]).sort();
  return new Map(names.map((name, at) => [name, `_${at.toString(36)}`]));
}

/** Bundles the core: its code as one script that sets `core`, its exports, its files and its packages. */
async function bundleCore(used) {
  const short = exportNames(used);
  const lines = [...used].map(
    ([file, names]) =>
      `export { ${[...names].map((name) => `${name} as ${short.get(name)}`).join(", ")} } from "./src/${file}";`,
  );
  const result = await esbuild.build({
    stdin: { contents: lines.sort().join("\n"), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    globalName: "core",
    platform: "browser",
    target: "es2022",
    metafile: true,
    legalComments: "none",
    charset: "utf8",
    minify: true,
    // main.js has no place for readers of what tshark printed: those are the command line's.
    define: { "process.env.NODE_ENV": '"production"', WITHOUT_DISSECTIONS: "true" },
    ...shorterInCore,
    plugins: [givenExporter, withPackageCuts, shortTables],
    logLevel: "error",
  });
  const code = result.outputFiles[0].text;
  const files = Object.keys(result.metafile.inputs);
  checkNames(
    doorFiles().map((path) => relative(root, path)),
    files,
  );
  checkStrings(code);
  const exported = runInThisContext(`(function () {${code};return core;})`)();
  return {
    code,
    short,
    exported,
    files,
    packages: packagesIn(result.metafile),
  };
}

/** In the core the exporter is whatever `coreFactory` was given. */
const givenExporter = {
  name: "given-exporter",
  setup(build) {
    build.onResolve({ filter: /\/exporter-bundle$/ }, () => ({ path: "exporter", namespace: "given" }));
    build.onLoad({ filter: /.*/, namespace: "given" }, () => ({
      contents: "export const evaluateExporter = (host) => givenExporter(host);",
    }));
  },
};

/** Gives a module whose names call the core when they are called. */
function callingModule(names, { short, exported }) {
  const lines = [...names].map((name) => {
    const value = exported[short.get(name)];
    if (typeof value !== "function") return `export const ${name} = ${JSON.stringify(value)};`;
    if (/^class\b/.test(String(value)))
      throw new Error(`src/obsidian uses the class ${name}: only functions and data come from the core`);
    return `export const ${name} = (...given) => core().${short.get(name)}(...given);`;
  });
  return ['import { core } from "./core-code";', ...lines].join("\n");
}

async function exporterText() {
  const code = readFileSync(await exporterBundle(), "utf8");
  return code
    .slice(code.indexOf("export function evaluateExporter"))
    .replace("export function evaluateExporter", "function")
    .trim();
}

/** Stands for `void 0`, which main.js would hold two thousand times: a letter that nothing else in it is written with. */
const nothing = "ª";
/** Scripts that are made of its parts declare it, too: the worker's, and the exporter's module. */
const declarations = 2;

/** Gives main.js with that name for nothing. */
function withNothing(code) {
  const uses = code.split(nothing).length - 1;
  if (uses !== declarations) throw new Error(`core bundle: ${nothing} is used ${uses} times`);
  const start = /^(?:\/\*![\s\S]*?\*\/\s*)?(?:"use strict";)?/.exec(code)[0];
  return `${start}var ${nothing};${code.slice(start.length).replace(/\bvoid 0\b/g, nothing)}`;
}

/** What `./core-code` is in main.js; src/obsidian/engine/core-code.d.ts declares it. */
async function codeModule({ short }) {
  return `
const exporter = ${JSON.stringify(await exporterText())};
const coreFactory = ${placeholder};
let evaluate;
let made;
const exporterHere = (host) => {
  if (evaluate === undefined) throw new Error("the exporter was not loaded");
  return evaluate(host);
};
export const core = () => (made ??= coreFactory(exporterHere));
export const workerScript = () => '"use strict";var ${nothing};(' + coreFactory + ")(" + exporter + ").${short.get("answerRequests")}(self);";
export async function loadExporter() {
  if (evaluate !== undefined) return;
  const url = URL.createObjectURL(new Blob(["var ${nothing};export default " + exporter], { type: "text/javascript" }));
  evaluate = (await import(url)).default;
  URL.revokeObjectURL(url);
}
`;
}

/**
 * Gives a function of main.js's core, as short as there, run here: without an exporter, which main.js gives it. What it
 * takes and gives has short names.
 */
export async function builtCore(name) {
  const { code, short } = await bundleCore(usedNames());
  const given = { core: undefined };
  const script = await minified(`(function (given) {${code}given.core = core;})(GIVEN)`, { isOwnCode: true });
  runInThisContext(`(function (GIVEN) {${script}})`)(given);
  return given.core[short.get(name)];
}

/** Gives the names of the packages whose code is in the core. */
export async function corePackages() {
  return (await bundleCore(usedNames())).packages;
}

/** esbuild plugin for main.js: what the door takes from the core is called, not loaded. */
export const corePlugin = {
  name: "core-bundle",
  setup(build) {
    Object.assign(build.initialOptions, shorterInDoor);
    let used;
    let core;
    build.onStart(async () => {
      used = usedNames();
      core = await bundleCore(used);
    });
    build.onResolve({ filter: codeName }, () => ({ path: "core-code", namespace: "core-code" }));
    build.onResolve({ filter: /^\./ }, ({ path, importer }) => {
      const file = coreFile(path, importer);
      return file === undefined ? undefined : { path: file, namespace: "core", sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: "core" }, ({ path }) => ({
      contents: callingModule(used.get(path) ?? [], core),
    }));
    build.onEnd(async ({ errors }) => {
      if (errors.length > 0) return;
      const path = build.initialOptions.outfile;
      const factory = `(function(givenExporter){${core.code.trim()}return core})`;
      const door = readFileSync(path, "utf8");
      checkStrings(door);
      const whole = door.replace(placeholder, () => factory);
      writeFileSync(path, withNothing(await minified(whole, { isOwnCode: true })));
    });
    build.onLoad({ filter: /.*/, namespace: "core-code" }, async () => ({
      contents: await codeModule(core),
      watchFiles: core.files.filter((file) => !file.includes(":")).map((file) => join(root, file)),
    }));
  },
};

/** vite plugin for tests: the core is what the sources import, and there is no script for a worker. */
export const coreVitePlugin = {
  name: "core-code",
  enforce: "pre",
  resolveId: (path) => (codeName.test(path) ? "\0core-code" : undefined),
  load: (id) =>
    id === "\0core-code"
      ? "export const workerScript = () => undefined; export const loadExporter = () => Promise.resolve();"
      : undefined,
};
