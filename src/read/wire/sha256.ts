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
function sha256(message: Uint8Array): Uint8Array {
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
  const round = state.slice();
  for (let i = 0; i < 64; i += 1) takeRound(round, (constants[i] ?? 0) + (words[i] ?? 0));
  round.forEach((word, i) => (state[i] = (state[i] ?? 0) + word));
}

/** Moves the eight working variables of the standard, a to h, by one round. */
function takeRound(round: Uint32Array, scheduledWord: number): void {
  const at = (i: number): number => round[i] ?? 0;
  const choice = (at(4) & at(5)) ^ (~at(4) & at(6));
  const majority = (at(0) & at(1)) ^ (at(0) & at(2)) ^ (at(1) & at(2));
  const late = rotated(at(4), 6) ^ rotated(at(4), 11) ^ rotated(at(4), 25);
  const early = rotated(at(0), 2) ^ rotated(at(0), 13) ^ rotated(at(0), 22);
  const first = at(7) + late + choice + scheduledWord;
  round.copyWithin(1, 0, 7);
  round[4] = at(4) + first;
  round[0] = first + early + majority;
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
