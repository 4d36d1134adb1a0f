/** Gives the octets of a pcap file (Ethernet, IPv4, TCP): a handshake, data in turns, and a close. */
export function conversationCapture(packetCount) {
  const numbers = { client: 1000, server: 5000 };
  const frames = Array.from({ length: packetCount }, (_, index) => segment(index, packetCount, numbers));
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(1, 20); // link type Ethernet
  return Buffer.concat([header, ...frames.map(record)]);
}

const FIN = 1;
const SYN = 2;
const PSH = 8;
const ACK = 16;

function segment(index, count, numbers) {
  const side = index % 2 === 0 ? "client" : "server";
  const other = side === "client" ? "server" : "client";
  const { control, length } = content(index, count);
  const flags = control | (index === 0 ? 0 : ACK) | (length > 0 ? PSH : 0);
  const octets = tcp(side, numbers[side], index === 0 ? 0 : numbers[other], flags, "x".repeat(length));
  numbers[side] += length + (control === 0 ? 0 : 1);
  return ethernet(ipv4(side, octets));
}

/** The first two segments open, two before the last close; the third and the last are bare acknowledgments. */
function content(index, count) {
  if (index < 2) return { control: SYN, length: 0 };
  if (index === 2 || index === count - 1) return { control: 0, length: 0 };
  if (index >= count - 3) return { control: FIN, length: 0 };
  return { control: 0, length: 1 + ((index * 37) % 600) };
}

function tcp(side, sequence, acknowledgment, flags, payload) {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(side === "client" ? 50000 : 7, 0);
  header.writeUInt16BE(side === "client" ? 7 : 50000, 2);
  header.writeUInt32BE(sequence, 4);
  header.writeUInt32BE(acknowledgment, 8);
  header.writeUInt16BE((5 << 12) | flags, 12);
  header.writeUInt16BE(64240, 14);
  return Buffer.concat([header, Buffer.from(payload)]);
}

function ipv4(side, payload) {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header[8] = 64;
  header[9] = 6;
  const addresses = [Buffer.from([192, 0, 2, 1]), Buffer.from([192, 0, 2, 2])];
  if (side === "server") addresses.reverse();
  Buffer.concat(addresses).copy(header, 12);
  return Buffer.concat([header, payload]);
}

function ethernet(payload) {
  const header = Buffer.alloc(14);
  header.writeUInt16BE(0x0800, 12);
  return Buffer.concat([header, payload]);
}

function record(frame, index) {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_700_000_000 + Math.floor(index / 100), 0);
  header.writeUInt32LE((index % 100) * 10_000, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}
