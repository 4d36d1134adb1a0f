/**
 * npm start [-- FILE …]: builds the plugin and the command line, and draws into demo-vault/.
 *
 * Without arguments the samples of this repository, with arguments copies of those files. What is in
 * the vault already stays: notes keep their text, drawings the edits made in them. DEMO_VAULT names
 * another folder for the vault.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join, parse, relative, resolve } from "node:path";
import { assertNode, buildIfChanged, installPackages, root, runScript, Stop } from "./repository.mjs";

const commandLine = join(root, "dist/packet-ladder.cjs");
const vault = resolve(process.env.DEMO_VAULT ?? join(root, "demo-vault"));
const pluginFolder = join(vault, ".obsidian/plugins/packet-ladder");
const pluginFiles = ["main.js", "manifest.json", "styles.css"];

/** Settings that a new vault starts with: our plugin on, captures listed among the files. */
const vaultSettings = {
  "community-plugins.json": ["packet-ladder"],
  "app.json": { showUnsupportedFiles: true },
};

await runScript(async () => {
  assertNode();
  const own = process.argv.slice(2).map(givenPath);
  installPackages();
  buildIfChanged();
  const hadObsidian = existsSync(join(vault, ".obsidian"));
  installPlugin();
  const inputs = (own.length > 0 ? own : sampleFiles()).map(copyIntoVault);
  await drawAll(inputs);
  const path = relative(process.cwd(), vault) || ".";
  console.log(
    hadObsidian
      ? `\nThe vault is ${path}`
      : `\nOpen ${path} as a vault in Obsidian, or its .svg files anywhere.`,
  );
});

/** npm runs scripts at the repository's root, and says where the person was. */
function givenPath(name) {
  const path = resolve(process.env.INIT_CWD ?? ".", name);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Stop(`${name}: no such file`);
  return path;
}

/** Puts the built plugin into the vault; settings are only written where there are none. */
function installPlugin() {
  mkdirSync(pluginFolder, { recursive: true });
  for (const file of pluginFiles) copyFileSync(join(root, file), join(pluginFolder, file));
  for (const [file, value] of Object.entries(vaultSettings)) {
    const path = join(vault, ".obsidian", file);
    if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
  }
}

function sampleFiles() {
  return ["captures", "notes"].flatMap((folder) =>
    readdirSync(join(root, "samples", folder))
      .filter((name) => name !== "README.md" && !name.startsWith("."))
      .sort()
      .map((name) => join(root, "samples", folder, name)),
  );
}

/**
 * Gives the path of the file's copy in the vault.
 *
 * A sample that is there already stays, edited or not. Another file of the same name is never
 * overwritten by a person's own: the copy gets a number.
 */
function copyIntoVault(file) {
  const { name, ext } = parse(file);
  const isSample = !relative(join(root, "samples"), file).startsWith("..");
  for (let number = 1; ; number += 1) {
    const path = join(vault, number === 1 ? `${name}${ext}` : `${name} ${number}${ext}`);
    if (!existsSync(path)) {
      copyFileSync(file, path);
      return path;
    }
    if (isSample || readFileSync(path).equals(readFileSync(file))) return path;
  }
}

/** Draws in this process: starting one for each file would take most of the time. */
async function drawAll(inputs) {
  const { run } = createRequire(import.meta.url)(commandLine);
  let worst = 0;
  for (const input of inputs.map((path) => relative(process.cwd(), path))) {
    console.log(`\n${basename(input)}`);
    const drawn = await printedBy(() => run(["draw", input]));
    process.stdout.write(drawn.text);
    worst = Math.max(worst, drawn.result);
    if (drawn.result === 0) printOthers(drawn.text, await printedBy(() => run(["list", "--json", input])));
  }
  if (worst !== 0) throw new Stop("\nNot everything could be drawn; see above.");
}

/** A capture may hold more conversations than the one that is drawn. */
function printOthers(drawn, listed) {
  for (const { number, verdict } of JSON.parse(listed.text)) {
    if (!drawn.includes(verdict)) console.log(`conversation ${number}: ${verdict} (not drawn)`);
  }
}

/** Gives the result of some work and what it printed meanwhile. */
async function printedBy(work) {
  const { write } = process.stdout;
  let text = "";
  process.stdout.write = (piece, done) => {
    text += piece;
    done?.();
    return true;
  };
  try {
    const result = await work();
    return { result, text };
  } finally {
    process.stdout.write = write;
  }
}
