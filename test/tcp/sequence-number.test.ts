import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addToSequence, isSequenceBefore, sequenceDistance } from "../../src/tcp/sequence-number";

const number = fc.integer({ min: 0, max: 0xffffffff });
const step = fc.integer({ min: 1, max: 0x7fffffff });

it("numbers go on after the largest with zero", () => {
  expect(addToSequence(0xffffffff, 1)).toBe(0);
  expect(sequenceDistance(0xfffffff0, 0x10)).toBe(0x20);
});

it("distance is antisymmetric within half the space", () => {
  fc.assert(
    fc.property(number, step, (from, count) => {
      const to = addToSequence(from, count);
      expect(sequenceDistance(from, to)).toBe(count);
      expect(sequenceDistance(to, from)).toBe(-count);
      expect([isSequenceBefore(from, to), isSequenceBefore(to, from)]).toEqual([true, false]);
    }),
  );
});

it("no number comes before itself", () => {
  fc.assert(fc.property(number, (each) => !isSequenceBefore(each, each)));
});
