/** The byte order of a file, or of a section of it. */
export type ByteOrder = "little" | "big";

/** Gives the octet at a position; 0 beyond the end, so that callers check lengths once per header. */
export function loadUint8(octets: Uint8Array, at: number): number {
  return octets[at] ?? 0;
}

/** Gives the 16-bit number in network byte order at a position. */
export function loadBig16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

/** Gives the 32-bit number in network byte order at a position. */
export function loadBig32(octets: Uint8Array, at: number): number {
  return ((loadBig16(octets, at) << 16) | loadBig16(octets, at + 2)) >>> 0;
}

/** Gives a view of the same octets, for reading numbers of which all octets are known to be there. */
export function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

/** Gives the unsigned 16-bit number at a position. */
export function loadUint16(octets: Uint8Array, at: number, order: ByteOrder): number {
  return order === "big" ? loadBig16(octets, at) : loadUint8(octets, at) | (loadUint8(octets, at + 1) << 8);
}

/** Gives the unsigned 32-bit number at a position. */
export function loadUint32(octets: Uint8Array, at: number, order: ByteOrder): number {
  if (order === "big") return loadBig32(octets, at);
  const low = loadUint8(octets, at) | (loadUint8(octets, at + 1) << 8);
  return (low | (loadUint8(octets, at + 2) << 16) | (loadUint8(octets, at + 3) << 24)) >>> 0;
}
