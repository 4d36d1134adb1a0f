/** What files start with, as octets in hexadecimal, and what they are then. */
const magics: readonly (readonly [magic: string, appearance: string])[] = [
  ["89504e470d0a1a0a", "a PNG picture"],
  ["ffd8ff", "a JPEG picture"],
  ["47494638", "a GIF picture"],
  ["255044462d", "a PDF document"],
  ["504b0304", "a ZIP archive (unpack it with `unzip`; Word and Excel files are such archives too)"],
  ["504b0506", "an empty ZIP archive"],
  ["1f9d", "a file of compress (unpack it with `gzip -d`)"],
  ["5d00008000", "an LZMA-compressed file (unpack it with `xz -d --format=lzma`)"],
  ["28b52ffd", "a zstd-compressed file (unpack it with `zstd -d`)"],
  ["04224d18", "an LZ4-compressed file (unpack it with `lz4 -d`)"],
  ["02214c18", "an LZ4-compressed file (unpack it with `lz4 -d`)"],
  ["fd377a585a00", "an xz-compressed file (unpack it with `xz -d`)"],
  ["425a68", "a bzip2-compressed file (unpack it with `bzip2 -d`)"],
  ["377abcaf271c", "a 7z archive (unpack it with `7z x`)"],
  ["526172211a07", "a RAR archive (unpack it with `unrar x`)"],
  ["1f8b", "a gzipped file inside a gzipped file, or a damaged one"],
  ["0a0d0d0a", "a pcapng file with a damaged first block"],
  ["7f454c46", "a program (ELF)"],
  ["4d5a", "a program (Windows)"],
  ["53514c69746520666f726d6174203300", "an SQLite database"],
  ["456c6646696c6500", "an event log of Windows"],
];

/** What captures of other programs start with, as octets in hexadecimal, and who writes them; Wireshark's `editcap` reads all. */
const foreignMagics: readonly (readonly [magic: string, maker: string])[] = [
  ["1c0001ac", "an IXIA device"],
  ["ac01001c", "an IXIA device"],
  ["474d4255", "Microsoft Network Monitor"],
  ["52545353", "Microsoft Network Monitor"],
  ["aaaaaaaa", "Accellent 5Views"],
  ["01104c00", "Novell LANalyzer"],
  ["54520064", "HP-UX nettl"],
  ["5452000000", "HP-UX nettl"],
  ["5452534e49464620", "a Network General Sniffer"],
  ["584350", "NetXray or a Sniffer for Windows"],
  ["05564e46", "Visual Networks"],
  ["7f766572", "OmniPeek or EtherPeek"],
  ["4c4f4747", "Vector (BLF)"],
  ["6274736e6f6f7000", "a Bluetooth snoop log"],
  ["4f62736572766572506b7442756666", "Network Instruments Observer"],
  ["697074726163652031", "AIX iptrace"],
  ["697074726163652032", "AIX iptrace"],
  ["42d20034125566", "a RADCOM analyser"],
  ["2b2d2d2d2d2d2d2d2d2d2b2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2b", "Tektronix K12 (text)"],
  ["00000200122", "Tektronix K12"],
  ["53657373696f6e205472616e736372697074", "a Catapult DCT2000"],
  ["45796553444e", "EyeSDN"],
  ["4c504b534848524", "a systemd journal"],
];

/** What captures that are read begin with, octet by octet as they may be cut. */
const captureMagics = "d4c3b2a1 a1b2c3d4 4d3cb2a1 a1b23c4d 34cdb2a1 a1b2cd34".split(" ");
const MAGIC_LENGTH = 4;

/** Gives whether a file has no more of a capture than its first octets, and they are no text. */
export function isCutMagic(head: Uint8Array): boolean {
  const start = hexadecimal(head);
  const isStart = head.length <= MAGIC_LENGTH && captureMagics.some((magic) => magic.startsWith(start));
  return isStart && head.some((octet) => octet > 0x7f);
}

const CONVERSION = "`editcap -F pcapng FILE NEW.pcapng`";
const TAR_MAGIC = "ustar";
const TAR_MAGIC_AT = 257;

/** Gives whether a file is a capture of another program, also where it is a text. */
export function isForeignCapture(head: Uint8Array): boolean {
  return foreignMaker(hexadecimal(head)) !== undefined;
}

function foreignMaker(start: string): string | undefined {
  return foreignMagics.find(([magic]) => start.startsWith(magic))?.[1];
}

function hexadecimal(head: Uint8Array): string {
  return [...head.subarray(0, 32)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/**
 * Gives what a file looks like by its first octets, as words that follow "it looks like".
 * The words never hold anything of the file itself.
 */
export function fileAppearance(head: Uint8Array): string {
  if (head.length === 0) return "an empty file";
  const start = hexadecimal(head);
  const known = magics.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) return known[1];
  if (isCutMagic(head)) return "the first octets of a capture (an unfinished download?)";
  const maker = foreignMaker(start);
  if (maker !== undefined) return `a capture of ${maker} (convert it with ${CONVERSION})`;
  const tar = head.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + TAR_MAGIC.length);
  if (String.fromCharCode(...tar) === TAR_MAGIC) return "a tar archive (unpack it with `tar -xf`)";
  if (head.every((octet) => octet === 0)) return "a file of zeros (an unfinished download?)";
  return isText(head)
    ? textAppearance(head)
    : `an unknown kind of file (it starts with ${start.slice(0, 8)}; what Wireshark opens, ${CONVERSION} converts)`;
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
