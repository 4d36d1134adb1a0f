import { FIN, RST, SYN } from "../tcp/flags";
import { addToSequence, isSequenceBefore } from "../tcp/sequence-number";
import type { CaptureIndex } from "./capture-index";

/** Silence worth a look, in seconds: a wait half as long is never the thing that matters most. */
const SILENCE = 0.5;

/**
 * Gives 1 for each conversation that may have more to tell than its columns do: a segment that repeats or leaves a
 * gap, a reset, a closed window, an acknowledgment of what was not seen, a silence, a clock that goes back.
 *
 * Where it gives 0, the reasons find no repeat, no failure, no gap and no wait. One pass over columns, so that the
 * many conversations where nothing happened cost next to nothing.
 */
export function eventfulConversations(index: CaptureIndex): Uint8Array {
  const order = new OrderWatch(index);
  const silence = new SilenceWatch(index);
  const { frames, conversations, frameCount } = index;
  const eventful = new Uint8Array(conversations.count);
  for (let row = 0; row < frameCount; row += 1) {
    const side = frames.conversation[row] ?? -1;
    if (side < 0) continue;
    const length = countedLength(index, row);
    const isOdd = order.isOdd(row, side, length) || isStop(index, row);
    if (silence.isLong(row, side >> 1, length > 0) || isOdd) eventful[side >> 1] = 1;
  }
  silence.endAll(eventful);
  return eventful;
}

/** Octets that the sequence numbers count: payload, and SYN or FIN as one. */
function countedLength({ frames }: CaptureIndex, row: number): number {
  return (frames.payloadLength[row] ?? 0) + (((frames.flags[row] ?? 0) & (SYN | FIN)) === 0 ? 0 : 1);
}

function isStop({ frames }: CaptureIndex, row: number): boolean {
  return ((frames.flags[row] ?? 0) & RST) !== 0 || frames.window[row] === 0;
}

/** Where each direction's numbers have come to. */
class OrderWatch {
  readonly #index: CaptureIndex;
  readonly #end: Uint32Array;
  readonly #isKnown: Uint8Array;

  constructor(index: CaptureIndex) {
    this.#index = index;
    this.#end = new Uint32Array(2 * index.conversations.count);
    this.#isKnown = new Uint8Array(2 * index.conversations.count);
  }

  /** Gives whether a segment does not follow on, or acknowledges what was not seen. */
  isOdd(row: number, side: number, length: number): boolean {
    const seq = this.#index.frames.sequence[row] ?? 0;
    const end = this.#end[side] ?? 0;
    const isNext = this.#isKnown[side] === 0 || seq === end;
    const after = addToSequence(seq, length);
    if (isNext || isSequenceBefore(end, after)) this.#end[side] = after;
    this.#isKnown[side] = 1;
    return !isNext || this.#isAhead(row, side ^ 1);
  }

  #isAhead(row: number, peer: number): boolean {
    const ack = this.#index.frames.acknowledgment[row] ?? 0;
    return this.#isKnown[peer] === 1 && isSequenceBefore(this.#end[peer] ?? 0, ack);
  }
}

/** How long each conversation was silent, but for bare acknowledgments. */
class SilenceWatch {
  readonly #index: CaptureIndex;
  readonly #since: Float64Array;
  readonly #last: Float64Array;

  constructor(index: CaptureIndex) {
    this.#index = index;
    this.#since = new Float64Array(index.conversations.count).fill(-1);
    this.#last = new Float64Array(index.conversations.count);
  }

  /** Gives whether a row ends a silence, or stands before the row before it. */
  isLong(row: number, conversation: number, isNews: boolean): boolean {
    const { seconds, nanoseconds } = this.#index.frames;
    const time = (seconds[row] ?? 0) + (nanoseconds[row] ?? 0) / 1e9;
    const since = this.#since[conversation] ?? -1;
    const isBack = since >= 0 && time < (this.#last[conversation] ?? 0);
    const isLong = since >= 0 && time - since >= SILENCE;
    this.#last[conversation] = time;
    if (isNews || since < 0) this.#since[conversation] = time;
    return isBack || (isNews && isLong);
  }

  /** Marks the conversations that end in silence. */
  endAll(eventful: Uint8Array): void {
    for (let number = 0; number < eventful.length; number += 1) {
      if ((this.#last[number] ?? 0) - (this.#since[number] ?? 0) >= SILENCE) eventful[number] = 1;
    }
  }
}
