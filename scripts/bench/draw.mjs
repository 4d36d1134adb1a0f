// From the start of the process to three files written, for a capture of 100 packets.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conversationCapture } from "../conversation-capture.mjs";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = join(folder, "hundred.pcap");
writeFileSync(capture, conversationCapture(100));

function run(...args) {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
}

let round = 0;
await measurePair(
  {
    name: "draw, 100 packets, first time",
    run: () =>
      run(join(root, "dist/packet-ladder.cjs"), "draw", capture, "--out-dir", join(folder, String(round++))),
  },
  { name: "node that does nothing", run: () => run("-e", "0") },
  { budget: 500 },
);
rmSync(folder, { recursive: true });
