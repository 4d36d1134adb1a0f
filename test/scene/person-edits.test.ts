import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/capture-files";
import { personEdits } from "./person-edits";

describe("the list of edits for users", () => {
  it("names what is tried, each once, and nothing else", () => {
    const page = readFileSync(`${repositoryRoot}docs/regenerate.md`, "utf8");
    const cells = page
      .split("\n")
      .flatMap((line) => /^\| (?<edits>`.*?) \|/u.exec(line)?.groups?.["edits"] ?? []);
    const named = cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/gu), ([, name]) => name));
    expect(named.sort()).toEqual(personEdits.map(({ name }) => name).sort());
  });
});
