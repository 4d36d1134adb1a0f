import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (name: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
  return typeof value === "object" && value !== null ? { ...value } : {};
};

describe("the manifest", () => {
  const manifest = read("manifest.json");

  it("describes the plugin as the community directory demands", () => {
    expect(manifest["description"]).toMatch(/^[A-Z][A-Za-z0-9.,!?'" -]{8,248}\.$/u);
    expect(manifest["description"]).not.toMatch(/obsidian|plugin/iu);
  });

  it("has an id of lower-case letters and hyphens, and the client's name", () => {
    expect(manifest["id"]).toBe("packet-ladder");
    expect(manifest["name"]).toBe("Packet Ladder");
  });

  it("has the version of the package, and versions.json knows the app it needs", () => {
    expect(manifest["version"]).toBe(read("package.json")["version"]);
    expect(Object.values(read("versions.json"))).toContain(manifest["minAppVersion"]);
    expect(manifest["minAppVersion"]).toBe("1.13.0");
  });

  it("runs on phones", () => {
    expect(manifest["isDesktopOnly"]).toBe(false);
  });
});

describe("the style sheet", () => {
  it("takes colours and fonts from the theme", () => {
    const styles = readFileSync(new URL("../../styles.css", import.meta.url), "utf8");
    expect(styles).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|!important/iu);
  });
});
