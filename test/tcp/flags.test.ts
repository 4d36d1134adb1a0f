import { expect, it } from "vitest";
import { ACK, AE, flagBit, flagLetters, flagNames, PSH, SYN } from "../../src/tcp/flags";

it("names of flags stand in Wireshark's order", () => {
  expect(flagNames(0x0c2)).toEqual(["SYN", "ECE", "CWR"]);
  expect(flagNames(ACK | PSH)).toEqual(["PSH", "ACK"]);
});

it("a flag is found by its name in any case, and by its older one", () => {
  expect([flagBit("syn"), flagBit("NS"), flagBit("SYNC")]).toEqual([SYN, AE, undefined]);
});

it.each([
  [0x002, "··········S·"],
  [0x018, "·······AP···"],
  [0xfff, "RRRACEUAPRSF"],
])("the letters of %i are %s", (flags, letters) => {
  expect(flagLetters(flags)).toBe(letters);
});
