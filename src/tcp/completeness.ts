/** What was seen of a conversation, one bit each, as Wireshark's `tcp.completeness` counts them. */
export const SAW_SYN = 1;
/** A SYN,ACK was seen. */
export const SAW_SYN_ACK = 2;
/** A segment with ACK and without SYN or payload was seen. */
export const SAW_ACK = 4;
/** Payload was seen. */
export const SAW_DATA = 8;
/** A FIN (with ACK) was seen. */
export const SAW_FIN = 16;
/** A RST was seen. */
export const SAW_RST = 32;

const texts: ReadonlyMap<number, string> = new Map([
  [1, "Incomplete, SYN_SENT"],
  [3, "Incomplete, CLIENT_ESTABLISHED"],
  [7, "Incomplete, ESTABLISHED"],
  [15, "Incomplete, DATA"],
  [23, "Complete, NO_DATA"],
  [39, "Complete, NO_DATA"],
  [55, "Complete, NO_DATA"],
  [31, "Complete, WITH_DATA"],
  [47, "Complete, WITH_DATA"],
  [63, "Complete, WITH_DATA"],
]);

/** Gives whether SYN and SYN,ACK were seen. */
export function hasHandshake(value: number): boolean {
  return (value & (SAW_SYN | SAW_SYN_ACK)) === (SAW_SYN | SAW_SYN_ACK);
}

/** Gives Wireshark's words for a value of `tcp.completeness`: `Complete, WITH_DATA`. */
export function describeCompleteness(value: number): string {
  return texts.get(value) ?? "Incomplete";
}

/** Gives Wireshark 4.4's letters for a value of `tcp.completeness`, highest bit first: `·FDASS`. */
export function completenessLetters(value: number): string {
  const letters = "RFDASS";
  let out = "";
  for (let i = 0; i < letters.length; i += 1) out += (value & (0x20 >> i)) === 0 ? "·" : letters.charAt(i);
  return out;
}
