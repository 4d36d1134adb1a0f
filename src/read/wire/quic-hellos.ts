import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";

const CRYPTO = 6;
const ACK = 2;
const CLIENT_HELLO = 1;
/** Octets of a handshake message's type and length. */
const HEADER_LENGTH = 4;
/** A Client Hello that is longer is none that anybody sends. */
const LONGEST_HELLO = 8192;
/** Connections whose hello is not whole yet; the oldest is given up. */
const MOST_CONNECTIONS = 256;

/** Octets of a handshake, as far as they have come. */
interface Handshake {
  readonly octets: Uint8Array;
  /** 1 for each octet that has come. */
  readonly hasCome: Uint8Array;
}

/** Puts Client Hellos together from the CRYPTO frames of one or more Initial packets (RFC 9000 §7.5). */
export class QuicHellos {
  readonly #handshakes = new Map<string, Handshake>();

  /** Gives the body of the Client Hello that the frames of a packet complete. */
  next(connection: Uint8Array, frames: Uint8Array): Uint8Array | undefined {
    const key = connection.join(" ");
    const handshake = this.#handshakes.get(key) ?? {
      octets: new Uint8Array(LONGEST_HELLO),
      hasCome: new Uint8Array(LONGEST_HELLO),
    };
    if (!takeFrames(frames, handshake)) return undefined;
    const { octets, hasCome } = handshake;
    const end = HEADER_LENGTH + loadBig16(octets, 2);
    const isWhole = hasCome.indexOf(0) >= end;
    if (!isWhole) this.#keep(key, handshake);
    else this.#handshakes.delete(key);
    const isHello = octets[0] === CLIENT_HELLO && octets[1] === 0;
    return isWhole && isHello ? octets.subarray(HEADER_LENGTH, end) : undefined;
  }

  #keep(key: string, handshake: Handshake): void {
    this.#handshakes.set(key, handshake);
    for (const oldest of this.#handshakes.keys()) {
      if (this.#handshakes.size <= MOST_CONNECTIONS) break;
      this.#handshakes.delete(oldest);
    }
  }
}

/** Takes what CRYPTO frames hold, in whatever order they stand; gives whether there was any. */
function takeFrames(frames: Uint8Array, { octets, hasCome }: Handshake): boolean {
  let hasTaken = false;
  for (let at = 0; at < frames.length; ) {
    const type = loadUint8(frames, at);
    at += 1;
    if (type === CRYPTO) {
      const offset = readVariable(frames, at);
      const length = readVariable(frames, offset.next);
      at = length.next + length.value;
      const part = frames.subarray(length.next, at);
      // What was not protected by the client's keys looks like anything.
      if (at > frames.length || offset.value + part.length > octets.length) return false;
      octets.set(part, offset.value);
      hasCome.fill(1, offset.value, offset.value + part.length);
      hasTaken = true;
    } else if (type === ACK) at = behindAck(frames, at);
    else if (type > 1) break;
  }
  return hasTaken;
}

function behindAck(payload: Uint8Array, from: number): number {
  const largest = readVariable(payload, from);
  const delay = readVariable(payload, largest.next);
  const count = readVariable(payload, delay.next);
  let next = readVariable(payload, count.next).next;
  for (let i = 0; i < Math.min(count.value, 256) * 2; i += 1) next = readVariable(payload, next).next;
  return next;
}

/** Gives a variable-length integer (RFC 9000 §16) and where it ends. */
export function readVariable(
  octets: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } {
  const first = loadUint8(octets, at);
  if (first < 0x40) return { value: first, next: at + 1 };
  if (first < 0x80) return { value: loadBig16(octets, at) & 0x3fff, next: at + 2 };
  if (first < 0xc0) return { value: loadBig32(octets, at) & 0x3fffffff, next: at + 4 };
  return { value: (loadBig32(octets, at) & 0x3fffffff) * 2 ** 32 + loadBig32(octets, at + 4), next: at + 8 };
}
