/** The substitution box and round constants of AES, made by its rule (FIPS 197 §5.1.1) and not copied. */
const substitution = substitutionBox();
const ROUNDS = 10;
const BLOCK = 16;

/** Doubles an element of the field of 256. */
function doubled(octet: number): number {
  return ((octet << 1) ^ (octet & 0x80 ? 0x11b : 0)) & 0xff;
}

function substitutionBox(): Uint8Array {
  const box = new Uint8Array(256);
  let element = 1;
  let inverse = 1;
  do {
    // 3 generates the field, and its inverse runs through the inverses.
    element = (element ^ doubled(element)) & 0xff;
    inverse ^= inverse << 1;
    inverse ^= inverse << 2;
    inverse ^= inverse << 4;
    inverse &= 0xff;
    if (inverse & 0x80) inverse ^= 0x09;
    const spread = inverse * 0x0101;
    box[element] = (inverse ^ (spread >> 7) ^ (spread >> 6) ^ (spread >> 5) ^ (spread >> 4) ^ 0x63) & 0xff;
  } while (element !== 1);
  box[0] = 0x63;
  return box;
}

/** Gives the round keys of a key of 16 octets, one after the other. */
export function expandKey(key: Uint8Array): Uint8Array {
  const keys = new Uint8Array(BLOCK * (ROUNDS + 1));
  keys.set(key.subarray(0, BLOCK));
  let constant = 1;
  for (let at = BLOCK; at < keys.length; at += 4) {
    let word = [...keys.subarray(at - 4, at)];
    if (at % BLOCK === 0) {
      word = [1, 2, 3, 0].map((i) => substitution[word[i] ?? 0] ?? 0);
      word[0] = (word[0] ?? 0) ^ constant;
      constant = doubled(constant);
    }
    word.forEach((octet, i) => (keys[at + i] = (keys[at + i - BLOCK] ?? 0) ^ octet));
  }
  return keys;
}

/** Encrypts one block of 16 octets (FIPS 197 §5.1). */
export function encryptBlock(keys: Uint8Array, block: Uint8Array): Uint8Array {
  let state = mixedWithKey(block, keys, 0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Rows of the state, which stands in columns, are shifted by their number.
    const shifted = state.map((_, i) => substitution[state[(i + 4 * (i & 3)) & 15] ?? 0] ?? 0);
    state = mixedWithKey(round === ROUNDS ? shifted : mixedColumns(shifted), keys, round);
  }
  return state;
}

function mixedWithKey(state: Uint8Array, keys: Uint8Array, round: number): Uint8Array {
  return Uint8Array.from({ length: BLOCK }, (_, i) => (state[i] ?? 0) ^ (keys[round * BLOCK + i] ?? 0));
}

function mixedColumns(state: Uint8Array): Uint8Array {
  return state.map((octet, i) => {
    const column = i & ~3;
    const below = (by: number): number => state[column + ((i + by) & 3)] ?? 0;
    return doubled(octet) ^ doubled(below(1)) ^ below(1) ^ below(2) ^ below(3);
  });
}

/** Gives octets encrypted or decrypted in counter mode, as GCM counts: the 12 octets of `nonce`, then from 2 on. */
export function inCounterMode(keys: Uint8Array, nonce: Uint8Array, octets: Uint8Array): Uint8Array {
  const counter = new Uint8Array(BLOCK);
  counter.set(nonce);
  const view = new DataView(counter.buffer);
  const result = octets.slice();
  for (let at = 0; at < octets.length; at += BLOCK) {
    view.setUint32(12, 2 + at / BLOCK);
    encryptBlock(keys, counter).forEach((octet, i) => {
      if (at + i < result.length) result[at + i] = (result[at + i] ?? 0) ^ octet;
    });
  }
  return result;
}
