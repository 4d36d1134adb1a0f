import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/base/nearest-name";

describe("the nearest name", () => {
  it.each([
    ["titel", "title"],
    ["TITLE", "title"],
    ["endpoint", "endpoints"],
    ["shw", "show"],
    ["xyz", undefined],
    ["t", undefined],
    ["x".repeat(1000), undefined],
  ])("of %s is %s", (name, expected) => {
    expect(nearestName(name, ["title", "endpoints", "show"])).toBe(expected);
  });

  it("is the first of equally near ones", () => {
    expect(nearestName("sho", ["shoe", "show"])).toBe("shoe");
  });
});
