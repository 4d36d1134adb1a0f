import type { Finding } from "../tcp/finding";
import { FIN, RST, SYN } from "../tcp/flags";
import { addToSequence, isSequenceBefore } from "../tcp/sequence-number";
import type { CaptureIndex } from "./capture-index";
import { SilenceWatch } from "./silence-watch";

/** What is known of the conversations of a capture from one pass over its columns. */
export interface ConversationSurvey {
  /** 1 for each conversation that may have more to tell than its columns and its longest wait. */
  readonly eventful: Uint8Array;
  /** The longest wait for an application, of conversations that are not eventful. */
  readonly waits: ReadonlyMap<number, Finding>;
}

/**
 * Gives which conversations the reasons have to look at: those with a segment that repeats or leaves a gap, a
 * reset, a closed window, an acknowledgment of what was not seen, a clock that goes back, a silence after a
 * FIN. In all others the reasons find no repeat, no failure and no gap, and a wait only where an end spoke
 * again after a silence, which is found here; so many quiet conversations cost next to nothing.
 */
export function surveyConversations(index: CaptureIndex): ConversationSurvey {
  const order = new OrderWatch(index);
  const silence = new SilenceWatch(index);
  const { frames, conversations, frameCount } = index;
  const eventful = new Uint8Array(conversations.count);
  for (let row = 0; row < frameCount; row += 1) {
    const side = frames.conversation[row] ?? -1;
    if (side < 0) continue;
    const length = countedLength(index, row);
    const isOdd = order.isOdd(row, side, length) || isStop(index, row);
    if (silence.isOdd(row, side, length > 0) || isOdd) eventful[side >> 1] = 1;
  }
  return { eventful, waits: silence.end(eventful) };
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
