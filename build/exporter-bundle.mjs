/**
 * Excalidraw's own exporter as one module: `exportToSvg`, `restoreElements`, and the faces of Excalifont and Nunito.
 *
 * The package has no entry for its exporter alone, so this takes the readable development chunk that
 * holds it, leaves out what an export never calls (React, Mermaid, locales, the WebAssembly font
 * subsetter), and wraps the rest in a function of its host: window, document and navigator are
 * parameters, so the exporter touches no global and cannot reach the network. `src/svg/exporter-bundle.d.ts`
 * declares the result; `src/svg/exporter.ts` is the only file that imports it.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { contentCuts, editorCuts, packageCuts, withCuts } from "./exporter-cuts.mjs";
import { minified } from "./minify.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packageFolder = join(root, "node_modules/@excalidraw/excalidraw");
const chunkFolder = join(packageFolder, "dist/dev");
/** The name is a content hash: it belongs to version 0.18.1 and to no other. */
const chunkName = "chunk-4FTI6OG3.js";
const version = "0.18.1";

/** Parameters of the wrapped exporter: every name of the host that its code mentions. */
const hostNames = ["window", "document", "navigator", "devicePixelRatio", "FontFace", "Path2D", "console"];

/** What an export really runs; every other package the chunk mentions becomes a stub. */
const neededPackages =
  /^(roughjs|points-on-curve|points-on-path|path-data-parser|hachure-fill|perfect-freehand|@braintree\/sanitize-url|nanoid)(\/|$)/;

/** What it would run if nothing were cut out. */
const neededUncut = /^(open-color|fractional-indexing|es6-promise-pool)(\/|$)/;

/** A module that answers to any use, for packages whose code is loaded but never run. */
const stub = `
const callable = function () { return anything; };
const anything = new Proxy(callable, {
  get(target, key) {
    if (key === "__esModule" || key === "then") return undefined;
    if (key === Symbol.toPrimitive) return () => "";
    if (key === Symbol.iterator) return function* () {};
    return anything;
  },
  getPrototypeOf: () => anything,
  construct: () => anything,
  apply: () => anything,
});
module.exports = anything;
`;

function patchedChunk(cuts) {
  let text = withCuts(readFileSync(join(chunkFolder, chunkName), "utf8"), cuts);
  // The editor's actions, icons and menus are values of calls; marked so, those that no export needs fall away.
  text = text.replace(/^(var \w+ = )([\w.$]+\()/gm, "$1/* @__PURE__ */ $2");
  // An icon's properties that are spread would keep it.
  text = text.replace(
    /^var (\w+) = (?:\/\* @__PURE__ \*\/ )?createIcon\((?:.+\);|.*\n[\s\S]*?^\}?\);)$/gm,
    "var $1;",
  );
  // In tables the icons would stay.
  text = text.replace(/^(\s+icon: )\w+Icon\b/gm, "$1undefined");
  return (
    unpackFace + text.replace(/"\.\/(fonts\/[^"]+\.woff2)"/g, (_, path) => JSON.stringify(faceAddress(path)))
  );
}

/** The faces that are embedded as their files are: all of Excalifont, and the Latin letters of Nunito. */
const embeddedFaces = /^fonts\/(?:Excalifont\/|Nunito\/.*TQ3j6zbXWjgeg\.woff2$)/;

/** Gives a face's data; "local:" is Excalidraw's own word for a face without a file. */
function faceAddress(path) {
  if (!embeddedFaces.test(path)) return "local:";
  return `packed:${packedFace(readFileSync(join(chunkFolder, path)))}`;
}

/**
 * Gives octets as text that is shorter than base64 by a thirteenth: two of 91 characters stand for thirteen bits, one for
 * the last six. The characters are those from " " to "~" that need no escape in any string.
 */
function packedFace(octets) {
  let text = "";
  let bits = 0;
  let count = 0;
  for (const octet of octets) {
    bits = (bits << 8) | octet;
    count += 8;
    if (count < 13) continue;
    count -= 13;
    text += packedNumber(bits >>> count, 2);
    bits &= (1 << count) - 1;
  }
  if (count > 0)
    text += count > 6 ? packedNumber(bits << (13 - count), 2) : packedNumber(bits << (6 - count), 1);
  return text;
}

function packedNumber(number, length) {
  if (length === 0) return "";
  let code = 32 + (number % 91);
  for (const escaped of [34, 39, 92, 96]) if (code >= escaped) code += 1;
  return packedNumber(Math.floor(number / 91), length - 1) + String.fromCharCode(code);
}

/** The way back, as it stands in the bundle. */
const unpackFace = `function unpackFace(text) {
  let octets = "";
  let bits = 0;
  let count = 0;
  for (let at = "packed:".length; at < text.length; at += 2) {
    const pair = text.slice(at, at + 2);
    let number = 0;
    for (let digit = 0; digit < pair.length; digit += 1) {
      const code = pair.charCodeAt(digit);
      number = number * 91 + code - 32 - (code > 34) - (code > 39) - (code > 92) - (code > 96);
    }
    const length = pair.length > 1 ? 13 : 6;
    bits = (bits << length) | number;
    for (count += length; count > 7;) {
      count -= 8;
      octets += String.fromCharCode((bits >>> count) & 255);
    }
    bits &= (1 << count) - 1;
  }
  return "data:font/woff2;base64," + btoa(octets);
}
`;

const chunkPlugin = (isCut) => ({
  name: "excalidraw-exporter-chunk",
  setup(build) {
    const cuts = isCut ? [...contentCuts, ...editorCuts] : contentCuts;
    build.onLoad({ filter: /chunk-4FTI6OG3\.js$/ }, () => ({ contents: patchedChunk(cuts), loader: "js" }));
    // Addresses and keys of Excalidraw's own servers, which an export has no use for.
    build.onLoad({ filter: /chunk-AWQI2HM3\.js$/ }, () => ({
      contents: "export const define_import_meta_env_default = {};",
      loader: "js",
    }));
    build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
      const fromChunk = importer.endsWith(chunkName);
      const isNeeded = neededPackages.test(path) || (!isCut && neededUncut.test(path));
      if (!fromChunk || isNeeded || /chunk-(AWQI2HM3|XDFCUUT6)\.js$/.test(path)) return undefined;
      return { path: "any package", namespace: "stub" };
    });
    for (const { file, cuts } of isCut ? packageCuts : []) {
      build.onLoad({ filter: file }, ({ path }) => ({
        contents: withCuts(readFileSync(path, "utf8"), cuts),
        loader: "js",
      }));
    }
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: stub, loader: "js" }));
  },
});

/** Properties that stay within the exporter, of no element and no option of an export: they are shortened. */
const innerNames =
  `ascender calculateBounds canvasBackgroundColor curveFitting curveStepCount curveTightness dashGap dashOffset descender disableMultiStroke
  disableMultiStrokeFill doubleLineOps embedsValidationStatus estimatedPoints exportingFrame fillLineDash fillLineDashOffset fillPolygons fillShapeRoughnessGain fillWeight fixedDecimalPlaceDigits
  generateFontFaceDeclarations getCharacters getCharsPerFamily getNormalizedPoints getPointGlobalCoordinates getPointsGlobalCoordinates getSegmentMidPoint getUniqueFamilies hachureAngle
  hachureGap isExporting maxRandomnessOffset opsToPath preserveVertices randomizer renderEmbeddables reuseImages runningLength strokeLineDash strokeLineDashOffset unitsPerEm
  zigzagOffset _fillPolygons _mergedShape`.split(/\s+/);

async function bundle(isCut) {
  const result = await esbuild.build({
    stdin: {
      contents: `export { exportToSvg, restoreElements, setCustomTextMetricsProvider } from "./${chunkName}";`,
      resolveDir: chunkFolder,
    },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    globalName: "exporter",
    platform: "browser",
    target: "es2022",
    minify: true,
    metafile: true,
    legalComments: "none",
    charset: "utf8",
    define: { "process.env.NODE_ENV": '"production"', "import.meta.url": "undefined" },
    ...(isCut ? { mangleProps: new RegExp(`^(?:${innerNames.join("|")})$`) } : {}),
    plugins: [chunkPlugin(isCut)],
    logLevel: "error",
  });
  const code = result.outputFiles[0].text.trimEnd();
  const known = innerNames.filter((name) => isCut && new RegExp(`["'\`]${name}["'\`]`).test(code));
  if (known.length > 0) throw new Error(`exporter bundle: ${known.join(" and ")} cannot be shortened`);
  const contents = `// contains ${packagesIn(result.metafile).join(" ")}`;
  const script = `function evaluateExporter({ ${hostNames.join(", ")} }) {\n${code}\nreturn exporter;\n}`;
  return `${contents}\nexport ${await minified(script)}\n`;
}

/** Gives the names of the packages whose code is in a bundle. */
export function packagesIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const names = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

function assertVersion() {
  const found = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;
  if (found !== version || !existsSync(join(chunkFolder, chunkName))) {
    throw new Error(
      `exporter bundle: needs @excalidraw/excalidraw ${version} with ${chunkName}, found ${found}`,
    );
  }
}

/** Everything the bundle is made of, so that a cached one is never stale. */
function inputsHash() {
  const hash = createHash("sha256");
  for (const file of [
    fileURLToPath(import.meta.url),
    fileURLToPath(new URL("exporter-cuts.mjs", import.meta.url)),
    fileURLToPath(new URL("minify.mjs", import.meta.url)),
    join(root, "package-lock.json"),
    join(chunkFolder, chunkName),
  ]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Gives the path of the bundled exporter, an ES module exporting `evaluateExporter`; builds it when needed. */
export async function exporterBundle() {
  assertVersion();
  const path = join(root, ".cache", `exporter-${inputsHash()}.mjs`);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const text = await bundle(true);
  // Several processes may build at once: each writes its own file and the last rename wins with the same bytes.
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

/** Gives the exporter with all that the editor shares with it, as a script that is `evaluateExporter`. */
export async function uncutExporter() {
  const text = await bundle(false);
  return `(${text.slice(text.indexOf("function evaluateExporter")).trim()})`;
}

/** Gives the names of the packages whose code is in the bundled exporter. */
export async function exporterPackages() {
  const [contents] = readFileSync(await exporterBundle(), "utf8").split("\n", 1);
  return contents.replace("// contains ", "").split(" ");
}

const importedName = /\/exporter-bundle$/;

/** esbuild plugin: `./exporter-bundle` is the bundled exporter. */
export const exporterPlugin = {
  name: "exporter-bundle",
  setup(build) {
    build.onResolve({ filter: importedName }, async () => ({ path: await exporterBundle() }));
  },
};

/** Vite plugin: the same for vitest. */
export const exporterVitePlugin = {
  name: "exporter-bundle",
  enforce: "pre",
  async resolveId(id) {
    return importedName.test(id) ? exporterBundle() : undefined;
  },
};
