/** Gives numbers as octets in network byte order, each written as [value, octets]. */
export function bigEndian(...numbers: readonly (readonly [value: number, octets: number])[]): Uint8Array {
  return joined(numbers.map(([value, octets]) => integer(value, octets).reverse()));
}

/** Gives numbers as octets, lowest first. */
export function littleEndian(...numbers: readonly (readonly [value: number, octets: number])[]): Uint8Array {
  return joined(numbers.map(([value, octets]) => integer(value, octets)));
}

function integer(value: number, octets: number): Uint8Array {
  const out = new Uint8Array(octets);
  let rest = value;
  for (let i = 0; i < octets; i += 1) {
    out[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return out;
}

/** Gives pieces as one array. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Gives a text in UTF-8, cut before a character that would pass `most` octets. */
export function utf8(text: string, most = Number.POSITIVE_INFINITY): Uint8Array {
  const octets = new TextEncoder().encode(text);
  if (octets.length <= most) return octets;
  let end = most;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return octets.subarray(0, end);
}
