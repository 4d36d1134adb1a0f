import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readOptionValues, tcpOptions } from "../../../src/read/wire/tcp-options";

function read(...octets: number[]): ReturnType<typeof readOptionValues> {
  return readOptionValues({
    octets: Uint8Array.from(octets),
    from: 0,
    to: octets.length,
    captured: octets.length,
  });
}

function parse(...octets: number[]): ReturnType<typeof tcpOptions> {
  return tcpOptions(read(...octets));
}

it("the options of a SYN are all read", () => {
  expect(parse(2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 7)).toEqual({
    mss: 1460,
    sackPermitted: true,
    timestampValue: 1,
    timestampEcho: 2,
    windowScale: 7,
  });
});

it("SACK blocks are read as sent, in order", () => {
  expect(parse(1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 255, 255, 255, 254, 255, 255, 255, 255).sack).toEqual([
    [1, 2],
    [0xfffffffe, 0xffffffff],
  ]);
});

it.each([
  ["zero", [3, 0, 7, 2, 4, 5, 0xb4]],
  ["one", [3, 1, 7, 2, 4, 5, 0xb4]],
  ["beyond the header", [3, 40, 7, 2, 4, 5, 0xb4]],
])("an option of length %s ends the reading", (_, octets) => {
  expect(parse(...octets)).toEqual({});
});

it("an option of the wrong length is stepped over", () => {
  expect(parse(2, 3, 9, 3, 3, 7)).toEqual({ windowScale: 7 });
});

it("nothing is read behind the end of the list", () => {
  expect(parse(0, 3, 3, 7)).toEqual({});
});

it("any octets are read without an exception", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => typeof parse(...octets) === "object"));
});
