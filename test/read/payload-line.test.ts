import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { payloadLine } from "../../src/read/payload-line";

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a payload's line", () => {
  it("is its first line where that is text", () => {
    expect(payloadLine(octets("GET / HTTP/1.1\r\nHost: a\r\n"), true)).toBe("GET / HTTP/1.1");
  });

  it("is the whole payload where that is one line", () => {
    expect(payloadLine(octets("hello, world"), true)).toBe("hello, world");
  });

  it("is not told where the capture cut it", () => {
    expect(payloadLine(octets("hello, wor"), false)).toBeUndefined();
  });

  it("is cut to 32 characters, and to 60 where it is a start line", () => {
    expect(payloadLine(octets(`${"a".repeat(100)}\n`), true)).toBe(`${"a".repeat(31)}…`);
    const request = `GET /${"a".repeat(80)} HTTP/1.1`;
    expect(payloadLine(octets(`${request}\r\nHost: a\r\n`), true)).toBe(`${request.slice(0, 59)}…`);
  });

  it.each([
    "HTTP/1.1 200 OK",
    "SSH-2.0-OpenSSH_9.2",
    "220 mail.example ready",
    "EHLO client.example",
    "USER anna",
  ])("is the start line of a protocol: %s", (line) => {
    expect(payloadLine(octets(`${line}\r\nmore\r\n`), true)).toBe(line);
  });

  it("is nothing where a body goes on: its first line is no start of anything", () => {
    expect(payloadLine(octets("r.</p>\n<p>And so on.</p>\n"), true)).toBeUndefined();
  });

  it.each(["", "a", "\u0001\u0002binary\n", "x".repeat(13_000), "שלום\n", "   \n"])(
    "is nothing for what is no line of text (case %#)",
    (text) => {
      expect(payloadLine(octets(text), true)).toBeUndefined();
    },
  );

  it.each([
    ["[[secret]]", "[ [secret] ]"],
    ["[[[[x]]]]", "[ [ [ [x] ] ] ]"],
    ["GET http://evil.example/", "GET http:/ /evil.example/"],
    ["<script>alert(1)</script>", "‹script›alert(1)‹/script›"],
    ["%%%% a", "% % % % a"],
    ["`code` ^abcdefgh", "'code' ˆabcdefgh"],
  ])("cannot act in a note: %s", (payload, line) => {
    expect(payloadLine(octets(payload), true)).toBe(line);
  });

  it("never holds what a note would follow, whatever the octets", () => {
    const hostile = fc.array(fc.constantFrom("[", "]", "%", "<", "`", ":", "/", "a", "^"), { maxLength: 60 });
    fc.assert(
      fc.property(hostile, (parts) => {
        expect(payloadLine(octets(parts.join("")), true) ?? "").not.toMatch(/\[\[|\]\]|%%|[<>`^]|:\/\//u);
      }),
    );
  });
});
