/**
 * Every stage of every sample, compared with what is written down in test/golden/CASE.
 *
 * A change of a picture is wanted or it is a fault: look at ladder.txt and drawing.svg first, then accept
 * with `npx vitest run test/golden.test.ts -u`.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../src/node/capture-file";
import { stageJson } from "../src/node/stage-json";
import {
  drawBlock,
  exportSvg,
  findLadderBlocks,
  layoutBlock,
  makeDrawing,
  readBlock,
  readDrawing,
  textPicture,
  type BlockReading,
} from "../src/pipeline";
import { root } from "./node/command-line";

const samples = join(root, "samples");
const golden = join(root, "test/golden");

/** One drawing: a sample capture, or one block of a sample note. */
interface GoldenCase {
  readonly name: string;
  readonly read: () => Promise<BlockReading>;
}

const cases = [...captureCases(), ...noteCases()];

describe.each(cases)("$name", ({ name, read }) => {
  const file = (stage: string): string => join(golden, name, stage);

  it("is read", async () => {
    await expect(stageJson((await read()).trace)).toMatchFileSnapshot(file("trace.json"));
  });

  it("is laid out", async () => {
    const picture = textPicture(layoutBlock(await read())).trimEnd();
    await expect(`${picture}\n`).toMatchFileSnapshot(file("ladder.txt"));
  });

  it("is drawn", async () => {
    await expect(stageJson(drawBlock(await read()))).toMatchFileSnapshot(file("scene.json"));
  });

  it("is encoded", async () => {
    const { markdown } = makeDrawing(drawBlock(await read()));
    await expect(readableNote(markdown)).toMatchFileSnapshot(file("note.md"));
  });

  it("is exported", async () => {
    const { scene } = makeDrawing(drawBlock(await read()));
    await expect(await exportSvg(scene)).toMatchFileSnapshot(file("drawing.svg"));
  });
});

it("has no folder without a sample", () => {
  expect(readdirSync(golden).sort()).toEqual(cases.map(({ name }) => name).sort());
});

function captureCases(): readonly GoldenCase[] {
  const folder = join(samples, "captures");
  return readdirSync(folder).map((fileName) => ({
    name: parse(fileName).name,
    read: () =>
      readBlock(`capture: ${fileName}`, fileName, () =>
        Promise.resolve(openCaptureFile(join(folder, fileName))),
      ),
  }));
}

function noteCases(): readonly GoldenCase[] {
  const folder = join(samples, "notes");
  return readdirSync(folder).flatMap((fileName) =>
    findLadderBlocks(readFileSync(join(folder, fileName), "utf8")).map(({ text }, at) => ({
      name: at === 0 ? parse(fileName).name : `${parse(fileName).name}-${String(at + 1)}`,
      read: () => readBlock(text, fileName, () => Promise.resolve(undefined)),
    })),
  );
}

const COMPRESSED = /(?<=```compressed-json\n)[\s\S]*?(?=\n```)/u;

/** What the note remembers of it, which is its events once more. */
const REMEMBERED = /(<!-- packet-ladder .*: )[\w+/=]+/u;

/** Gives a drawing note with its compressed scene as a fingerprint, followed by the scene itself line by line. */
function readableNote(markdown: string): string {
  const hash = (block: string): string => createHash("sha256").update(block).digest("hex");
  const note = markdown.replace(
    COMPRESSED,
    (block) => `sha256 ${hash(block)}, ${String(block.length)} characters`,
  );
  return `${note.replace(REMEMBERED, "$1…")}\n\n${stageJson(readDrawing(markdown))}`;
}
