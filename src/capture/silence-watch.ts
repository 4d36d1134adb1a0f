import type { Finding } from "../tcp/finding";
import { ACK, FIN, SYN } from "../tcp/flags";
import { isSequenceBefore } from "../tcp/sequence-number";
import type { CaptureIndex } from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

/** In nanoseconds: a shorter wait is never the thing that matters most (src/tcp/what-matters.ts). */
const SILENCE = 0.5e9;
/** Shorter silences are the way's, not the ends' (src/tcp/reasons/pauses.ts). */
const WAIT_ROUND_TRIPS = 4;

/** Flags of the three frames that open a connection. */
const handshake = [SYN, SYN | ACK, ACK];

/**
 * How long the ends of each conversation had nothing new to say, column by column as the reasons would find it:
 * news is payload, SYN, FIN, or an acknowledgment higher than all before.
 */
export class SilenceWatch {
  readonly #index: CaptureIndex;
  /** Rows counted from 1; 0 before the first. */
  readonly #newsRow: Uint32Array;
  readonly #lastRow: Uint32Array;
  readonly #frames: Uint32Array;
  readonly #firstRow: Uint32Array;
  readonly #acknowledged: Uint32Array;
  readonly #hasAcknowledged: Uint8Array;
  readonly #hasFin: Uint8Array;
  /** Whether the first three frames are a handshake and no other has a SYN, or none has. */
  readonly #isPlain: Uint8Array;
  /** Whether the first frame has a SYN. */
  readonly #isOpened: Uint8Array;
  /** In nanoseconds, from the handshake. */
  readonly #roundTrip: Float64Array;
  readonly #waits = new Map<number, Extract<Finding, { kind: "pause" }>>();

  constructor(index: CaptureIndex) {
    const { count } = index.conversations;
    this.#index = index;
    this.#newsRow = new Uint32Array(count);
    this.#lastRow = new Uint32Array(count);
    this.#frames = new Uint32Array(count);
    this.#firstRow = new Uint32Array(count);
    this.#acknowledged = new Uint32Array(2 * count);
    this.#hasAcknowledged = new Uint8Array(2 * count);
    this.#hasFin = new Uint8Array(count);
    this.#isPlain = new Uint8Array(count);
    this.#isOpened = new Uint8Array(count);
    this.#roundTrip = new Float64Array(count);
  }

  /** Takes the next row, and gives whether only the reasons can say what its silence means. */
  isOdd(row: number, side: number, hasContent: boolean): boolean {
    const conversation = side >> 1;
    const last = this.#lastRow[conversation] ?? 0;
    const isBack = last !== 0 && nanosecondsBetween(this.#index.frames, last - 1, row) < 0;
    this.#lastRow[conversation] = row + 1;
    this.#rememberBeginning(row, side);
    const isNews = this.#isAdvance(row, side) || hasContent;
    const isOdd = isNews && this.#endsLongSilence(row, side);
    if (isNews) this.#newsRow[conversation] = row + 1;
    if (((this.#index.frames.flags[row] ?? 0) & FIN) !== 0) this.#hasFin[conversation] = 1;
    return isBack || isOdd;
  }

  /** Marks the conversations that end in silence after a FIN; gives the waits of those that are not marked. */
  end(eventful: Uint8Array): ReadonlyMap<number, Finding> {
    for (let number = 0; number < eventful.length; number += 1) {
      const [news, last] = [this.#newsRow[number] ?? 0, this.#lastRow[number] ?? 0];
      const isWaiting = this.#hasFin[number] === 1 && news !== 0;
      if (isWaiting && nanosecondsBetween(this.#index.frames, news - 1, last - 1) >= SILENCE)
        eventful[number] = 1;
    }
    for (const number of [...this.#waits.keys()]) {
      if (this.#isPlain[number] === 0) eventful[number] = 1;
      if (eventful[number] === 1) this.#waits.delete(number);
    }
    return this.#waits;
  }

  #rememberBeginning(row: number, side: number): void {
    const { frames } = this.#index;
    const conversation = side >> 1;
    const count = (this.#frames[conversation] ?? 0) + 1;
    this.#frames[conversation] = count;
    const flags = (frames.flags[row] ?? 0) & (SYN | ACK);
    if (count === 1) {
      this.#firstRow[conversation] = row;
      this.#isPlain[conversation] = 1;
      this.#isOpened[conversation] = flags & SYN;
    }
    const isHandshake = this.#isOpened[conversation] !== 0 && count <= handshake.length;
    const isAsExpected = isHandshake
      ? this.#isOfClient(side) === (count !== 2) && flags === handshake[count - 1]
      : (flags & SYN) === 0;
    if (!isAsExpected) this.#isPlain[conversation] = 0;
    if (isHandshake && count === handshake.length) this.#measureRoundTrip(row, conversation);
  }

  /** Wireshark takes a round trip of 0 for none yet: a later frame gives it then. */
  #measureRoundTrip(row: number, conversation: number): void {
    const roundTrip = nanosecondsBetween(this.#index.frames, this.#firstRow[conversation] ?? 0, row);
    if (roundTrip <= 0) this.#isPlain[conversation] = 0;
    else if (this.#isPlain[conversation] === 1) this.#roundTrip[conversation] = roundTrip;
  }

  #isOfClient(side: number): boolean {
    return (side & 1) === (this.#index.conversations.clientDirection[side >> 1] ?? 0);
  }

  #isAdvance(row: number, side: number): boolean {
    const { frames } = this.#index;
    if (((frames.flags[row] ?? 0) & ACK) === 0) return false;
    const ack = frames.acknowledgment[row] ?? 0;
    if (this.#hasAcknowledged[side] === 1 && !isSequenceBefore(this.#acknowledged[side] ?? 0, ack))
      return false;
    this.#hasAcknowledged[side] = 1;
    this.#acknowledged[side] = ack;
    return true;
  }

  /** Remembers the wait when an application spoke again; gives whether a FIN makes it a matter of closing. */
  #endsLongSilence(row: number, side: number): boolean {
    const conversation = side >> 1;
    const news = this.#newsRow[conversation] ?? 0;
    const span = news === 0 ? 0 : nanosecondsBetween(this.#index.frames, news - 1, row);
    if (span < SILENCE) return false;
    if (this.#hasFin[conversation] === 1) return true;
    if (span >= WAIT_ROUND_TRIPS * (this.#roundTrip[conversation] ?? 0) && this.#speaks(row))
      this.#rememberWait(side, [news, row + 1], span);
    return false;
  }

  #speaks(row: number): boolean {
    const { payloadLength, flags } = this.#index.frames;
    return (payloadLength[row] ?? 0) > 0 || ((flags[row] ?? 0) & FIN) !== 0;
  }

  #rememberWait(side: number, frames: readonly number[], span: number): void {
    const conversation = side >> 1;
    if (span <= (this.#waits.get(conversation)?.span ?? 0)) return;
    const end = this.#isOfClient(side) ? 0 : 1;
    const found = { cause: "application", confidence: "likely", count: 0 } as const;
    this.#waits.set(conversation, { kind: "pause", ...found, end, frames, span });
  }
}
