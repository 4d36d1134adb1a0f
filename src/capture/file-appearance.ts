/** What files start with, as octets in hexadecimal, and what they are then. */
const magics: readonly (readonly [magic: string, appearance: string])[] = [
  ["89504e470d0a1a0a", "a PNG picture"],
  ["ffd8ff", "a JPEG picture"],
  ["47494638", "a GIF picture"],
  ["255044462d", "a PDF document"],
  ["504b0304", "a ZIP archive (unpack it first; Word and Excel files are such archives too)"],
  ["504b0506", "an empty ZIP archive"],
  ["28b52ffd", "a zstd-compressed file (unpack it with `zstd -d`)"],
  ["04224d18", "an LZ4-compressed file (unpack it with `lz4 -d`)"],
  ["fd377a585a00", "an xz-compressed file (unpack it with `xz -d`)"],
  ["425a68", "a bzip2-compressed file (unpack it with `bzip2 -d`)"],
  ["377abcaf271c", "a 7z archive (unpack it first)"],
  ["526172211a07", "a RAR archive (unpack it first)"],
  ["1f8b", "a gzipped file inside a gzipped file, or a damaged one"],
  ["0a0d0d0a", "a pcapng file with a damaged first block"],
  ["1c0001ac", "a capture of an IXIA device (convert it with `editcap -F pcap`)"],
  ["474d4255", "a Microsoft Network Monitor capture (convert it with `editcap -F pcap`)"],
  ["52545353", "a Microsoft Network Monitor capture (convert it with `editcap -F pcap`)"],
  ["7f454c46", "a program (ELF)"],
  ["4d5a", "a program (Windows)"],
  ["53514c69746520666f726d6174203300", "an SQLite database"],
];

/**
 * Gives what a file looks like by its first octets, as words that follow "it looks like".
 * The words never hold anything of the file itself.
 */
export function fileAppearance(head: Uint8Array): string {
  if (head.length === 0) return "an empty file";
  const start = [...head.subarray(0, 16)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  const known = magics.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) return known[1];
  if (head.every((octet) => octet === 0)) return "a file of zeros (an unfinished download?)";
  return isText(head)
    ? textAppearance(head)
    : `an unknown kind of file (it starts with ${start.slice(0, 8)})`;
}

function isText(head: Uint8Array): boolean {
  return head.every(
    (octet) => octet >= 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d || octet === 0x0c,
  );
}

function textAppearance(head: Uint8Array): string {
  const text = new TextDecoder("utf-8").decode(head).trimStart().toLowerCase();
  if (text.startsWith("<!doctype html") || text.startsWith("<html")) return "a web page (HTML)";
  if (/^\[?\s*\{\s*"_?index"|^[^]{0,400}<pdml\b/u.test(text))
    return "what tshark printed (`packet-ladder draw` reads it, on the command line)";
  if (text.startsWith("<?xml")) return "an XML file";
  if (text.startsWith("{") || text.startsWith("[")) return "text (JSON)";
  return "text";
}
