import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// The rules of Obsidian's community directory for manifest.json; its own check runs only on a release.

function readJson(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isRecord(value)) throw new Error(`${path} holds no object`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const manifest = readJson("manifest.json");
const description = String(manifest["description"]);

test("the id has lower-case letters and hyphens and does not name Obsidian", () => {
  expect(manifest["id"]).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
  expect(manifest["id"]).not.toMatch(/obsidian|plugin$/u);
});

test("the name is Basic Latin and does not name Obsidian", () => {
  expect(manifest["name"]).toMatch(/^[\x20-\x7e]+$/u);
  expect(manifest["name"]).not.toMatch(/obsidian|plugin/iu);
});

test("the description is one to a few sentences of plain letters, begun with a capital and ended with a period", () => {
  expect(description.length).toBeGreaterThanOrEqual(10);
  expect(description.length).toBeLessThanOrEqual(250);
  expect(description).toMatch(/^[A-Z][A-Za-z0-9.,!?'" -]*\.$/u);
  expect(description).not.toMatch(/obsidian|plugin/iu);
});

test("versions are three numbers and the same everywhere", () => {
  const version = String(manifest["version"]);
  expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
  expect(readJson("package.json")["version"]).toBe(version);
  expect(readJson("package-lock.json")["version"]).toBe(version);
  expect(readJson("versions.json")[version]).toBe(manifest["minAppVersion"]);
});

test("the plugin asks for Obsidian 1.13 and runs on phones", () => {
  expect(manifest["minAppVersion"]).toBe("1.13.0");
  expect(manifest["isDesktopOnly"]).toBe(false);
});

test("every dependency has one exact version, so that a build can be repeated", () => {
  const { dependencies, devDependencies } = readJson("package.json");
  const versions = [dependencies, devDependencies].filter(isRecord).flatMap((group) => Object.values(group));
  expect(versions.length).toBeGreaterThan(10);
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/u.test(String(version)))).toEqual([]);
});
