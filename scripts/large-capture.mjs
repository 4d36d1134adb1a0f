import { closeSync, openSync, writeSync } from "node:fs";

const FRAMES_PER_WRITE = 2000;
const OPEN_CONNECTIONS = 600;
const HEADERS = 54;
/** Of so many segments one has the numbers of the next one of its end, too. */
const SENT_TWICE = 300;
/** Octets of a frame and its record, on average; and the frames of the one connection that lasts from start to end. */
const FRAME_OCTETS = 550;
const LONGEST = 2000;
const LONGEST_CONNECTION = -1;

/** What a file and a frame begin with; the frames are the same. */
const pcap = { head: pcapHead, record: (frame) => Buffer.concat([...pcapRecord(frame)]) };
const pcapng = { head: pcapngHead, record: (frame) => Buffer.concat([...enhancedPacket(frame)]) };

/**
 * Writes a capture of some thousand interleaved connections, of at least so many octets: a pcapng where the path ends
 * so, else a pcap. Every 300th segment or so is sent twice; one connection lasts from the first frame to the last and
 * has about 2,000. Gives how many frames it has.
 */
export function writeLargeCapture(path, size) {
  const { head, record } = path.endsWith(".pcapng") ? pcapng : pcap;
  const sequences = new Map();
  const file = openSync(path, "w");
  let written = writeSync(file, head());
  const stride = Math.max(10, Math.floor(size / FRAME_OCTETS / LONGEST));
  let random = 1;
  let number = 0;
  while (written < size) {
    const records = Array.from({ length: FRAMES_PER_WRITE }, (_, index) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return record(frameOf(sequences, number + index, random >>> 8, stride));
    });
    written += writeSync(file, Buffer.concat(records));
    number += FRAMES_PER_WRITE;
  }
  closeSync(file);
  return number;
}

function pcapHead() {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x0004_0002, 4);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20); // link type Ethernet
  return header;
}

function* pcapRecord({ octets, microseconds }) {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(microseconds / 1e6), 0);
  header.writeUInt32LE(microseconds % 1e6, 4);
  header.writeUInt32LE(octets.length, 8);
  header.writeUInt32LE(octets.length, 12);
  yield header;
  yield octets;
}

/** A section, and one Ethernet interface without options. */
function pcapngHead() {
  const words = [0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28, 1, 20, 1, 262_144, 20];
  return Buffer.from(new Uint32Array(words).buffer);
}

function* enhancedPacket({ octets, microseconds }) {
  const room = Math.ceil(octets.length / 4) * 4;
  const header = Buffer.alloc(28);
  header.writeUInt32LE(6, 0);
  header.writeUInt32LE(32 + room, 4);
  header.writeUInt32LE(Math.floor(microseconds / 2 ** 32), 12);
  header.writeUInt32LE(microseconds % 2 ** 32, 16);
  header.writeUInt32LE(octets.length, 20);
  header.writeUInt32LE(octets.length, 24);
  const end = Buffer.alloc(room - octets.length + 4);
  end.writeUInt32LE(32 + room, end.length - 4);
  yield header;
  yield octets;
  yield end;
}

/** The same on every machine; `sequences` has the next numbers of both ends, by connection. Every 30,000 frames other connections take over. */
function frameOf(sequences, number, random, stride) {
  // By what the choice of the connection leaves over: else a third of them would never send anything.
  const rest = Math.floor(random / OPEN_CONNECTIONS);
  const payload = rest % 3 === 0 ? 0 : 20 + (rest % 1400);
  const octets = Buffer.alloc(HEADERS + payload);
  octets.writeUInt16BE(0x0800, 12);
  octets.writeUInt8(0x45, 14);
  octets.writeUInt16BE(40 + payload, 16);
  octets.writeUInt8(6, 23);
  const connection =
    number % stride === 0
      ? LONGEST_CONNECTION
      : (random % OPEN_CONNECTIONS) + Math.floor(number / 30_000) * OPEN_CONNECTIONS;
  const client = { address: 0x0a00_0001 + connection, port: 1024 + (connection % 60_000) };
  const server = { address: 0x0a80_0001, port: 443 };
  const [from, to] = (random >>> 10) % 2 === 0 ? [client, server] : [server, client];
  octets.writeUInt32BE(from.address, 26);
  octets.writeUInt32BE(to.address, 30);
  octets.writeUInt16BE(from.port, 34);
  octets.writeUInt16BE(to.port, 36);
  const next = sequences.get(connection) ?? { client: 1, server: 1 };
  sequences.set(connection, next);
  const side = from === client ? "client" : "server";
  octets.writeUInt32BE(next[side], 38);
  octets.writeUInt32BE(next[side === "client" ? "server" : "client"], 42);
  if (number % SENT_TWICE !== 0) next[side] += payload;
  octets.writeUInt16BE(0x5010, 46);
  octets.writeUInt16BE(500, 48);
  return { octets, microseconds: 1_700_000_000e6 + number * 50 };
}
