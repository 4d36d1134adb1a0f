import { loadBig16, loadUint8 } from "./load-integer";

const TLS_HANDSHAKE = 0x1603;
const QUIC_LONG = 0xc0;
/** How the known versions of QUIC begin: 1, 2, the drafts, mvfst's (RFC 9000 §15, RFC 9369 §3.1). */
const quicVersions = [0x0000, 0x6b33, 0xff00, 0xface];
/** A handshake of DTLS (RFC 6347 §4.1). */
const dtlsOpenings = [0x16fefd, 0x16feff];

/** The first three octets of a payload as one number; `SHORT_OPENING` where it has fewer, 0 where they were not captured. */
export type PayloadOpening = number;
/** May be the start of anything. */
const SHORT_OPENING = -1;
const OPENING_LENGTH = 3;
/** Of three octets the bits that all capital letters have in common, 0x41 to 0x5a. */
const HIGH_BITS = 0xe0e0e0;
const CAPITALS = 0x404040;

/** Gives the opening of a payload of so many octets at a position; what is captured ends at `end`. */
export function payloadOpening(
  octets: Uint8Array,
  at: number,
  { end, length }: { readonly end: number; readonly length: number },
): PayloadOpening {
  if (length < OPENING_LENGTH) return SHORT_OPENING;
  return at + OPENING_LENGTH > end ? 0 : (loadBig16(octets, at) << 8) | loadUint8(octets, at + 2);
}

/**
 * Whether payload of TCP that begins so may name a server: a TLS handshake (RFC 8446 §5.1), or three letters of an HTTP
 * method. Taking every frame apart for a name would be most of what a large list costs.
 */
export function segmentNamesServer(opening: PayloadOpening): boolean {
  if (opening === SHORT_OPENING || opening >>> 8 === TLS_HANDSHAKE) return true;
  return isCapital(opening);
}

/** Whether payload begins with three capital letters, or signs near them, as messages of HTTP and SIP do. */
export function isCapital(opening: PayloadOpening): boolean {
  return (opening & HIGH_BITS) === CAPITALS;
}

/** The same of UDP: a long header of QUIC (RFC 9000 §17.2), or a handshake of DTLS. */
export function datagramNamesServer(opening: PayloadOpening): boolean {
  if (dtlsOpenings.includes(opening)) return true;
  return opening >= QUIC_LONG << 16 && quicVersions.includes(opening & 0xffff);
}
