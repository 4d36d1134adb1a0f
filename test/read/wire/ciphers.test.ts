import { createCipheriv, createHmac } from "node:crypto";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { encryptBlock, expandKey } from "../../../src/read/wire/aes128";
import { hmacSha256 } from "../../../src/read/wire/sha256";

const octets = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((each) => Uint8Array.from(each));

it("AES-128 is that of FIPS 197, appendix C.1", () => {
  const key = Uint8Array.from({ length: 16 }, (_, i) => i);
  const block = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
  const cipher = Buffer.from(encryptBlock(expandKey(key), block)).toString("hex");
  expect(cipher).toBe("69c4e0d86a7b0430d8cdb78070b4c55a");
});

it("AES-128 is Node's, of any key and block", () => {
  fc.assert(
    fc.property(octets(16), octets(16), (key, block) => {
      const theirs = createCipheriv("aes-128-ecb", key, null).update(block);
      expect([...encryptBlock(expandKey(key), block)]).toEqual([...theirs]);
    }),
  );
});

it("HMAC-SHA-256 is Node's, of any key and message", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
      const theirs = createHmac("sha256", key).update(message).digest();
      expect([...hmacSha256(key, message)]).toEqual([...theirs]);
    }),
  );
});
