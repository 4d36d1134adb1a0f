import { loadBig32, loadUint8 } from "../../capture/load-integer";
import { encryptBlock, expandKey, inCounterMode } from "./aes128";
import type { ApplicationMessage, MessageFields } from "./packet";
import { defuse } from "./printable-text";
import { readVariable, type QuicHellos } from "./quic-hellos";
import type { Region } from "./region";
import { hmacSha256 } from "./sha256";
import { helloFields, helloWords, readHello, type TlsHello } from "./tls-hello";

const VERSION_2 = 0x6b3343cf;

/** Salts that the first keys are derived with, and the versions that do (RFC 9001 §5.2, RFC 9369 §3.3, drafts, mvfst). */
const salts: readonly (readonly [
  salt: string,
  ...versions: readonly (readonly [first: number, last: number])[],
])[] = [
  ["38762cf7f55934b34d179ae6a4c80cadccbb7f0a", [1, 1], [0xff000021, 0xff000022]],
  ["0dede3def700a6db819381be6e269dcbf9bd2ed9", [VERSION_2, VERSION_2]],
  ["afbfec289993d24c9e9786f19c6111e04390a899", [0xff00001d, 0xff000020]],
  ["c3eef712c72ebb5a11a7d2432bb46365bef9f502", [0xff000017, 0xff00001c], [0xfaceb002, 0xfaceb00f]],
  ["7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a", [0xff000015, 0xff000016], [0xfaceb001, 0xfaceb001]],
];

/** Gives the salt of a version; of one that only makes servers negotiate (RFC 9000 §15), that of draft 29, as in Wireshark. */
function saltOf(version: number): string | undefined {
  const known = (version & 0x0f0f0f0f) === 0x0a0a0a0a ? 0xff00001d : version;
  return salts.find(([, ...ranges]) => ranges.some(([first, last]) => known >= first && known <= last))?.[0];
}

/** Packet types by their numbers, which version 2 has in another order. */
const types = ["Initial", "0-RTT", "Handshake", "Retry", "Initial", "0-RTT", "Handshake"] as const;

const PROTECTED = "Protected Payload";
const SHORTEST = 7;
const LONGEST_CONNECTION_ID = 20;
const TAG_LENGTH = 16;
const CLIENT_HELLO = 1;

/** A packet with a long header (RFC 9000 §17.2), as far as it is not protected. */
interface LongPacket {
  readonly octets: Uint8Array;
  readonly version: number;
  readonly salt: string;
  readonly name: string;
  /** Position behind the connection's two names. */
  readonly at: number;
}

/** Reads the QUIC packets with long headers that a datagram begins with; of a client's Initial, what its Client Hello says. */
export function readQuic({ octets, start, end }: Region, hellos: QuicHellos): ApplicationMessage | undefined {
  const words: string[] = [];
  const fields: Record<string, (string | number | boolean)[]> = {};
  for (let at = start; at < end; ) {
    const packet = longPacket(octets.subarray(at, end));
    if (packet === undefined) {
      // Behind a handshake may follow what is protected by its keys (RFC 9000 §12.2).
      if (words.length > 0 && loadUint8(octets, at) >> 6 === 1) words.push(PROTECTED);
      break;
    }
    const hello = helloIn(packet, hellos);
    words.push(hello === undefined ? packet.name : `${packet.name}, Client Hello${helloWords(hello)}`);
    const told: MessageFields = {
      "quic.version": [packet.version],
      "quic.long.packet_type": [(loadUint8(packet.octets, 0) >> 4) & 3],
      ...(hello === undefined ? {} : { "tls.handshake.type": [CLIENT_HELLO], ...helloFields(hello) }),
    };
    for (const [name, values] of Object.entries(told)) (fields[name] ??= []).push(...values);
    at += bodyOf(packet).end;
  }
  if (words.length === 0) return readVersionNegotiation(octets.subarray(start, end));
  return quicMessage([...new Set(words)].join(", "), fields);
}

function quicMessage(summary: string, fields: MessageFields): ApplicationMessage {
  return { protocol: "quic", name: "QUIC", summary: defuse(summary), fields };
}

/** Gives a packet with a long header of a version whose keys are known. */
function longPacket(octets: Uint8Array): LongPacket | undefined {
  const first = loadUint8(octets, 0);
  const version = loadBig32(octets, 1);
  const salt = saltOf(version);
  const at = behindNames(octets);
  // The second bit may be anything (RFC 9287).
  if (first < 0x80 || salt === undefined || at < SHORTEST || at > octets.length) return undefined;
  return {
    octets,
    version,
    salt,
    name: types[((first >> 4) & 3) + (version === VERSION_2 ? 3 : 0)] ?? "",
    at,
  };
}

/** Gives where the names of a connection end; 0 where they are too long. */
function behindNames(octets: Uint8Array): number {
  const destination = loadUint8(octets, 5);
  const source = loadUint8(octets, 6 + destination);
  const isLong = destination > LONGEST_CONNECTION_ID || source > LONGEST_CONNECTION_ID;
  return isLong ? 0 : 7 + destination + source;
}

/** Reads which versions a server knows (RFC 9000 §17.2.1): the version of the packet is 0, and one of the list is known. */
function readVersionNegotiation(packet: Uint8Array): ApplicationMessage | undefined {
  const at = behindNames(packet);
  if (loadUint8(packet, 0) < 0x80 || loadBig32(packet, 1) !== 0 || at < SHORTEST) return undefined;
  for (let place = at; place + 4 <= packet.length; place += 4) {
    if (saltOf(loadBig32(packet, place)) !== undefined)
      return quicMessage("Version Negotiation", { "quic.version": [0] });
  }
  return undefined;
}

/** Gives where a packet's length says that it begins and ends; a Retry has none, and goes on to the end. */
function bodyOf({ octets, name, at }: LongPacket): { readonly start: number; readonly end: number } {
  if (name === "Retry") return { start: at, end: octets.length };
  const token = name === "Initial" ? readVariable(octets, at) : { value: 0, next: at };
  const length = readVariable(octets, token.next + token.value);
  return { start: length.next, end: length.next + length.value };
}

/** Gives the Client Hello that an Initial packet completes. */
function helloIn(packet: LongPacket, hellos: QuicHellos): TlsHello | undefined {
  if (packet.name !== "Initial") return undefined;
  const payload = clientPayload(packet);
  const hello = payload === undefined ? undefined : hellos.next(connectionOf(packet), payload);
  return hello === undefined ? undefined : readHello(hello, CLIENT_HELLO);
}

/** The client's name of the connection, which its first packets are protected by. */
function connectionOf({ octets }: LongPacket): Uint8Array {
  return octets.subarray(6, 6 + loadUint8(octets, 5));
}

/** Gives the frames in an Initial packet as a client protects them; of a server's, octets that are none. */
function clientPayload(packet: LongPacket): Uint8Array | undefined {
  const { octets } = packet;
  const { start, end } = bodyOf(packet);
  if (end > octets.length || end - start < 4 + TAG_LENGTH) return undefined;
  const keys = clientKeys(packet);
  const mask = encryptBlock(expandKey(keys.header), octets.subarray(start + 4, start + 4 + 16));
  const numberLength = ((loadUint8(octets, 0) ^ (loadUint8(mask, 0) & 15)) & 3) + 1;
  const nonce = keys.nonce.slice();
  for (let i = 0; i < numberLength; i += 1) {
    const octet = loadUint8(octets, start + i) ^ loadUint8(mask, 1 + i);
    nonce[12 - numberLength + i] = (nonce[12 - numberLength + i] ?? 0) ^ octet;
  }
  return inCounterMode(
    expandKey(keys.packet),
    nonce,
    octets.subarray(start + numberLength, end - TAG_LENGTH),
  );
}

function clientKeys(packet: LongPacket): {
  readonly packet: Uint8Array;
  readonly nonce: Uint8Array;
  readonly header: Uint8Array;
} {
  const label = packet.version === VERSION_2 ? "quicv2" : "quic";
  const salt = Uint8Array.from(packet.salt.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
  const secret = expanded(hmacSha256(salt, connectionOf(packet)), "client in", 32);
  return {
    packet: expanded(secret, `${label} key`, 16),
    nonce: expanded(secret, `${label} iv`, 12),
    header: expanded(secret, `${label} hp`, 16),
  };
}

/** HKDF-Expand-Label (RFC 8446 §7.1) for no more than one digest's length. */
function expanded(secret: Uint8Array, label: string, length: number): Uint8Array {
  const text = new TextEncoder().encode(`tls13 ${label}`);
  return hmacSha256(secret, Uint8Array.from([0, length, text.length, ...text, 0, 1])).subarray(0, length);
}
