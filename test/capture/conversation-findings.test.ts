import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listAnalysedConversations } from "../../src/capture/list-conversations";
import type { CaptureSource } from "../../src/capture/capture-source";
import { readCapture } from "../../src/read/read-capture";
import { countRetransmissions } from "../../src/tcp/what-matters";
import { ACK, FIN, SYN } from "../../src/tcp/flags";
import { addToSequence } from "../../src/tcp/sequence-number";
import { arbitraryExchange, type ExchangeSegment } from "../support/arbitrary-exchange";
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

/** What one end does next in a conversation without loss: `size` octets, its FIN, or a bare acknowledgment; milliseconds later. */
const calmStep = fc.record({
  from: fc.constantFrom<0 | 1>(0, 1),
  kind: fc.constantFrom("data", "data", "ack", "ack", "fin"),
  size: fc.integer({ min: 1, max: 1460 }),
  pause: fc.constantFrom(0, 1, 40, 190, 260, 310, 499, 500, 700, 1600, -1),
});

/** A conversation in which every octet comes once and in order, cut off at either side; waits anywhere, also after a FIN. */
const calmExchange = fc
  .record({
    steps: fc.array(calmStep, { maxLength: 25 }),
    hasOpening: fc.boolean(),
    roundTrip: fc.constantFrom(0, 3, 120),
    ackLag: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ steps, hasOpening, roundTrip, ackLag }) => {
    const next: [number, number] = [1000, 0xfffffe00];
    const closed = [false, false];
    const segments: ExchangeSegment[] = [];
    let time = 0;
    const send = (from: 0 | 1, flags: number, payloadLength: number): void => {
      const heard = segments.filter((segment) => segment.from !== from);
      // What came last is not acknowledged yet.
      const seen = ackLag === 0 ? undefined : heard.slice(0, -ackLag).at(-1);
      const ack = seen === undefined ? next[from === 0 ? 1 : 0] : endOf(seen);
      const hasAck = (flags & ACK) !== 0;
      segments.push({
        ...{ from, time: time * 1e6, flags, payloadLength, window: 8000 },
        ...{ seq: next[from], ack: hasAck ? ack : 0 },
      });
      next[from] = addToSequence(next[from], payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
    };
    if (hasOpening) {
      send(0, SYN, 0);
      time += roundTrip;
      send(1, SYN | ACK, 0);
      send(0, ACK, 0);
    }
    for (const { from, kind, size, pause } of steps) {
      time += pause;
      const isOver = closed[from] === true;
      send(from, kind === "fin" && !isOver ? FIN | ACK : ACK, kind === "data" && !isOver ? size : 0);
      closed[from] ||= kind === "fin";
    }
    return segments;
  });

function endOf({ seq, payloadLength, flags }: ExchangeSegment): number {
  return addToSequence(seq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
}

describe("the list says what the drawing says", () => {
  const names = readdirSync(`${repositoryRoot}test/fixtures/captures`).filter((name) =>
    name.endsWith(".pcap"),
  );

  it.each(names)("of %s", async (name) => {
    const [listed, drawn] = await bothWays(sourceOf(fixture(name)));
    expect(listed).toEqual(drawn);
  });

  it.each([
    ["any exchange", arbitraryExchange, undefined],
    ["any exchange at the start of 1970", arbitraryExchange, 0n],
    ["a calm exchange", calmExchange, undefined],
  ])("of %s", async (_, exchange, start) => {
    await fc.assert(
      fc.asyncProperty(exchange, async (segments) => {
        fc.pre(segments.length > 0 && segments.every(({ time }) => time >= 0 || start === undefined));
        const frames = exchangeFrames(segments, ["192.0.2.1:61000", "192.0.2.2:61001"], start);
        const [listed, drawn] = await bothWays(sourceOf(pcapFile(frames, { nanoseconds: true })));
        expect(listed.map(weighed)).toEqual(drawn.map(weighed));
      }),
    );
  });
});
