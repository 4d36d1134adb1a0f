import { createCipheriv, createHmac } from "node:crypto";
import { bigEndian } from "../../support/packet-builder";

/** Gives a TLS Client Hello, its handshake header included. */
export function clientHello(serverName: string, protocols: readonly string[]): number[] {
  const text = (words: string): number[] => [...new TextEncoder().encode(words)];
  const name = text(serverName);
  const list = protocols.flatMap((protocol) => [protocol.length, ...text(protocol)]);
  const extensions = [
    ...bigEndian([0, 2], [name.length + 5, 2], [name.length + 3, 2], [0, 1], [name.length, 2]),
    ...name,
    ...bigEndian([16, 2], [list.length + 2, 2], [list.length, 2]),
    ...list,
  ];
  const random = Array.from({ length: 32 }, (_, i) => i);
  const fixed = [3, 3, ...random, 0, 0, 2, 0x13, 1, 1, 0];
  const body = [...fixed, ...bigEndian([extensions.length, 2]), ...extensions];
  return [1, ...bigEndian([body.length, 3]), ...body];
}

/** Gives octets as a TLS record. */
export function tlsRecord(type: number, body: readonly number[]): number[] {
  return [type, 3, 3, ...bigEndian([body.length, 2]), ...body];
}

/** A version of QUIC, and the salt of its first keys. */
interface QuicVersion {
  readonly version: number;
  readonly salt: string;
}

const version1: QuicVersion = { version: 1, salt: "38762cf7f55934b34d179ae6a4c80cadccbb7f0a" };

/** Gives a client's QUIC Initial (RFC 9001 §5) with a part of a hello, protected by Node's own functions: nothing of it is ours. */
export function quicInitial(
  hello: readonly number[],
  from = 0,
  to = hello.length,
  { version, salt: digits }: QuicVersion = version1,
): Uint8Array {
  const destination = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 8];
  const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac("sha256", key).update(data).digest();
  const expand = (secret: Uint8Array, words: string, length: number): Buffer => {
    const label = Buffer.from(`tls13 ${words}`);
    return hmac(secret, Buffer.from([0, length, label.length, ...label, 0, 1])).subarray(0, length);
  };
  const salt = Buffer.from(digits, "hex");
  const secret = expand(hmac(salt, Uint8Array.from(destination)), "client in", 32);
  const part = hello.slice(from, to);
  const crypto = [6, ...bigEndian([0x4000 + from, 2], [0x4000 + part.length, 2]), ...part];
  const payload = [...crypto, ...Array.from({ length: 1100 - crypto.length }, () => 0)];
  const length = 2 + payload.length + 16;
  const header = [
    0xc1,
    ...bigEndian([version, 4]),
    8,
    ...destination,
    0,
    0,
    ...bigEndian([0x4000 + length, 2]),
    0,
    2,
  ];
  const nonce = expand(secret, "quic iv", 12);
  nonce[11] = (nonce[11] ?? 0) ^ 2;
  const gcm = createCipheriv("aes-128-gcm", expand(secret, "quic key", 16), nonce);
  gcm.setAAD(Uint8Array.from(header));
  const sealed = [...gcm.update(Uint8Array.from(payload)), ...gcm.final(), ...gcm.getAuthTag()];
  const ecb = createCipheriv("aes-128-ecb", expand(secret, "quic hp", 16), null);
  const mask = ecb.update(Uint8Array.from(sealed.slice(2, 18)));
  const packet = Uint8Array.from([...header, ...sealed]);
  packet[0] = (packet[0] ?? 0) ^ ((mask[0] ?? 0) & 15);
  const number = header.length - 2;
  for (let i = 0; i < 2; i += 1) packet[number + i] = (packet[number + i] ?? 0) ^ (mask[1 + i] ?? 0);
  return packet;
}
