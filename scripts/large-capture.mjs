import { closeSync, openSync, writeSync } from "node:fs";

const FRAMES_PER_WRITE = 2000;
const OPEN_CONNECTIONS = 600;
const HEADERS = 54;

/** Writes a pcap of some thousand interleaved connections, of at least so many octets. */
export function writeLargeCapture(path, size) {
  const sequences = new Map();
  const file = openSync(path, "w");
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x0004_0002, 4);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20); // link type Ethernet
  let written = writeSync(file, header);
  let random = 1;
  for (let number = 0; written < size; number += FRAMES_PER_WRITE) {
    const records = Array.from({ length: FRAMES_PER_WRITE }, (_, index) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return record(sequences, number + index, random >>> 8);
    });
    written += writeSync(file, Buffer.concat(records));
  }
  closeSync(file);
}

/** The same on every machine; `sequences` has the next numbers of both ends, by connection. Every 30,000 frames other connections take over. */
function record(sequences, number, random) {
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
