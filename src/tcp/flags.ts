/** FIN: the sender has no more data (RFC 9293 §3.1; all bits below are of the header's flag field). */
export const FIN = 0x001;
/** SYN: the sequence number is the initial one. */
export const SYN = 0x002;
/** RST: the connection is aborted, or does not exist. */
export const RST = 0x004;
/** PSH: the receiver should hand its data over now. */
export const PSH = 0x008;
/** ACK: the acknowledgment field is meant. */
export const ACK = 0x010;
/** URG: the urgent pointer is meant. */
export const URG = 0x020;
/** ECE: congestion was met, or ECN is asked for (RFC 3168). */
export const ECE = 0x040;
/** CWR: the congestion window was reduced (RFC 3168). */
export const CWR = 0x080;
/** AE: accurate ECN (RFC 9768), once the nonce sum NS. */
export const AE = 0x100;
/** The three reserved bits. */
export const RESERVED = 0xe00;

const names: readonly (readonly [bit: number, name: string])[] = [
  [FIN, "FIN"],
  [SYN, "SYN"],
  [RST, "RST"],
  [PSH, "PSH"],
  [ACK, "ACK"],
  [URG, "URG"],
  [ECE, "ECE"],
  [CWR, "CWR"],
  [AE, "AE"],
  [RESERVED, "Reserved"],
];

/** One for each bit, highest first. */
const letters = ["R", "R", "R", "A", "C", "E", "U", "A", "P", "R", "S", "F"];

/** Gives the names of the flags that are set, in Wireshark's order: `SYN, ACK`, `PSH, ACK`. */
export function flagNames(flags: number): readonly string[] {
  return names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

const bits: ReadonlyMap<string, number> = new Map([
  ...names.slice(0, -1).map(([bit, name]) => [name, bit] as const),
  ["NS", AE],
]);

/** Gives the bit of a flag by its name in any case; undefined for other words. */
export function flagBit(name: string): number | undefined {
  return bits.get(name) ?? bits.get(name.toUpperCase());
}

/** Gives the 12 flags as Wireshark's `tcp.flags.str` prints them: `·······AP···`, highest bit first. */
export function flagLetters(flags: number): string {
  return letters.map((letter, i) => ((flags & (0x800 >> i)) === 0 ? "·" : letter)).join("");
}
