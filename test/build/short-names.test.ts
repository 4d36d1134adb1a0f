import { expect, test } from "vitest";
import { namesAsStrings, namesOfOthers } from "../../build/short-names.mjs";

const nothing = { door: [], core: [], others: [] };

test("a name of the core that the door uses is no name of the core alone", () => {
  const sources = { ...nothing, door: ["const a = trace.arrows; // says acked"] };
  expect(namesOfOthers({ inner: ["arrows", "acked"], shared: [] }, sources)).toEqual(["arrows"]);
});

test("a name of both that Obsidian or the page uses, too, stays", () => {
  const sources = { ...nothing, door: ["view.captures"], others: ["interface Vault { captures: number }"] };
  expect(namesOfOthers({ inner: [], shared: ["captures", "arrows"] }, sources)).toEqual(["captures"]);
});

test.each([
  ["read from a drawing", 'typeof value["generation"] === "number"'],
  ["in a table of fonts", '{ "generation": 1000 }'],
])("a key %s stays", (_, text) => {
  const sources = { ...nothing, core: [text] };
  expect(namesOfOthers({ inner: ["generation"], shared: ["arrows"] }, sources)).toEqual(["generation"]);
  expect(namesOfOthers({ inner: ["arrows"], shared: ["generation"] }, sources)).toEqual(["generation"]);
});

test("a type's member is no key", () => {
  const sources = { ...nothing, core: ['type One = Trace["generation"][number];'] };
  expect(namesOfOthers({ inner: ["generation"], shared: [] }, sources)).toEqual([]);
});

test("a string of a bundle stays", () => {
  const code = 'let e={kind:"arrows"};if(`sides`in e)f(e.acked)';
  expect(namesAsStrings(["acked", "arrows", "sides"], code)).toEqual(["arrows", "sides"]);
});

test("what is never more than a kind may be shortened as a property, where nothing else is called so", () => {
  const kinds = 'a={kind:"octets"};if("octets"===b.kind||b.kind!=="octets")switch(c){case"octets":}';
  expect(namesAsStrings(["octets"], kinds)).toEqual([]);
  expect(namesAsStrings(["octets"], `${kinds}d=e["octets"]`)).toEqual(["octets"]);
  expect(namesAsStrings(["arrows"], 'a={kind:"arrows"}')).toEqual(["arrows"]);
});
