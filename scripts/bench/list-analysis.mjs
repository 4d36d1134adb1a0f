// The list of 5,000 connections, every fourth with a segment sent twice, with its analysis and without.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conversationCapture } from "../conversation-capture.mjs";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

const CONNECTIONS = 5000;
const PACKETS = 60;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Where the addresses stand in a record; the first octets of both tell connections apart. */
const ADDRESSES = [RECORD_HEADER + 14 + 12, RECORD_HEADER + 14 + 16];

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = join(folder, "connections.pcap");
const whole = conversationCapture(PACKETS);
const connections = Array.from({ length: CONNECTIONS }, (_, number) => connection(number));
writeFileSync(capture, Buffer.concat([whole.subarray(0, FILE_HEADER), ...connections]));

await measurePair(
  { name: "list", run: () => list() },
  { name: "list --no-analysis", run: () => list("--no-analysis") },
  { rounds: 7 },
);
rmSync(folder, { recursive: true });

function list(...flags) {
  const args = [join(root, "dist/packet-ladder.cjs"), "list", capture, ...flags];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
}

function connection(number) {
  const records = [...recordsOf(Buffer.from(whole.subarray(FILE_HEADER)))];
  for (const record of records) for (const at of ADDRESSES) record.writeUInt16BE(0x0a00 + number, at);
  return Buffer.concat(number % 4 === 0 ? records.toSpliced(9, 0, records[8]) : records);
}

function* recordsOf(octets) {
  for (let at = 0; at < octets.length; ) {
    const length = RECORD_HEADER + octets.readUInt32LE(at + 8);
    yield octets.subarray(at, at + length);
    at += length;
  }
}
