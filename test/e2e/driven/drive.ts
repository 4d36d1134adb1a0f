import { describe, expect, it } from "vitest";
import { missingParts } from "../../support/obsidian-shell/browser";
import { vaultPages } from "../vault-page";
import { captureFlows } from "./capture-flows";
import { drawingFlows } from "./drawing-flows";
import type { Flow } from "./flow";
import { Person } from "./person";
import { type Column, surroundings } from "./surroundings";
import { writingFlows } from "./writing-flows";

/** All that is driven everywhere. */
export const flows: readonly Flow[] = [...drawingFlows, ...captureFlows, ...writingFlows];

/** Drives every flow in every surrounding of some columns of the table in docs/driven.md, in one browser. */
export function drive(...columns: readonly Column[]): void {
  describe.skipIf(missingParts !== "")(`everywhere${missingParts}`, () => {
    const inVault = vaultPages();
    describe.each(surroundings.filter(({ column }) => columns.includes(column)))("$name", (surrounding) => {
      const { look, mobile, column } = surrounding;
      it.each(flows.filter(({ notOffered }) => notOffered?.[column] === undefined))(
        "$name",
        async ({ start, go }) => {
          const complaints: string[] = [];
          await inVault({ ...start, look, mobile: mobile === true }, async (handle) => {
            await go(await Person.at(surrounding, handle, complaints));
          });
          expect(complaints).toEqual([]);
        },
      );
    });
  });
}
