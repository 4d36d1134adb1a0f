import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { epochNanoseconds, type EpochNanoseconds } from "../base/time";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import type { CaptureIndex, FrameColumns } from "./capture-index";
import type { CaptureSource } from "./capture-source";
import { FrameIndexer } from "./frame-indexer";
import { inflatedOctets } from "./inflated-octets";
import { joinOctets } from "./join-octets";
import { HEAD_LENGTH, openRecords } from "./open-records";
import { RecordFeed } from "./record-feed";
import type { RecordReader } from "./record-reader";

/** Told now and then how far the reading is; `octets` counts in the file as it stands. */
export type IndexProgress = (progress: { readonly octets: number; readonly frames: number }) => void;

/** About a typical capture's octets per frame, for the first size of the columns. */
const EXPECTED_FRAME_LENGTH = 400;
/** No more rows are set aside on a file size's word alone. */
const MOST_EXPECTED_ROWS = 4_000_000;

/**
 * Reads a capture once, from its start to its end, and gives its index.
 *
 * Keeps what was readable: damage is told in the index's diagnostics. Throws `DiagnosticError`
 * `unknown-magic` for a file that is no capture, and whatever the source throws (so a door cancels).
 */
export async function indexCapture(
  source: CaptureSource,
  onProgress?: IndexProgress,
  rules: WiresharkRules = "4.4",
): Promise<CaptureIndex> {
  const expectedRows = Math.ceil(Math.min((source.size ?? 0) / EXPECTED_FRAME_LENGTH, MOST_EXPECTED_ROWS));
  const indexer = new FrameIndexer(expectedRows, rules);
  const octets = await inflatedOctets(source, (read) =>
    onProgress?.({ octets: read, frames: indexer.frameCount }),
  );
  const { reader, cut } = await readRecords(octets.pieces, indexer).catch((error: unknown) => {
    // What could not be unpacked does not look like anything.
    const damage = octets.diagnostics.find(({ severity }) => severity === "error");
    throw damage === undefined ? error : new DiagnosticError(damage);
  });
  const { diagnostics, ...columns } = indexer.finish();
  return {
    format: reader.format,
    rules,
    isCompressed: octets.isCompressed,
    frameCount: indexer.frameCount,
    ...columns,
    interfaces: reader.interfaces,
    names: reader.names ?? new Map<string, string>(),
    start: frameTime(columns.frames, 0),
    diagnostics: [
      ...(octets.diagnostics.length > 0 ? octets.diagnostics : cut),
      ...reader.diagnostics,
      ...diagnostics,
    ],
  };
}

async function readRecords(
  pieces: AsyncIterable<Uint8Array>,
  indexer: FrameIndexer,
): Promise<{ readonly reader: RecordReader; readonly cut: readonly Diagnostic[] }> {
  let head: Uint8Array = new Uint8Array(0);
  let open: { readonly reader: RecordReader; readonly feed: RecordFeed } | undefined;
  for await (const piece of pieces) {
    let rest = piece;
    if (open === undefined) {
      // A file may come octet by octet: nothing is judged before its head is there. Only that is copied.
      const missing = HEAD_LENGTH - head.length;
      head = joinOctets(head, piece.subarray(0, missing));
      if (head.length < HEAD_LENGTH) continue;
      open = opened(head, indexer);
      if (!open.feed.push(head)) return { reader: open.reader, cut: [] };
      rest = piece.subarray(missing);
    }
    if (!open.feed.push(rest)) return { reader: open.reader, cut: [] };
  }
  if (open === undefined) {
    open = opened(head, indexer);
    if (!open.feed.push(head)) return { reader: open.reader, cut: [] };
  }
  const cut = open.feed.finish(indexer.frameCount + 1);
  if (cut !== undefined && open.reader.interfaces.length === 0)
    throw new DiagnosticError({ ...cut, severity: "error" });
  return { reader: open.reader, cut: cut === undefined ? [] : [cut] };
}

function opened(head: Uint8Array, indexer: FrameIndexer): { reader: RecordReader; feed: RecordFeed } {
  const reader = openRecords(
    head,
    (octets, record) => {
      indexer.add(octets, record, reader.interfaces[record.interfaceNumber]?.linkType ?? -1);
    },
    indexer,
  );
  return { reader, feed: new RecordFeed(reader) };
}

/** Gives the time of a row; undefined where there is no such row. */
export function frameTime(frames: FrameColumns, row: number): EpochNanoseconds | undefined {
  const seconds = frames.seconds[row];
  if (seconds === undefined) return undefined;
  return epochNanoseconds(BigInt(seconds) * 1_000_000_000n + BigInt(frames.nanoseconds[row] ?? 0));
}
