import { expect, it } from "vitest";
import { formatDiagnostic } from "../../src/base/format-diagnostic";
import { fileAppearance, isForeignCapture } from "../../src/capture/file-appearance";
import { indexCapture } from "../../src/capture/index-capture";
import { DiagnosticError } from "../../src/base/diagnostic";
import { sourceOf } from "../support/capture-files";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it.each([
  ["a PNG picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
  ["a PDF document", text("%PDF-1.7\n")],
  [
    "a ZIP archive (unpack it with `unzip`; Word and Excel files are such archives too)",
    text("PK\u0003\u0004...."),
  ],
  ["a zstd-compressed file (unpack it with `zstd -d`)", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0)],
  ["an LZ4-compressed file (unpack it with `lz4 -d`)", Uint8Array.of(4, 0x22, 0x4d, 0x18)],
  ["an LZ4-compressed file (unpack it with `lz4 -d`)", Uint8Array.of(2, 0x21, 0x4c, 0x18, 9)],
  ["an xz-compressed file (unpack it with `xz -d`)", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0)],
  ["a bzip2-compressed file (unpack it with `bzip2 -d`)", text("BZh91AY&SY")],
  ["a file of compress (unpack it with `gzip -d`)", Uint8Array.of(0x1f, 0x9d, 0x90, 1)],
  ["an LZMA-compressed file (unpack it with `xz -d --format=lzma`)", Uint8Array.of(0x5d, 0, 0, 0x80, 0, 9)],
  ["a 7z archive (unpack it with `7z x`)", Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0)],
  ["a RAR archive (unpack it with `unrar x`)", text("Rar!\u001a\u0007\u0000")],
  ["a tar archive (unpack it with `tar -xf`)", text(`a.pcap${"\0".repeat(251)}ustar\u000000`)],
  ["an event log of Windows", text("ElfFile\u0000")],
  ["an empty file", new Uint8Array(0)],
  ["a file of zeros (an unfinished download?)", new Uint8Array(40)],
  ["a web page (HTML)", text("<!DOCTYPE html><html>")],
  ["text (JSON)", text('{"a": 1}')],
  ["text", text("Client -> Server: SYN\n")],
  ["a pcapng file with a damaged first block", Uint8Array.of(10, 13, 13, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9)],
  [
    "an unknown kind of file (it starts with 01020304; what Wireshark opens, `editcap -F pcapng FILE NEW.pcapng` converts)",
    Uint8Array.of(1, 2, 3, 4, 5),
  ],
])("a file that is no capture is told to look like %s", async (found, octets) => {
  await expect(indexCapture(sourceOf(octets))).rejects.toMatchObject({
    diagnostic: { code: "unknown-magic", found },
  });
});

const convert = "(convert it with `editcap -F pcapng FILE NEW.pcapng`)";

it.each([
  ["an IXIA device", [0x1c, 0, 1, 0xac]],
  ["an IXIA device", [0xac, 1, 0, 0x1c]],
  ["Microsoft Network Monitor", [...text("GMBU")]],
  ["Microsoft Network Monitor", [...text("RTSS")]],
  ["Accellent 5Views", [0xaa, 0xaa, 0xaa, 0xaa, 0x20]],
  ["Novell LANalyzer", [1, 0x10, 0x4c, 0]],
  ["HP-UX nettl", [0x54, 0x52, 0, 0x64]],
  ["HP-UX nettl", [0x54, 0x52, 0, 0, 0]],
  ["a Network General Sniffer", [...text("TRSNIFF data    \u001a")]],
  ["NetXray or a Sniffer for Windows", [...text("XCP\u0000002.002")]],
  ["Visual Networks", [5, ...text("VNF")]],
  ["OmniPeek or EtherPeek", [0x7f, ...text("ver")]],
  ["Vector (BLF)", [...text("LOGG")]],
  ["a Bluetooth snoop log", [...text("btsnoop\u0000")]],
  ["Network Instruments Observer", [...text("ObserverPktBufferVersion=15.00")]],
  ["AIX iptrace", [...text("iptrace 1.0")]],
  ["AIX iptrace", [...text("iptrace 2.0")]],
  ["a RADCOM analyser", [0x42, 0xd2, 0, 0x34, 0x12, 0x55, 0x66, 0x22, 0x88]],
  ["Tektronix K12 (text)", [...text("+---------+---------------+----------+\n12:34")]],
  ["Tektronix K12", [0, 0, 2, 0, 0x12, 0x20]],
  ["a Catapult DCT2000", [...text("Session Transcript\n")]],
  ["EyeSDN", [...text("EyeSDN")]],
  ["a systemd journal", [...text("LPKSHHRH")]],
])("a capture of %s is told by its maker, with the command that converts it", (maker, octets) => {
  expect(fileAppearance(Uint8Array.from([...octets, 0]))).toBe(`a capture of ${maker} ${convert}`);
  expect(isForeignCapture(Uint8Array.from(octets))).toBe(true);
});

it("a list of events is no capture of another program", () => {
  expect(isForeignCapture(text("+--A -> B: SYN"))).toBe(false);
});

it("the words for a file that is no capture hold no octet of it", async () => {
  const error: unknown = await indexCapture(sourceOf(text("<script>alert(1)</script>"))).catch(
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  const words =
    error instanceof DiagnosticError ? formatDiagnostic(error.diagnostic, { name: "a.pcap" }) : "";
  expect(words).toBe(
    "a.pcap: at octet 0: this is no capture: it looks like text [unknown-magic]\n  hint: pcap and pcapng files are read, also gzipped",
  );
});

it.each([
  '[\n  {\n    "_index": "x"',
  '{"index":{"_index":"x"}}',
  '<?xml version="1.0"?>\n<pdml version="0">',
])("what tshark printed is named where it is not read (%s)", (head) => {
  expect(fileAppearance(text(head))).toMatch(/^what tshark printed/u);
});
