/**
 * npm test: types, lint, format, layers, dead code, build, and every test.
 *
 * Installs what is missing. The last line is the count of the tests; a step that fails is named
 * before it and makes the exit code 1, but does not keep the others from running.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { provideChromium, provideTshark } from "./provide-programs.mjs";
import { assertNode, buildIfChanged, installPackages, root, runScript, Stop } from "./repository.mjs";

const report = join(root, ".cache/vitest.json");
const formatted = ["src", "test", "build", "scripts", "*.mjs", "*.ts", "*.cjs"];

/** Steps that only read the sources: two at a time, as many as the smallest machine has cores; the longest first. */
const checks = [
  ["lint", "eslint/bin/eslint.js", "--max-warnings", "0", "."],
  ["types", "typescript/bin/tsc", "-p", "tsconfig.core.json"],
  ["types of the plugin", "typescript/bin/tsc", "-p", "tsconfig.obsidian.json"],
  ["types of the command line", "typescript/bin/tsc", "-p", "tsconfig.node.json"],
  ["types of the tests", "typescript/bin/tsc", "-p", "tsconfig.test.json"],
  ["format", "prettier/bin/prettier.cjs", "--check", "--log-level", "warn", ...formatted],
  ["layers", "dependency-cruiser/bin/dependency-cruise.mjs", "src", "--config", ".dependency-cruiser.cjs"],
  ["dead code", "knip/bin/knip.js"],
  ["pictures of the documents", "../scripts/gallery.mjs", "--check"],
];

await runScript(async () => {
  assertNode();
  installPackages();
  const environment = { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true" };
  const chromium = provideChromium();
  if (chromium !== undefined) environment.CHROMIUM = chromium;
  provideTshark();
  const failed = await runChecks(environment);
  if (!timed("build", buildOrExplain)) failed.push("build");
  const counts = await runTests(environment);
  if (counts === undefined) failed.push("tests: no report");
  if (failed.length > 0) {
    console.log(`\nFailed: ${failed.join(", ")}`);
    process.exitCode = 1;
  }
  if (counts === undefined) return;
  if (counts.failed > 0) process.exitCode = 1;
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
});

/** Runs the checks in two lanes and gives the names of those that failed; output comes whole, step by step. */
async function runChecks(environment) {
  const waiting = [...checks];
  const failed = [];
  async function lane() {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const [name, tool, ...args] = check;
      const start = performance.now();
      const { status, output } = await runTool(tool, args, environment);
      console.log(step(name, start, status === 0) + (status === 0 ? "" : `\n${output}`));
      if (status !== 0) failed.push(name);
    }
  }
  await Promise.all([lane(), lane()]);
  return failed;
}

function runTool(tool, args, environment, stdio = "pipe") {
  const child = spawn(process.execPath, [join(root, "node_modules", tool), ...args], {
    cwd: root,
    env: environment,
    stdio: ["ignore", stdio, stdio],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece) => (output += piece));
  return new Promise((done) => child.on("close", (status) => done({ status, output })));
}

function buildOrExplain() {
  try {
    buildIfChanged();
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return false;
  }
}

function timed(name, work) {
  const start = performance.now();
  const isGood = work();
  console.log(step(name, start, isGood));
  return isGood;
}

/** Runs vitest and gives its counts; undefined where it did not come to its end. */
async function runTests(environment) {
  const start = performance.now();
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const args = [
    "run",
    "--update=none",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { status } = await runTool("vitest/vitest.mjs", args, environment, "inherit");
  console.log(step("tests", start, status === 0));
  return readCounts();
}

function readCounts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    // A file that cannot even be loaded has no tests to fail, so it counts as one.
    const broken = testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return undefined;
  }
}

function step(name, start, isGood) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  return `${isGood ? "ok    " : "FAILED"} ${name.padEnd(28)} ${seconds} s`;
}
