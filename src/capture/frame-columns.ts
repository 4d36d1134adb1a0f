import type { FrameColumns } from "./capture-index";
import type { FrameRecord } from "./frame-record";
import { grown } from "./growing-column";

const SMALLEST_CAPACITY = 1024;
/** Rows that are copied to have no more memory than they need. */
const MOST_COPIED = 65_536;

/** In `flags`, above those of TCP: the header says it is shorter than a header. */
export const HAS_SHORT_HEADER = 0x4000;

/** The frame columns while they are being filled; rows are added at the end, zeroed but for `conversation`. */
export class GrowingFrameColumns implements FrameColumns {
  count = 0;
  /** Whether no row is earlier than the one before it. */
  isInOrder = true;
  offset: Float64Array;
  seconds: Float64Array;
  nanoseconds: Uint32Array;
  capturedLength: Uint32Array;
  originalLength: Uint32Array;
  interfaceNumber: Uint16Array;
  conversation: Int32Array;
  sequence: Uint32Array;
  acknowledgment: Uint32Array;
  window: Uint16Array;
  flags: Uint16Array;
  payloadLength: Uint32Array;
  timestamp: Uint32Array;
  hasSack: Uint8Array;
  #capacity: number;

  constructor(expectedRows: number) {
    const capacity = Math.max(SMALLEST_CAPACITY, expectedRows);
    this.#capacity = capacity;
    this.offset = new Float64Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.nanoseconds = new Uint32Array(capacity);
    this.capturedLength = new Uint32Array(capacity);
    this.originalLength = new Uint32Array(capacity);
    this.interfaceNumber = new Uint16Array(capacity);
    this.conversation = new Int32Array(capacity);
    this.sequence = new Uint32Array(capacity);
    this.acknowledgment = new Uint32Array(capacity);
    this.window = new Uint16Array(capacity);
    this.flags = new Uint16Array(capacity);
    this.payloadLength = new Uint32Array(capacity);
    this.timestamp = new Uint32Array(capacity);
    this.hasSack = new Uint8Array(capacity);
  }

  /** Gives the number of a new row, of a frame that belongs to no conversation yet. */
  addRow(record: FrameRecord): number {
    const row = this.count;
    if (row === this.#capacity) this.#resize(this.#capacity * 2);
    this.count = row + 1;
    this.offset[row] = record.offset;
    this.seconds[row] = record.seconds;
    this.nanoseconds[row] = record.nanoseconds;
    this.capturedLength[row] = record.end - record.start;
    this.originalLength[row] = record.originalLength;
    this.conversation[row] = -1;
    if (row !== 0 && nanosecondsBetween(this, row - 1, row) < 0) this.isInOrder = false;
    // Rows come zeroed: what is mostly 0 is not written again.
    if (record.interfaceNumber !== 0) this.interfaceNumber[row] = record.interfaceNumber;
    return row;
  }

  /**
   * Gives the columns, each exactly as long as there are rows. Long ones stay where they are: what no row has touched
   * behind them takes no memory, and a copy would take as much again.
   */
  finish(): FrameColumns {
    const { count } = this;
    if (count <= MOST_COPIED) this.#resize(count);
    return {
      offset: this.offset.subarray(0, count),
      seconds: this.seconds.subarray(0, count),
      nanoseconds: this.nanoseconds.subarray(0, count),
      capturedLength: this.capturedLength.subarray(0, count),
      originalLength: this.originalLength.subarray(0, count),
      interfaceNumber: this.interfaceNumber.subarray(0, count),
      conversation: this.conversation.subarray(0, count),
      sequence: this.sequence.subarray(0, count),
      acknowledgment: this.acknowledgment.subarray(0, count),
      window: this.window.subarray(0, count),
      flags: this.flags.subarray(0, count),
      payloadLength: this.payloadLength.subarray(0, count),
      timestamp: this.timestamp.subarray(0, count),
      hasSack: this.hasSack.subarray(0, count),
    };
  }

  #resize(capacity: number): void {
    this.#capacity = capacity;
    this.offset = grown(Float64Array, this.offset, capacity);
    this.seconds = grown(Float64Array, this.seconds, capacity);
    this.nanoseconds = grown(Uint32Array, this.nanoseconds, capacity);
    this.capturedLength = grown(Uint32Array, this.capturedLength, capacity);
    this.originalLength = grown(Uint32Array, this.originalLength, capacity);
    this.interfaceNumber = grown(Uint16Array, this.interfaceNumber, capacity);
    this.conversation = grown(Int32Array, this.conversation, capacity);
    this.sequence = grown(Uint32Array, this.sequence, capacity);
    this.acknowledgment = grown(Uint32Array, this.acknowledgment, capacity);
    this.window = grown(Uint16Array, this.window, capacity);
    this.flags = grown(Uint16Array, this.flags, capacity);
    this.payloadLength = grown(Uint32Array, this.payloadLength, capacity);
    this.timestamp = grown(Uint32Array, this.timestamp, capacity);
    this.hasSack = grown(Uint8Array, this.hasSack, capacity);
  }
}

/** Gives whether a row stands at the very start of 1970, as the first one often does in captures that were made up. */
export function isAtEpoch({ seconds, nanoseconds }: FrameColumns, row: number): boolean {
  return seconds[row] === 0 && nanoseconds[row] === 0;
}

/** Gives the time from one row to another. Exact: the difference of the seconds is taken before nanoseconds are added. */
export function nanosecondsBetween(frames: FrameColumns, from: number, to: number): number {
  const seconds = (frames.seconds[to] ?? 0) - (frames.seconds[from] ?? 0);
  return seconds * 1e9 + (frames.nanoseconds[to] ?? 0) - (frames.nanoseconds[from] ?? 0);
}
