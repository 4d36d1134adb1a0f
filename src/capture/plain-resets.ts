import type { Finding } from "../tcp/finding";
import { ACK, SYN } from "../tcp/flags";
import { UNREAD_WITHIN } from "../tcp/reasons/resets";
import type { CaptureIndex, FrameColumns } from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

type ResetFinding = Extract<Finding, { readonly kind: "reset" }>;

/** Repeats of the resetter, without an answer, that may mean that it gave up: as in src/tcp/reasons/resets.ts. */
const MAY_HAVE_GIVEN_UP = 3;
/** Rows that may be looked through, all together: so many of each row of the capture, and as many more. */
const ROWS_EACH = 16;
const ROWS_MORE = 100_000;

/** What stands in the rows before a reset: rows, −1 for none; windows undefined without one. */
interface Before {
  /** The other end's latest segment, and how many the resetter sent since. */
  trigger: number;
  tries: number;
  /** The resetter's own latest payload was found. */
  hasSpoken: boolean;
  /** The other end's payload after that: the latest, the first, and how many octets. */
  payload: number;
  firstPayload: number;
  octets: number;
  /** What the resetter advertised last before those octets, and last of all. */
  windowBefore: number | undefined;
  windowAfter: number | undefined;
}

const nothingBefore: Before = {
  ...{ trigger: -1, tries: 0, hasSpoken: false, payload: -1, firstPayload: -1, octets: 0 },
  ...{ windowBefore: undefined, windowAfter: undefined },
};

/**
 * Explains the resets with which conversations ended that nothing else happened in, from the rows before them: by
 * the rules of src/tcp/reasons/resets.ts for such a reset, without looking at the whole conversation.
 */
export class PlainResets {
  readonly #index: CaptureIndex;
  #rowsLeft: number;

  constructor(index: CaptureIndex) {
    this.#index = index;
    this.#rowsLeft = ROWS_EACH * index.frameCount + ROWS_MORE;
  }

  /** Gives why a conversation was reset; undefined where only the reasons can tell. It names no frames. */
  explain(conversation: number): ResetFinding | undefined {
    const { conversations, frames, resets } = this.#index;
    const row = resets[conversation] ?? -1;
    const side = frames.conversation[row] ?? -1;
    const before = this.#rowsLeft < 0 ? undefined : this.#look(side, row, conversation);
    if (before === undefined || !hasConnection(this.#index, conversation)) return undefined;
    const end = (side & 1) === conversations.clientDirection[conversation] ? 0 : 1;
    const { octets } = before;
    const isPeerHeard = (conversations.payloadOctets[side ^ 1] ?? 0) > 0;
    const common = { kind: "reset", end, frames: [], span: undefined } as const;
    if (octets > 0) {
      const confidence = this.#isLikelyUnread(before, row) ? "likely" : "possible";
      return { ...common, cause: "unread-data", confidence, octets };
    }
    const isKnown = isBeginSeen(this.#index, conversation);
    const confidence = !isKnown ? "possible" : isPeerHeard ? "likely" : "certain";
    return { ...common, cause: "abort", confidence, octets };
  }

  #isLikelyUnread({ payload, windowBefore, windowAfter }: Before, row: number): boolean {
    const isShrunk = windowBefore !== undefined && windowAfter !== undefined && windowAfter < windowBefore;
    return isShrunk || nanosecondsBetween(this.#index.frames, payload, row) <= UNREAD_WITHIN;
  }

  /** Goes back to the resetter's latest payload and the other end's latest segment, or to the first row. */
  #look(side: number, reset: number, conversation: number): Before | undefined {
    const { frames, conversations, disorder } = this.#index;
    const { conversation: sides } = frames;
    const before: Before = { ...nothingBefore };
    const first = conversations.firstFrame[conversation] ?? reset;
    let row = reset - 1;
    for (; row >= first && !isFound(before); row -= 1) {
      if (sides[row] === side) noteOwn(before, frames, row);
      else if (sides[row] === (side ^ 1)) notePeer(before, frames, row);
    }
    this.#rowsLeft -= reset - row;
    // Only of what followed on it is known that it was new.
    const isNew = before.octets === 0 || before.firstPayload > (disorder[conversation] ?? -1);
    return isNew && isPlain(before, frames) && this.#rowsLeft >= 0 ? before : undefined;
  }
}

/** A reset may be the reply to what carries no acknowledgment, and the end of many tries. */
function isPlain({ trigger, tries }: Before, { flags }: FrameColumns): boolean {
  return trigger !== -1 && ((flags[trigger] ?? 0) & ACK) !== 0 && tries < MAY_HAVE_GIVEN_UP;
}

function isFound({ hasSpoken, trigger, tries }: Before): boolean {
  return (hasSpoken && trigger !== -1) || tries >= MAY_HAVE_GIVEN_UP;
}

/** A segment of the resetter's own: a SYN's window is not scaled as others are. */
function noteOwn(before: Before, { window, flags, payloadLength }: FrameColumns, row: number): void {
  if (before.trigger === -1) before.tries += 1;
  if (before.hasSpoken) return;
  before.hasSpoken = payloadLength[row] !== 0;
  if (((flags[row] ?? 0) & SYN) !== 0) return;
  before.windowAfter ??= window[row] ?? 0;
  if (before.payload !== -1) before.windowBefore ??= window[row] ?? 0;
}

/** Rows fall: a window that was noted as one before the payload came after an earlier one. */
function notePeer(before: Before, { payloadLength }: FrameColumns, row: number): void {
  const length = payloadLength[row] ?? 0;
  if (before.trigger === -1) before.trigger = row;
  if (length === 0 || before.hasSpoken) return;
  if (before.payload === -1) before.payload = row;
  before.firstPayload = row;
  before.octets += length;
  before.windowBefore = undefined;
}

/** Whether anything but resets shows that there was a connection; then nobody refused it. */
function hasConnection({ conversations }: CaptureIndex, number: number): boolean {
  const { synAckFrame, payloadOctets } = conversations;
  return [2 * number, 2 * number + 1].some(
    (side) => (synAckFrame[side] ?? -1) !== -1 || (payloadOctets[side] ?? 0) > 0,
  );
}

function isBeginSeen({ conversations: { synFrame, synAckFrame } }: CaptureIndex, number: number): boolean {
  return [synFrame, synAckFrame].some(
    (frames) => (frames[2 * number] ?? -1) !== -1 || (frames[2 * number + 1] ?? -1) !== -1,
  );
}
