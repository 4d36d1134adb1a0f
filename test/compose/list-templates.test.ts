import { describe, expect, it } from "vitest";
import { textPicture } from "../../src/ladder/text-picture";
import { layoutBlock, listTemplates, readBlock } from "../../src/pipeline";

describe("a template", () => {
  it.each(listTemplates)("$id is drawn without any finding", async ({ id, text }) => {
    const reading = await readBlock(text, id, () => Promise.resolve(undefined));
    expect(reading.diagnostics).toEqual([]);
    await expect(textPicture(layoutBlock(reading))).toMatchFileSnapshot(`golden/${id}.txt`);
  });

  it("has an id and a name of its own", () => {
    expect(new Set(listTemplates.map(({ id }) => id)).size).toBe(listTemplates.length);
    expect(new Set(listTemplates.map(({ name }) => name)).size).toBe(listTemplates.length);
  });
});
