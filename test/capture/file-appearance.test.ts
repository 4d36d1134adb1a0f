import { expect, it } from "vitest";
import { formatDiagnostic } from "../../src/base/format-diagnostic";
import { fileAppearance } from "../../src/capture/file-appearance";
import { indexCapture } from "../../src/capture/index-capture";
import { DiagnosticError } from "../../src/base/diagnostic";
import { sourceOf } from "../support/capture-files";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it.each([
  ["a PNG picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
  ["a PDF document", text("%PDF-1.7\n")],
  ["a ZIP archive (unpack it first; Word and Excel files are such archives too)", text("PK\u0003\u0004....")],
  ["a zstd-compressed file (unpack it with `zstd -d`)", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0)],
  ["an LZ4-compressed file (unpack it with `lz4 -d`)", Uint8Array.of(4, 0x22, 0x4d, 0x18)],
  ["an empty file", new Uint8Array(0)],
  ["a file of zeros (an unfinished download?)", new Uint8Array(40)],
  ["a web page (HTML)", text("<!DOCTYPE html><html>")],
  ["text (JSON)", text('{"a": 1}')],
  ["text", text("Client -> Server: SYN\n")],
  ["a pcapng file with a damaged first block", Uint8Array.of(10, 13, 13, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9)],
  ["an unknown kind of file (it starts with 01020304)", Uint8Array.of(1, 2, 3, 4, 5)],
])("a file that is no capture is told to look like %s", async (found, octets) => {
  await expect(indexCapture(sourceOf(octets))).rejects.toMatchObject({
    diagnostic: { code: "unknown-magic", found },
  });
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
