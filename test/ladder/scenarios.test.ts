/**
 * A text picture of every TCP situation in test/fixtures/scenarios, and of every recording in test/fixtures/live: what
 * is drawn of it, in a form a person can read.
 *
 * A change is wanted or it is a fault: look at it first, then accept it with
 * `npx vitest run test/ladder/scenarios.test.ts --update`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCaptureFile } from "../../src/node/capture-file";
import { layoutBlock, readBlock, textPicture } from "../../src/pipeline";
import { root } from "../node/command-line";

describe.each(["scenarios", "live"])("the captures in %s", (kind) => {
  const folder = join(root, "test/fixtures", kind);
  const captures = readdirSync(folder).filter((name) => name.endsWith(".pcap"));

  it.each(captures)("%s is laid out", async (name) => {
    const reading = await readBlock(`capture: ${name}`, name, () =>
      Promise.resolve(openCaptureFile(join(folder, name))),
    );
    const picture = textPicture(layoutBlock(reading)).trimEnd();
    const golden = join(root, `test/golden-${kind}`, name.replace(/\.pcap$/u, ".txt"));
    await expect(`${picture}\n`).toMatchFileSnapshot(golden);
  });
});
