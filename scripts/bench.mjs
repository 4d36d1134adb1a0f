/**
 * npm run bench [-- NAME …]: runs the measurements in scripts/bench, or those whose name is given.
 *
 * Each compares our work with a neighbour's on the same machine in the same minute: the ratio says
 * more than the time, which changes with the machine and with what else it does.
 */
import { readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { pathToFileURL } from "node:url";
import { assertNode, buildIfChanged, installPackages, root, runScript } from "./repository.mjs";

await runScript(async () => {
  assertNode();
  installPackages();
  buildIfChanged();
  const folder = join(root, "scripts/bench");
  const wanted = process.argv.slice(2);
  const files = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
  for (const file of files.sort()) {
    if (wanted.length > 0 && !wanted.includes(parse(file).name)) continue;
    console.log(`\n${parse(file).name}`);
    await import(pathToFileURL(join(folder, file)).href);
  }
});
