/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2). */
const constants = fractions(64, 1 / 3);
/** And of the square roots of the first eight. */
const initial = fractions(8, 1 / 2);
const BLOCK = 64;

function fractions(count: number, power: number): Uint32Array {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) {
      if (candidate % divisor === 0) isPrime = false;
    }
    if (isPrime) found.push((candidate ** power % 1) * 2 ** 32);
  }
  return Uint32Array.from(found);
}

/** Gives the SHA-256 digest (FIPS 180-4). */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, message.length * 8);
  const state = initial.slice();
  for (let at = 0; at < padded.length; at += BLOCK) compress(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setUint32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function compress(state: Uint32Array, view: DataView, at: number): void {
  const words = new Uint32Array(64);
  for (let i = 0; i < 64; i += 1) words[i] = i < 16 ? view.getUint32(at + i * 4) : scheduled(words, i);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first =
      h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + (constants[i] ?? 0) + (words[i] ?? 0);
    const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] ?? 0) + word));
}

function scheduled(words: Uint32Array, i: number): number {
  const near = words[i - 2] ?? 0;
  const far = words[i - 15] ?? 0;
  const first = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
  const second = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
  return (words[i - 16] ?? 0) + first + (words[i - 7] ?? 0) + second;
}

/** Gives HMAC-SHA-256 (RFC 2104); keys are at most 64 octets long. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const keyed = (pad: number, rest: Uint8Array): Uint8Array => {
    const octets = new Uint8Array(BLOCK + rest.length).fill(pad, 0, BLOCK);
    key.forEach((octet, i) => (octets[i] = octet ^ pad));
    octets.set(rest, BLOCK);
    return sha256(octets);
  };
  return keyed(0x5c, keyed(0x36, message));
}
