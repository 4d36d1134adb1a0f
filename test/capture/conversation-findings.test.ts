import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listAnalysedConversations } from "../../src/capture/list-conversations";
import type { CaptureSource } from "../../src/capture/capture-source";
import { readCapture } from "../../src/read/read-capture";
import { countRetransmissions } from "../../src/tcp/what-matters";
import { arbitraryExchange } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { fixture, repositoryRoot, sourceOf } from "../support/capture-files";
import { exchangeFrames } from "../support/exchange-frames";

interface Told {
  readonly verdict: string;
  readonly retransmissions: number | undefined;
}

/** What follows from the reasons: the count, and the end of the verdict. */
function weighed({ verdict, retransmissions }: Told): readonly unknown[] {
  return [retransmissions, verdict.split(/, server [\d,.]+ [a-zA-Z]+/u).at(-1)];
}

/** Verdict and count of each conversation: from the columns alone, and from all that its drawing knows. */
async function bothWays(source: CaptureSource): Promise<readonly [readonly Told[], readonly Told[]]> {
  const index = await indexCapture(source);
  const { trace } = await readCapture(source, index, {
    ...{ conversation: { kind: "all" }, endpoints: [], names: new Map(), lifelines: "port" },
  });
  return [
    listAnalysedConversations(index).map(({ verdict, retransmissions }) => ({ verdict, retransmissions })),
    trace.conversations.map(({ verdict, findings = [] }) => ({
      verdict,
      retransmissions: countRetransmissions(findings),
    })),
  ];
}

describe("the list says what the drawing says", () => {
  const names = readdirSync(`${repositoryRoot}test/fixtures/captures`).filter((name) =>
    name.endsWith(".pcap"),
  );

  it.each(names)("of %s", async (name) => {
    const [listed, drawn] = await bothWays(sourceOf(fixture(name)));
    expect(listed).toEqual(drawn);
  });

  it("of any exchange", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, async (segments) => {
        fc.pre(segments.length > 0);
        const frames = exchangeFrames(segments, ["192.0.2.1:61000", "192.0.2.2:61001"]);
        const [listed, drawn] = await bothWays(sourceOf(pcapFile(frames, { nanoseconds: true })));
        expect(listed.map(weighed)).toEqual(drawn.map(weighed));
      }),
    );
  });
});
