/** Gives the octets that pairs of hexadecimal digits write, whatever stands between them. */
export function octetsOfHex(text: string): readonly number[] {
  return (text.match(/[\da-f]{2}/giu) ?? []).map((digits) => Number.parseInt(digits, 16));
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Gives the octets of a line of Base64 (RFC 4648 §4); a line of YAML holds whole groups. */
export function octetsOfBase64(text: string): readonly number[] {
  const octets: number[] = [];
  let bits = 0;
  let width = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) break;
    bits = ((bits << 6) | value) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    octets.push((bits >> width) & 0xff);
  }
  return octets;
}
