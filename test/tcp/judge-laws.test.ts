import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import { ACK, FIN, SYN } from "../../src/tcp/flags";
import { segmentMarks } from "../../src/tcp/segment-marks";
import { addToSequence } from "../../src/tcp/sequence-number";
import { arbitraryExchange, type ExchangeSegment } from "../support/arbitrary-exchange";
import { pcapFile, type FileForm } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { exchangeFrames, type ExchangeEnds } from "../support/exchange-frames";
import type { TimedFrame } from "../support/packet-builder";
import { judge } from "./judged-exchange";

const ends: ExchangeEnds = ["192.0.2.1:61000", "192.0.2.2:61001"];
const values = ["ack_rtt", "bytes_in_flight", "push_bytes_sent", "duplicate_ack_num", "rto"];
const fields = ["tcp.srcport", ...[...segmentMarks, ...values].map((name) => `tcp.analysis.${name}`)];

/** What is said of each frame, but for the numbers of other frames. */
async function said(
  frames: readonly TimedFrame[],
  form: FileForm = {},
): Promise<readonly (readonly string[])[]> {
  const source = sourceOf(pcapFile(frames, { nanoseconds: true, ...form }));
  const rows: (readonly string[])[] = [];
  for await (const row of packetRows(source, await indexCapture(source), fields)) rows.push(row);
  return rows;
}

function withoutPorts(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map((row) => row.slice(1));
}

describe("what the analysis says", () => {
  it("does not change with the ends' addresses and ports", async () => {
    const others = fc.constantFrom<ExchangeEnds>(
      ["192.0.2.2:61001", "192.0.2.1:61000"],
      ["192.0.2.9:1", "192.0.2.9:65535"],
      ["198.51.100.7:80", "192.0.2.1:80"],
    );
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, others, async (segments, other) => {
        const [ours, theirs] = [
          await said(exchangeFrames(segments, ends)),
          await said(exchangeFrames(segments, other)),
        ];
        expect(withoutPorts(theirs)).toEqual(withoutPorts(ours));
      }),
    );
  });

  it("does not change with what is captured afterwards", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, fc.nat(40), async (segments, length) => {
        const frames = exchangeFrames(segments, ends);
        expect(await said(frames.slice(0, length))).toEqual((await said(frames)).slice(0, length));
      }),
    );
  });

  it("does not change with other conversations between its frames", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, arbitraryExchange, async (segments, unrelated) => {
        const frames = exchangeFrames(segments, ends);
        const others = exchangeFrames(unrelated, ["192.0.2.1:61000", "192.0.2.2:61002"]);
        const mixed = frames.flatMap((frame, i) => {
          const other = others[i];
          return other === undefined ? [frame] : [other, frame];
        });
        const isOwn = (_: unknown, row: number): boolean =>
          frames.includes(mixed[row] ?? { octets: new Uint8Array() });
        expect((await said(mixed)).filter(isOwn)).toEqual(await said(frames));
      }),
    );
  });

  it("is the same of files in either byte order", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, async (segments) => {
        const frames = exchangeFrames(segments, ends);
        expect(await said(frames, { order: "big" })).toEqual(await said(frames, { order: "little" }));
      }),
      { numRuns: 30 },
    );
  });

  it("does not change when every number grows by the same", () => {
    const growth = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(arbitraryExchange, growth, (exchange, by) => {
        // A field that acknowledges nothing does not grow; what is remembered of it may equal a number that does.
        const plain = exchange.filter(
          ({ flags, seq, ack }, i) => seq !== 0 && ((i === 0 && ack === 0) || (flags & ACK) !== 0),
        );
        const grown = plain.map((segment) => shifted(segment, by));
        fc.pre([...plain, ...grown].every((segment) => isFarFromNone(segment, exchange)));
        expect(marksOf(grown)).toEqual(marksOf(plain));
      }),
    );
  });
});

function marksOf(segments: readonly ExchangeSegment[]): readonly (readonly string[])[] {
  return judge(segments.map(({ from, ...segment }) => ({ ...segment, direction: from }))).map(({ marks }) => [
    ...marks,
  ]);
}

function shifted(segment: ExchangeSegment, by: readonly [number, number]): ExchangeSegment {
  const own = by[segment.from];
  const peers = by[segment.from === 0 ? 1 : 0];
  const sack = segment.sack?.map(
    ([left, right]) => [addToSequence(left, peers), addToSequence(right, peers)] as const,
  );
  return {
    ...segment,
    seq: addToSequence(segment.seq, own),
    // The first SYN has no acknowledgment to be shifted; any number will do.
    ack: (segment.flags & ACK) === 0 ? segment.ack : addToSequence(segment.ack, peers),
    ...(sack === undefined ? {} : { sack }),
  };
}

/**
 * Wireshark keeps 0 for "none yet" (for a window the number before it) and calculates with it all the same: a first
 * segment one before 0 is a Keep-Alive or fills the window, and one that ends at the window of the first SYN fills that.
 */
function isFarFromNone(segment: ExchangeSegment, exchange: readonly ExchangeSegment[]): boolean {
  const { flags, seq, ack, payloadLength } = segment;
  const edges = [0, 0xffffffff, exchange[0]?.window];
  const isAckFar = (flags & ACK) === 0 || (ack !== 0 && ack !== 1);
  const isEndFar = endOf(seq, segment) !== 0 && !edges.includes(addToSequence(seq, payloadLength));
  return seq !== 0 && seq !== 0xffffffff && isAckFar && isEndFar;
}

function endOf(
  seq: number,
  { flags, payloadLength }: Pick<ExchangeSegment, "flags" | "payloadLength">,
): number {
  return addToSequence(seq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
}
