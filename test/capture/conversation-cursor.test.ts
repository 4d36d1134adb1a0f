import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaptureSource } from "../../src/capture/capture-source";
import { ConversationCursor } from "../../src/capture/conversation-cursor";
import { indexCapture } from "../../src/capture/index-capture";
import { listAnalysedConversations, listDatagrams } from "../../src/capture/list-conversations";
import { formatIpv4, formatSocketAddress } from "../../src/base/address";
import { arbitraryExchange, type ExchangeSegment } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { fixture, repositoryRoot, sourceOf } from "../support/capture-files";
import { exchangeFrames } from "../support/exchange-frames";

type Row = Record<string, unknown>;

/** What both say of a conversation: the cursor, and the summaries that are made with all findings. */
function told(row: object): Row {
  const all = row as Row;
  const names = [
    ...["protocol", "number", "ends", "frames", "framesEachWay", "octetsEachWay", "payloadEachWay"],
    ...["start", "duration", "completenessText", "retransmissions", "anomalies", "matter"],
  ];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

async function bothWays(source: CaptureSource): Promise<readonly [readonly Row[], readonly Row[]]> {
  const index = await indexCapture(source);
  const cursor = new ConversationCursor(index, true);
  const gone = Array.from({ length: cursor.count }, (_, place) => told(cursor.at(place)));
  const listed = [...listAnalysedConversations(index), ...listDatagrams(index)].map(told);
  return [gone, listed];
}

describe("a cursor says what the summaries of a list say", () => {
  const names = readdirSync(`${repositoryRoot}test/fixtures/captures`).filter((name) =>
    name.endsWith(".pcap"),
  );

  it.each(names)("of %s", async (name) => {
    const [gone, listed] = await bothWays(sourceOf(fixture(name)));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone).toEqual(listed);
  });

  it("of any exchange, and of its first segment alone", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, async (segments) => {
        fc.pre(segments.length > 0);
        for (const some of [segments, segments.slice(0, 1)]) {
          const [gone, listed] = await bothWays(captureOf(some));
          expect(gone).toEqual(listed);
        }
      }),
    );
  });
});

it("gives addresses of IPv4 as numbers", async () => {
  const cursor = new ConversationCursor(await indexCapture(sourceOf(fixture("v1-echo-lo.pcap"))), false);
  const { ends, isIpv4, retransmissions, anomalies, matter } = cursor.at(0);
  const written = ([0, 1] as const).map((end) =>
    formatSocketAddress(formatIpv4(cursor.addressOf(end)), cursor.portOf(end)),
  );
  expect([isIpv4, written]).toEqual([true, ends]);
  expect([retransmissions, anomalies, matter]).toEqual([undefined, undefined, undefined]);
});

function captureOf(segments: readonly ExchangeSegment[]): CaptureSource {
  const frames = exchangeFrames(segments, ["192.0.2.1:61000", "192.0.2.2:61001"]);
  return sourceOf(pcapFile(frames, { nanoseconds: true }));
}
