/**
 * The command line as one file whose parts are read as code only when they are asked for.
 *
 * esbuild splits it by its dynamic imports; the part that starts is code, every other one is kept as a string
 * beside it: passing over a string costs a tenth of reading it as code. So `list` does not pay for the exporter.
 *
 * Files of the door name what they use of `src/pipeline.ts`, which names everything: in the bundle they import each
 * name from the file that makes it, as else every command would start with all of them.
 */
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pipeline = join(root, "src/pipeline.ts");
const namedImports = /^(import|export) \{([^}]*)\} from "([^"]+)";/gm;

/** Gives, by name, the file that makes what `src/pipeline.ts` passes on. */
function passedOn() {
  const makers = new Map();
  for (const [, verb, list, path] of readFileSync(pipeline, "utf8").matchAll(namedImports)) {
    if (verb !== "export") continue;
    for (const name of namesIn(list)) makers.set(name, resolve(dirname(pipeline), path));
  }
  return makers;
}

/** Gives the values among the names of an import; types are gone once it is code. */
function namesIn(list) {
  const names = list.split(",").map((name) => name.trim());
  return names.filter((name) => name !== "" && !name.startsWith("type "));
}

const pastPipeline = {
  name: "past-pipeline",
  setup(build) {
    let makers;
    build.onStart(() => void (makers = passedOn()));
    build.onLoad({ filter: /[\\/]src[\\/]node[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(namedImports, (line, verb, list, from) =>
        verb === "import" && `${resolve(dirname(path), from)}.ts` === pipeline
          ? namesIn(list)
              .map((name) => importOf(name, makers.get(name) ?? pipeline))
              .join(" ")
          : line,
      ),
      loader: "ts",
    }));
  },
};

function importOf(name, file) {
  return `import { ${name} } from ${JSON.stringify(file)};`;
}

/** Tables as strings, too: parsing them as JSON takes less than reading them as code. */
const tablesAsText = {
  name: "tables-as-text",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.json$/ }, ({ path }) => {
      const table = JSON.stringify(JSON.parse(readFileSync(path, "utf8")));
      return { contents: `export default JSON.parse(${JSON.stringify(table)});`, loader: "js" };
    });
  },
};

/**
 * Gives the code of a part as a function of `require`, `module` and `exports`. What it imports becomes its own constants:
 * esbuild's own conversion asks a getter at each use, which halves the speed of what runs for every packet.
 */
function asFunctionBody(text) {
  return text
    .replaceAll(
      /\bimport\{([^}]*)\}from"([^"]+)";/g,
      (_, list, from) => `const{${pairs(list)}}=require("${from}");`,
    )
    .replaceAll(
      /\bimport (\w+|\$\w*) ?from"([^"]+)";/g,
      (_, name, from) => `const ${name}=require("${from}");`,
    )
    .replaceAll(/\bimport"([^"]+)";/g, (_, from) => `require("${from}");`)
    .replaceAll(/\bimport\("(\.[^"]+)"\)/g, (_, from) => `Promise.resolve().then(()=>require("${from}"))`)
    .replaceAll(/\bexport\{([^}]*)\};/g, (_, list) => `Object.assign(exports,{${pairs(list, true)}});`)
    .trim();
}

/** Gives `a as b` as `a:b`, and where names are given out as `b:a`. */
function pairs(list, isReversed = false) {
  return list
    .split(",")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [from, to = from] = pair.split(" as ");
      return isReversed ? `${to}:${from}` : `${from}:${to}`;
    })
    .join(",");
}

/** The start of the file: finds a part by name, and reads it the first time it is required. */
function loader(parts) {
  const texts = `{${parts.map(([name, code]) => `${JSON.stringify(name)}:${JSON.stringify(code)}`).join(",\n")}}`;
  return `const parts=${texts},read={},ask=require,{compileFunction}=require("node:vm");
require=Object.assign(name=>{const part=parts[name];if(part===undefined)return ask(name);if(read[name]!==undefined)return read[name].exports;
const made=read[name]={exports:{}};compileFunction(part,["require","module","exports"],{filename:__filename+"/"+name})(require,made,made.exports);return made.exports},{main:ask.main});`;
}

/** Builds the command line into `options.outfile`; gives esbuild's result. */
export async function buildCommandLine({ outfile, banner, plugins, ...options }) {
  const result = await esbuild.build({
    ...options,
    plugins: [...plugins, pastPipeline, tablesAsText],
    outdir: dirname(outfile),
    format: "esm",
    splitting: true,
    write: false,
  });
  const start = basename(options.entryPoints[0], ".ts");
  const parts = result.outputFiles.map(({ path, text }) => [`./${basename(path)}`, asFunctionBody(text)]);
  const [, code] = parts.find(([name]) => name === `./${start}.js`);
  const others = parts.filter(([name]) => name !== `./${start}.js`).sort(([a], [b]) => (a < b ? -1 : 1));
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, `${banner.js}\n${loader(others)}\n${code}\n`);
  return result;
}
