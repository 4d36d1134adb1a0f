import { describe, expect, it } from "vitest";
import { exportSvg } from "../../src/svg/export-svg";
import { isOwnSvg, markOwnSvg } from "../../src/svg/own-svg";
import { smallScene } from "./small-scene";

const foreign = '<svg xmlns="http://www.w3.org/2000/svg"><!-- svg-source:excalidraw --><g></g></svg>';

describe("the mark of our own pictures", () => {
  it("stands in every exported picture", async () => {
    expect(isOwnSvg(await exportSvg(smallScene))).toBe(true);
  });

  it("does not stand in a picture that a person exported from Excalidraw", () => {
    expect(isOwnSvg(foreign)).toBe(false);
    expect(isOwnSvg(markOwnSvg(foreign))).toBe(true);
  });

  it("is not taken from a text inside a drawing", () => {
    const label = `${"x".repeat(2000)}<!-- svg-source:excalidraw --><!-- made by packet-ladder -->`;
    expect(isOwnSvg(`<svg>${label}</svg>`)).toBe(false);
  });

  it("fails loudly where the exporter stops writing its own", () => {
    expect(() => markOwnSvg("<svg></svg>")).toThrow("mark");
  });
});
