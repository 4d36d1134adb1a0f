// The list of a capture with some thousand interleaved connections, beside what others take for the same file: CPU
// time from the start of a process to its end, in pairs; its memory; and a conversation drawn from the index. Programs
// that are not installed are skipped. `MEGABYTES=1000 npm run bench -- capture` measures at a gigabyte.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeCapture } from "../large-capture.mjs";
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

const MEGABYTES = Number(process.env.MEGABYTES ?? 100);
const FIELDS = ["frame.number", "tcp.stream", "tcp.seq", "tcp.ack", "tcp.analysis.retransmission"];
const cli = join(root, "dist/packet-ladder.cjs");

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
try {
  // One after the other: a gigabyte each.
  await measure("pcap", 2);
  await measure("pcapng", 2.5);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(format, tcpdumpBar) {
  const capture = join(folder, `large.${format}`);
  const frames = writeLargeCapture(capture, MEGABYTES * 1e6);
  console.log(`  ${format}, ${MEGABYTES} MB, ${frames} packets`);
  const list = ["node", cli, "list", capture];
  const fields = FIELDS.flatMap((field) => ["-e", field]);
  const tsharkBar = MEGABYTES >= 1000 ? 1 / 30 : 1 / 12;
  const peers = [
    ["list --no-analysis", [...list, "--no-analysis"], 1.5, 5],
    ["tcpdump -r F -w /dev/null", ["tcpdump", "-r", capture, "-w", "/dev/null"], tcpdumpBar, 5],
    ["tcptrace -n", ["tcptrace", "-n", capture], 0.7, 3],
    ["tshark -T fields", ["tshark", "-n", "-r", capture, "-T", "fields", ...fields], tsharkBar, 1],
  ];
  for (const [name, command, bar, rounds] of peers) {
    if (spawnSync("which", [command[0]]).status !== 0) {
      console.log(`  ${name}: not installed, skipped`);
      continue;
    }
    await measurePair(
      { name: "CPU of list", time: () => processorTime(...list) },
      { name: `${name} (ratio at most ${bar.toFixed(2)})`, time: () => processorTime(...command) },
      { rounds },
    );
  }
  console.log(`  memory at most ${peakMemory(capture).toFixed(0)} MiB   (at 1 GB at most 200)`);
  await measureGrowth(format, list);
  await drawFromIndex(capture);
  rmSync(capture);
}

async function measureGrowth(format, list) {
  const small = join(folder, `small.${format}`);
  writeLargeCapture(small, MEGABYTES * 1e5);
  await measurePair(
    { name: "CPU of list", time: () => processorTime(...list) },
    { name: "of a tenth (ratio at most 11)", time: () => processorTime("node", cli, "list", small) },
    { rounds: 3 },
  );
  rmSync(small);
}

/**
 * The conversation with the most frames, up to its trace, once the index is there: its frames are read, taken apart
 * and judged; endpoints, marks, reasons and verdict are in it. The first time is what a person waits for.
 */
async function drawFromIndex(capture) {
  const { indexCapture, openCaptureFile, readCapture } = await loadSource(`
    export { indexCapture } from "./src/capture/index-capture";
    export { openCaptureFile } from "./src/node/capture-file";
    export { readCapture } from "./src/read/read-capture";`);
  const source = openCaptureFile(capture);
  const index = await indexCapture(source);
  const { frames } = index.conversations;
  const counts = Array.from(
    { length: index.conversations.count },
    (_, n) => frames[2 * n] + frames[2 * n + 1],
  );
  const most = counts.reduce((best, count, number) => (count > counts[best] ? number : best), 0);
  const options = { endpoints: [], names: new Map(), lifelines: "port" };
  const conversation = { kind: "number", number: most };
  // Where it says so, time on the processor of the one thread that reads: the clock of a busy machine tells of others.
  for (let round = 1; round <= 8; round += 1) {
    const [start, startOnCpu] = [performance.now(), mainThreadTime()];
    const { trace } = await readCapture(source, index, { ...options, conversation });
    const took = (performance.now() - start).toFixed(0);
    const onCpu = (mainThreadTime() - startOnCpu).toFixed(0);
    const known = onCpu === "NaN" ? "" : ` (${onCpu} on the processor)`;
    console.log(
      `  a conversation of ${trace.events.length} packets from the index, read, taken apart and judged, ` +
        `time ${round}: ${took} ms${known}   (2,000 in at most 50 ms)`,
    );
  }
}

/** Milliseconds this process's first thread was on a processor; NaN where the system is not Linux. */
function mainThreadTime() {
  try {
    const path = `/proc/self/task/${process.pid}/schedstat`;
    return Number(readFileSync(path, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** CPU time of a whole process and its children, user and system, in milliseconds. */
function processorTime(...command) {
  const script = "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null";
  const { status, stderr } = spawnSync("bash", ["-c", script, "bench", ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command[0]} ended with exit code ${status}`);
  const [user, system] = stderr.trim().split(" ").map(Number);
  return (user + system) * 1000;
}

/** The most memory a list takes, in MiB, as the process itself sees it. */
function peakMemory(capture) {
  const script = `const { run } = require(process.argv[1]);
    run(["list", process.argv[2]]).then(() => console.error(process.resourceUsage().maxRSS));`;
  const { stderr } = spawnSync("node", ["-e", script, cli, capture], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  return Number(stderr) / 1024;
}
