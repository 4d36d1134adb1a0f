import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stageJson } from "../../src/node/stage-json";
import { openCaptureFile } from "../../src/node/capture-file";
import { drawStates, exportSvg, readBlock } from "../../src/pipeline";
import { takenPath } from "../../src/state-diagram/taken-path";
import { root, sample } from "../node/command-line";
import { arbitraryExchange } from "../support/arbitrary-exchange";

const golden = join(root, "test/state-diagram/golden");

describe.each(["echo", "simultaneous-open", "reset-unread"])("the states of %s", (name) => {
  const draw = async (): Promise<NonNullable<ReturnType<typeof drawStates>>["scene"]> => {
    const open = (): ReturnType<Parameters<typeof readBlock>[2]> =>
      Promise.resolve(openCaptureFile(sample(`${name}.pcap`)));
    const { trace } = await readBlock("capture: x", name, open);
    const scene = drawStates(trace, name)?.scene;
    if (scene === undefined) throw new Error("no conversation");
    return scene;
  };

  it("are drawn", async () => {
    await expect(stageJson(await draw())).toMatchFileSnapshot(join(golden, `${name}.json`));
  });

  it("are exported", async () => {
    await expect(await exportSvg(await draw())).toMatchFileSnapshot(join(golden, `${name}.svg`));
  });
});

it("every change of every exchange has its arrow, or stands beside a state that is not CLOSED", () => {
  fc.assert(
    fc.property(arbitraryExchange, (exchange) => {
      const segments = exchange.map((segment, i) => ({
        ...segment,
        ...{ number: i + 1, timestamp: undefined, isLost: false, isTogether: false, analysis: undefined },
      }));
      const steps = takenPath({ conversation: 0, ends: [0, 1], events: [], segments });
      for (const { transition, from, words } of steps) {
        expect(transition === undefined && from === "CLOSED").toBe(false);
        expect(words).not.toBe("");
      }
    }),
  );
});

it("its picture in the documents is the golden one", () => {
  const documents = readFileSync(join(root, "docs/tcp-states.md"), "utf8");
  expect(documents).toContain("](../test/state-diagram/golden/echo.svg)");
});
