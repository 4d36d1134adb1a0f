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

it("every value of a kind is listed, though a drawing has the first; edges of cut blocks, too", () => {
  const values = read(3, 3, 2, 3, 3, 7, 5, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0);
  expect(values).toMatchObject({ windowScale: [2, 7], sack: [[1, 2]], sackLeft: [1, 9], isBroken: false });
  expect(tcpOptions(values)).toEqual({ windowScale: 2, sack: [[1, 2]] });
});

it.each<readonly [string, readonly number[], number]>([
  ["a SACK option without a block", [5, 6, 0, 0, 0, 1, 1, 1], 8],
  ["an option of multipath TCP that is shorter than its signal", [30, 8, 0x20, 4, 0, 0, 0, 0], 8],
  ["timestamps that are cut", [8, 10, 0, 0, 0, 1, 0, 0], 12],
  ["options that are cut before a kind", [1, 1], 4],
  ["padding that is cut", [1, 0], 4],
])("the reading breaks off at %s", (_, octets, to) => {
  const place = { octets: Uint8Array.from(octets), from: 0, to, captured: octets.length };
  expect(readOptionValues(place).isBroken).toBe(true);
});

it.each<readonly [string, readonly number[], number]>([
  ["an option that is cut, but of a wrong length", [8, 12, 0, 0, 0, 1], 12],
  ["an option without a length worth the name", [8, 0, 0, 0], 12],
])("the reading does not break off at %s", (_, octets, to) => {
  const place = { octets: Uint8Array.from(octets), from: 0, to, captured: octets.length };
  expect(readOptionValues(place).isBroken).toBe(false);
});

it("multipath TCP is known by its subtypes; an offer without a key is known apart", () => {
  expect(read(30, 8, 0x20, 1, 0, 0, 0, 5).multipath).toBe(4);
  expect(read(30, 4, 1, 1).multipath).toBe(0x100);
  expect(read(30, 12, 0, 0x81, 1, 2, 3, 4, 5, 6, 7, 8).multipath).toBe(1);
});
