import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import { segmentMarks } from "../../src/tcp/segment-marks";
import { arbitraryExchange, type ExchangeSegment } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { damage, damagedFrame, WHOLE } from "../support/damaged-frames";
import { exchangeFrames } from "../support/exchange-frames";
import type { TimedFrame } from "../support/packet-builder";
import { drawnMarks, infoMarks } from "./drawn-marks";
import { framesSeed, installedRules, tsharkRowsOf } from "./tshark";

const EXCHANGES = 1000;

const fields = [
  ...["frame.number", "tcp.stream", "tcp.seq", "tcp.ack", "tcp.nxtseq", "tcp.completeness"],
  ...["tcp.window_size", "tcp.window_size_scalefactor"],
  ...segmentMarks.map((mark) => `tcp.analysis.${mark}`),
  ...["flags", "acks_frame", "ack_rtt", "bytes_in_flight", "push_bytes_sent", "duplicate_ack_num"].map(
    (name) => `tcp.analysis.${name}`,
  ),
  ...[
    "tcp.len",
    "tcp.hdr_len",
    "tcp.options.mss_val",
    "tcp.options.wscale.shift",
    "tcp.options.wscale.multiplier",
  ],
  ...[
    "tcp.options.sack_le",
    "tcp.options.sack_re",
    "tcp.options.timestamp.tsval",
    "tcp.options.timestamp.tsecr",
  ],
  ...["tcp.time_relative", "tcp.time_delta"],
  ...["duplicate_ack_frame", "rto", "rto_frame", "initial_rtt"].map((name) => `tcp.analysis.${name}`),
];

const rules = installedRules();

describe.skipIf(rules === undefined)("the installed tshark (else skipped)", () => {
  it(`says the same of ${String(EXCHANGES)} made-up exchanges`, { timeout: 120_000 }, async () => {
    const exchanges = fc.sample(arbitraryExchange, { numRuns: EXCHANGES, seed: framesSeed });
    // One file for all, as a tshark takes longer to start than to read; each exchange has its own ends.
    await compare(
      exchanges.flatMap((segments, number) =>
        exchangeFrames(segments, endsOf(number), startOf(segments, number)),
      ),
    );
  });

  it(
    `says the same of ${String(EXCHANGES)} whose frames are cut, tagged or damaged`,
    { timeout: 120_000 },
    async () => {
      const exchanges = fc.sample(
        fc.tuple(arbitraryExchange, fc.array(damage, { minLength: 40, maxLength: 40 })),
        {
          numRuns: EXCHANGES,
          seed: framesSeed,
        },
      );
      const frames = exchanges.flatMap(([segments, damages], number) =>
        segments.map((segment, i) =>
          damagedFrame(segment, damages[i % damages.length] ?? WHOLE, endsOf(number)),
        ),
      );
      await compare(frames);
    },
  );
});

/** Some start with 1970, as captures that were made up do: Wireshark takes such a time of a SYN for none. */
function startOf(segments: readonly ExchangeSegment[], number: number): bigint | undefined {
  return number % 5 === 0 && segments.every(({ time }) => time >= 0) ? 0n : undefined;
}

function endsOf(number: number): readonly [string, string] {
  const host = `${String(number >> 8)}.${String(number & 255)}`;
  return [`10.1.${host}:61000`, `10.2.${host}:61001`];
}

async function compare(frames: readonly TimedFrame[]): Promise<void> {
  const file = pcapFile(frames, { nanoseconds: true });
  const source = sourceOf(file);
  const index = await indexCapture(source, undefined, rules);
  const words = await drawnMarks(source, index);
  const ours: string[] = [];
  for await (const row of packetRows(source, index, fields))
    ours.push(...cellsOf([...row, words[Number(row[0]) - 1] ?? ""]));
  expect(ours).toEqual(answersTo(file).flatMap(cellsOf));
}

function answersTo(file: Uint8Array): readonly (readonly string[])[] {
  const rows = tsharkRowsOf(file, [...fields, "_ws.col.Info"]);
  return rows.map((row) => [...row.slice(0, -1), infoMarks(row.at(-1) ?? "")]);
}

/** One line a cell, so that a difference names its frame and field. */
function cellsOf(row: readonly string[]): readonly string[] {
  return row.map((cell, i) => `${String(row[0])} ${fields[i] ?? "Info"} = ${cell}`);
}
