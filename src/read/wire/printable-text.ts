/** Characters of a label made of one field; what is longer ends with an ellipsis. */
const LONGEST = 80;

/** What note readers would take for links, markup or comments, and what is written instead. */
const defused: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\[(?=\[)/gu, "[ "],
  [/\](?=\])/gu, "] "],
  [/:\/\//gu, ":/ /"],
  [/%(?=%)/gu, "% "],
  [/</gu, "‹"],
  [/>/gu, "›"],
  [/`/gu, "'"],
  [/\^/gu, "ˆ"],
];

/** Gives a line in which nothing acts as a link, markup or comment in a note. */
export function defuse(line: string): string {
  return defused.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
}

/** Gives octets as text: printable ASCII as it is, a dot for each other octet. Reads no more than a label shows. */
export function printableText(octets: Uint8Array, longest = LONGEST): string {
  let text = "";
  for (const octet of octets.subarray(0, longest)) {
    text += octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : ".";
  }
  return octets.length > longest ? `${text}…` : text;
}

/** Gives the first octets in hexadecimal: `16 03 01 00 …`. */
export function hexadecimalStart(octets: Uint8Array, longest = 8): string {
  const digits = Array.from(octets.subarray(0, longest), (octet) => octet.toString(16).padStart(2, "0"));
  return digits.join(" ") + (octets.length > longest ? " …" : "");
}
