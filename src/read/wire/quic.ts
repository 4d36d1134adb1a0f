import { loadBig32, loadUint8 } from "../../capture/load-integer";
import { encryptBlock, expandKey, inCounterMode } from "./aes128";
import type { ApplicationMessage } from "./packet";
import { defuse } from "./printable-text";
import { readVariable, type QuicHellos } from "./quic-hellos";
import type { Region } from "./region";
import { hmacSha256 } from "./sha256";
import { helloFields, helloWords, readHello } from "./tls-hello";

/** What a version of QUIC derives its first keys from (RFC 9001 §5.2, RFC 9369 §3.3). */
interface QuicVersion {
  readonly salt: string;
  readonly label: string;
  /** Packet types in the order of their numbers. */
  readonly types: readonly string[];
}

const versions: ReadonlyMap<number, QuicVersion> = new Map([
  [
    1,
    {
      salt: "38762cf7f55934b34d179ae6a4c80cadccbb7f0a",
      label: "quic",
      types: ["Initial", "0-RTT", "Handshake", "Retry"],
    },
  ],
  [
    0x6b3343cf,
    {
      salt: "0dede3def700a6db819381be6e269dcbf9bd2ed9",
      label: "quicv2",
      types: ["Retry", "Initial", "0-RTT", "Handshake"],
    },
  ],
]);

const SHORTEST = 7;
const LONGEST_CONNECTION_ID = 20;
const TAG_LENGTH = 16;
const CLIENT_HELLO = 1;

/** Reads a QUIC packet with a long header (RFC 9000 §17.2); of a client's Initial, what its Client Hello says. */
export function readQuic({ octets, start, end }: Region, hellos: QuicHellos): ApplicationMessage | undefined {
  const packet = octets.subarray(start, end);
  const first = loadUint8(packet, 0);
  if (packet.length < SHORTEST || (first & 0xc0) !== 0xc0) return undefined;
  const number = loadBig32(packet, 1);
  const version = versions.get(number);
  const destinationLength = loadUint8(packet, 5);
  const sourceLength = loadUint8(packet, 6 + destinationLength);
  if (
    version === undefined ||
    destinationLength > LONGEST_CONNECTION_ID ||
    sourceLength > LONGEST_CONNECTION_ID
  )
    return undefined;
  const type = version.types[(first >> 4) & 3] ?? "";
  const payload = type === "Initial" ? clientPayload(packet, version) : undefined;
  const hello = payload === undefined ? undefined : hellos.next(connectionOf(packet), payload);
  const found = hello === undefined ? undefined : readHello(hello, CLIENT_HELLO);
  const words = found === undefined ? "" : `, Client Hello${helloWords(found)}`;
  return {
    protocol: "quic",
    name: "QUIC",
    summary: defuse(`${type}${words}`),
    fields: {
      "quic.version": [number],
      "quic.long.packet_type": [(first >> 4) & 3],
      ...(found === undefined ? {} : { "tls.handshake.type": [CLIENT_HELLO], ...helloFields(found) }),
    },
  };
}

/** The client's name of the connection, which its first packets are protected by. */
function connectionOf(packet: Uint8Array): Uint8Array {
  return packet.subarray(6, 6 + loadUint8(packet, 5));
}

/** Gives the frames in an Initial packet as a client protects them; of a server's, octets that are none. */
function clientPayload(packet: Uint8Array, version: QuicVersion): Uint8Array | undefined {
  const destinationLength = loadUint8(packet, 5);
  const token = readVariable(packet, 7 + destinationLength + loadUint8(packet, 6 + destinationLength));
  const length = readVariable(packet, token.next + token.value);
  if (length.next + length.value > packet.length || length.value < 4 + TAG_LENGTH) return undefined;
  const keys = clientKeys(connectionOf(packet), version);
  const sample = packet.subarray(length.next + 4, length.next + 4 + 16);
  const mask = encryptBlock(expandKey(keys.header), sample);
  const numberLength = ((loadUint8(packet, 0) ^ (loadUint8(mask, 0) & 15)) & 3) + 1;
  const nonce = keys.nonce.slice();
  for (let i = 0; i < numberLength; i += 1) {
    const octet = loadUint8(packet, length.next + i) ^ loadUint8(mask, 1 + i);
    nonce[12 - numberLength + i] = (nonce[12 - numberLength + i] ?? 0) ^ octet;
  }
  const protectedPart = packet.subarray(length.next + numberLength, length.next + length.value - TAG_LENGTH);
  return inCounterMode(expandKey(keys.packet), nonce, protectedPart);
}

function clientKeys(
  destination: Uint8Array,
  { salt, label }: QuicVersion,
): { readonly packet: Uint8Array; readonly nonce: Uint8Array; readonly header: Uint8Array } {
  const saltOctets = Uint8Array.from(salt.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
  const secret = expanded(hmacSha256(saltOctets, destination), "client in", 32);
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
