// Runs the laws (fast-check) again and again, each round with a seed of its
// own: `npm run laws -- 10 test/scene` is ten rounds of those under test/scene.
// A third number is how many inputs the laws try that are as long as one likes
// (LAW_RUNS): `npm run laws -- 1 test/capture/mutated-captures.test.ts 10000`.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const [rounds = "5", under = "test", runs] = process.argv.slice(2);
const isFile = statSync(join(root, under)).isFile();
const found = isFile
  ? [under]
  : readdirSync(join(root, under), { recursive: true }).map((name) => join(under, String(name)));
const files = found.filter(
  (name) => name.endsWith(".test.ts") && readFileSync(join(root, name), "utf8").includes("fast-check"),
);

let failed = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`round ${round + 1} of ${rounds}: LAW_SEED=${seed}`);
  const patience = runs === undefined ? [] : ["--testTimeout=0"];
  const run = spawnSync("npx", ["vitest", "run", "--reporter=dot", ...patience, ...files], {
    cwd: root,
    env: { ...process.env, LAW_SEED: String(seed), ...(runs === undefined ? {} : { LAW_RUNS: runs }) },
    stdio: "inherit",
  });
  if (run.status !== 0) failed += 1;
}
console.log(`${failed} of ${rounds} rounds failed`);
process.exitCode = failed === 0 ? 0 : 1;
