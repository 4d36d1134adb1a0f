/**
 * The command line as one file whose parts are read as code only when they are asked for.
 *
 * esbuild splits it by its dynamic imports; the part that starts is code, all others stand in a comment behind
 * it: passing over a comment costs next to nothing. So `list` does not pay for the exporter.
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

/** commander asks Node for what starts processes, and so for all of its network, which this program only needs for `--engine tshark`. */
const withoutProcesses = {
  name: "without-processes",
  setup(build) {
    const asked = "const childProcess = require('node:child_process');";
    build.onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes(asked)) throw new Error(`${path} does not say: ${asked}`);
      return { contents: text.replace(asked, "const childProcess = undefined;"), loader: "js" };
    });
  },
};

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
    .replaceAll(/[^\0-\x7f]/g, escaped)
    .trim();
}

/** esbuild leaves the letters of regular expressions as they are. */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
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

/** Behind the parts. */
const COMMENT_TAIL = "*/\n";
/** Stands for the end of a comment within a part. */
const COMMENT_END = "*\u0001/";

/**
 * The start of the file finds a part by name in the comment at its end, and reads it as code the first time it is required.
 * Everything is ASCII, so that the file is read and kept octet by octet.
 */
function loader(parts) {
  let at = parts.reduce((sum, [, code]) => sum + code.length, 0);
  const places = parts.map(([name, code]) => {
    const place = [at, code.length];
    at -= code.length;
    return `${JSON.stringify(name)}:[${place.join(",")}]`;
  });
  return `const parts={${places.join(",")}},read={},ask=require,{compileFunction}=require("node:vm");let file;
require=Object.assign(name=>{const part=parts[name];if(part===undefined)return ask(name);if(read[name]!==undefined)return read[name].exports;
file??=require("node:fs").readFileSync(__filename,"latin1");const start=file.length-${COMMENT_TAIL.length}-part[0],code=file.slice(start,start+part[1]).replaceAll(${JSON.stringify(COMMENT_END)},"*/");
const made=read[name]={exports:{}};compileFunction(code,["require","module","exports"],{filename:__filename+"/"+name})(require,made,made.exports);return made.exports},{main:ask.main});`;
}

/** Builds the command line into `options.outfile`; gives esbuild's result. */
export async function buildCommandLine({ outfile, banner, plugins, ...options }) {
  const result = await esbuild.build({
    ...options,
    plugins: [...plugins, pastPipeline, withoutProcesses, tablesAsText],
    outdir: dirname(outfile),
    charset: "ascii",
    format: "esm",
    splitting: true,
    write: false,
  });
  const start = basename(options.entryPoints[0], ".ts");
  const parts = result.outputFiles.map(({ path, text }) => [`./${basename(path)}`, asFunctionBody(text)]);
  const [, code] = parts.find(([name]) => name === `./${start}.js`);
  const others = parts.filter(([name]) => name !== `./${start}.js`).sort(([a], [b]) => (a < b ? -1 : 1));
  mkdirSync(dirname(outfile), { recursive: true });
  const kept = others.map(([name, text]) => [name, text.replaceAll("*/", COMMENT_END)]);
  const behind = kept.map(([, text]) => text).join("");
  writeFileSync(outfile, `${banner.js}\n${loader(kept)}\n${code}\n/*${behind}${COMMENT_TAIL}`);
  return result;
}
