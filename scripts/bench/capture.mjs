// The list of a capture with some thousand interleaved connections, beside what others take for the same file:
// CPU time from the start of a process to its end, in pairs. Programs that are not installed are skipped.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

/** In octets; `MEGABYTES=1000 npm run bench -- capture` measures at a gigabyte. */
const SIZE = Number(process.env.MEGABYTES ?? 100) * 1e6;
const FRAMES_PER_WRITE = 2000;
const OPEN_CONNECTIONS = 600;
const HEADERS = 54;

/** Next sequence numbers of both ends, by connection. */
const sequences = new Map();

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = join(folder, "large.pcap");
writeCapture();

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

function writeCapture() {
  const file = openSync(capture, "w");
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x0004_0002, 4);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20); // link type Ethernet
  let written = writeSync(file, header);
  let random = 1;
  for (let number = 0; written < SIZE; number += FRAMES_PER_WRITE) {
    const records = Array.from({ length: FRAMES_PER_WRITE }, (_, index) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return record(number + index, random >>> 8);
    });
    written += writeSync(file, Buffer.concat(records));
  }
  closeSync(file);
}

/** The same on every machine; every 30,000 frames other connections take over. */
function record(number, random) {
  const payload = random % 3 === 0 ? 0 : 20 + (random % 1400);
  const octets = Buffer.alloc(16 + HEADERS + payload);
  octets.writeUInt32LE(1_700_000_000 + Math.floor(number / 1000), 0);
  octets.writeUInt32LE((number % 1000) * 1000, 4);
  octets.writeUInt32LE(HEADERS + payload, 8);
  octets.writeUInt32LE(HEADERS + payload, 12);
  octets.writeUInt16BE(0x0800, 28);
  octets.writeUInt8(0x45, 30);
  octets.writeUInt16BE(40 + payload, 32);
  octets.writeUInt8(6, 39);
  const connection = (random % OPEN_CONNECTIONS) + Math.floor(number / 30_000) * OPEN_CONNECTIONS;
  const client = { address: 0x0a00_0001 + connection, port: 1024 + (connection % 60_000) };
  const server = { address: 0x0a80_0001, port: 443 };
  const [from, to] = (random >>> 10) % 2 === 0 ? [client, server] : [server, client];
  octets.writeUInt32BE(from.address, 42);
  octets.writeUInt32BE(to.address, 46);
  octets.writeUInt16BE(from.port, 50);
  octets.writeUInt16BE(to.port, 52);
  const next = sequences.get(connection) ?? { client: 1, server: 1 };
  sequences.set(connection, next);
  const side = from === client ? "client" : "server";
  octets.writeUInt32BE(next[side], 54);
  octets.writeUInt32BE(next[side === "client" ? "server" : "client"], 58);
  next[side] += payload;
  octets.writeUInt16BE(0x5010, 62);
  octets.writeUInt16BE(500, 64);
  return octets;
}
