// The list of a capture with some thousand interleaved connections, beside what others take for the same file:
// CPU time from the start of a process to its end, in pairs. Programs that are not installed are skipped.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeCapture } from "../large-capture.mjs";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

/** In octets; `MEGABYTES=1000 npm run bench -- capture` measures at a gigabyte. */
const SIZE = Number(process.env.MEGABYTES ?? 100) * 1e6;

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = join(folder, "large.pcap");
writeLargeCapture(capture, SIZE);

/** CPU time of a whole process and its children, user and system, in milliseconds. */
function processorTime(...command) {
  const script = "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null";
  const { status, stderr } = spawnSync("bash", ["-c", script, "bench", ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command[0]} ended with exit code ${status}`);
  const [user, system] = stderr.trim().split(" ").map(Number);
  return (user + system) * 1000;
}

function isInstalled(program) {
  return spawnSync("which", [program]).status === 0;
}

const list = ["node", join(root, "dist/packet-ladder.cjs"), "list", capture];
const peers = [
  ["node that does nothing", ["node", "-e", "0"], 7],
  ["tcpdump -r F -w /dev/null (bar at 1 GB: 2.0)", ["tcpdump", "-r", capture, "-w", "/dev/null"], 7],
  ["tcptrace -n (bar: 0.7)", ["tcptrace", "-n", capture], 5],
];
for (const [name, command, rounds] of peers) {
  if (!isInstalled(command[0])) {
    console.log(`  ${name}: not installed, skipped`);
    continue;
  }
  await measurePair(
    { name: `CPU of list, ${SIZE / 1e6} MB`, time: () => processorTime(...list) },
    { name, time: () => processorTime(...command) },
    { budget: 400, rounds },
  );
}
rmSync(folder, { recursive: true });
