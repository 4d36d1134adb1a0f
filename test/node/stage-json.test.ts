import { expect, it } from "vitest";
import { stageJson } from "../../src/node/stage-json";

it("writes one line for each item of a list", () => {
  expect(stageJson({ name: "x", list: [{ a: 1 }, { a: 2 }], none: [] })).toBe(
    '{\n  "name": "x",\n  "list": [\n    {"a":1},\n    {"a":2}\n  ],\n  "none": []\n}\n',
  );
});

it("leaves out what is undefined", () => {
  expect(stageJson({ a: undefined, b: { c: undefined, d: 1 } })).toBe('{\n  "b": {"d":1}\n}\n');
});

it("keeps whole numbers beyond 2^53 exact", () => {
  expect(stageJson({ start: 1_795_219_200_123_456_789n })).toBe('{\n  "start": "1795219200123456789"\n}\n');
});

it("writes sets as lists and maps as lists of pairs", () => {
  expect(stageJson({ set: new Set([1]), map: new Map([["k", "v"]]) })).toBe(
    '{\n  "set": [1],\n  "map": [["k","v"]]\n}\n',
  );
});
