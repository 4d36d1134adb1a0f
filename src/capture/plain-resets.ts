import type { Finding } from "../tcp/finding";
import { ACK, SYN } from "../tcp/flags";
import { UNREAD_WITHIN } from "../tcp/reasons/resets";
import { isSequenceBefore } from "../tcp/sequence-number";
import type { CaptureIndex, FrameColumns } from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

/** Repeats of the resetter without an answer after which it gave up: as in src/tcp/reasons/resets.ts. */
const GIVES_UP_AFTER = 3;
const NONE = -1;

/** What an end sent before a reset; numbers as 32 bits with a sign. */
interface Sent {
  /** The number after the highest octet, and the octets below it that were passed by. */
  next: number;
  isBegun: boolean;
  holeLeft: number;
  holeRight: number;
  hasHole: boolean;
  /** The highest acknowledgment. */
  acked: number;
  hasAcked: boolean;
}

/** What came before the reset that ended a conversation; rows, windows: −1 for none. */
interface Before {
  readonly reset: number;
  /** Conversation × 2 + direction of the resetter. */
  readonly side: number;
  readonly own: Sent;
  readonly peer: Sent;
  /** The other end's latest segment, and what the resetter sent since that brought nothing new. */
  trigger: number;
  tries: number;
  /** The other end's latest payload, and how many new octets came after the resetter's own latest payload. */
  payload: number;
  octets: number;
  /** What the resetter advertised last before those octets, and last of all; a SYN's window is not scaled as others are. */
  windowBefore: number;
  window: number;
}

/**
 * Explains the resets (and refusals) with which conversations ended that nothing else happened in, by the rules of
 * src/tcp/reasons for such a reset, in one way through the rows. Gives findings that name no frames, by conversation;
 * none where only the reasons can tell.
 */
export function explainResets(index: CaptureIndex): ReadonlyMap<number, Finding> {
  const found = new Map<number, Finding>();
  const wanted: Before[] = [];
  const { resets, eventful } = index;
  for (let number = 0; number < resets.length; number += 1) {
    const reset = resets[number] ?? NONE;
    if (reset === NONE || eventful[number] === 1) continue;
    if (isRefused(index, number)) found.set(number, refused);
    else if (hasConnection(index, number)) wanted.push(nothingBefore(index, reset));
  }
  goThrough(index, wanted);
  for (const before of wanted) {
    const finding = explained(index, before);
    if (finding !== undefined) found.set(before.side >> 1, finding);
  }
  return found;
}

const refused: Finding = { kind: "refused", end: 1, confidence: "certain", frames: [] };

/** As `endingOf` tells it where nothing but a reset of the server came. */
function isRefused({ conversations, frames, resets }: CaptureIndex, number: number): boolean {
  const { synFrame, synAckFrame, payloadOctets, clientDirection } = conversations;
  const client = 2 * number + (clientDirection[number] ?? 0);
  const server = client ^ 1;
  if (frames.conversation[resets[number] ?? 0] !== server || synFrame[client] === NONE) return false;
  const isAnswered = synFrame[server] !== NONE || synAckFrame[server] !== NONE;
  return !isAnswered && payloadOctets[client] === 0 && payloadOctets[server] === 0;
}

/** Whether anything but resets shows that there was a connection; then nobody refused it. */
function hasConnection({ conversations }: CaptureIndex, number: number): boolean {
  const { synAckFrame, payloadOctets } = conversations;
  return [2 * number, 2 * number + 1].some(
    (side) => (synAckFrame[side] ?? NONE) !== NONE || (payloadOctets[side] ?? 0) > 0,
  );
}

function nothingBefore({ frames }: CaptureIndex, reset: number): Before {
  const side = frames.conversation[reset] ?? 0;
  return {
    ...{ reset, side, own: nothingSent(), peer: nothingSent() },
    ...{ trigger: NONE, tries: 0, payload: NONE, octets: 0, windowBefore: NONE, window: NONE },
  };
}

function nothingSent(): Sent {
  return { next: 0, isBegun: false, holeLeft: 0, holeRight: 0, hasHole: false, acked: 0, hasAcked: false };
}

function goThrough({ frames, conversations }: CaptureIndex, wanted: readonly Before[]): void {
  /** By conversation, its place among those that are wanted, from 1. */
  const places = new Int32Array(conversations.count);
  let first = frames.conversation.length;
  let last = 0;
  for (const [at, { side, reset }] of wanted.entries()) {
    places[side >> 1] = at + 1;
    first = Math.min(first, conversations.firstFrame[side >> 1] ?? 0);
    last = Math.max(last, reset);
  }
  const sides = frames.conversation;
  for (let row = first; row < last; row += 1) {
    const side = sides[row] ?? NONE;
    const place = side < 0 ? 0 : (places[side >> 1] ?? 0);
    const before = place === 0 ? undefined : wanted[place - 1];
    if (before === undefined || row === before.reset) continue;
    if (side === before.side) noteOwn(before, frames, row);
    else notePeer(before, frames, row);
  }
}

function noteOwn(before: Before, frames: FrameColumns, row: number): void {
  const isFresh = takeOctets(before.own, frames, row);
  const isAdvance = takeAcknowledgment(before.own, frames, row);
  if (!isFresh && !isAdvance) before.tries += 1;
  if (((frames.flags[row] ?? 0) & SYN) === 0) before.window = frames.window[row] ?? 0;
  if (frames.payloadLength[row] !== 0) before.octets = 0;
}

function notePeer(before: Before, frames: FrameColumns, row: number): void {
  const length = frames.payloadLength[row] ?? 0;
  const isFresh = takeOctets(before.peer, frames, row);
  before.trigger = row;
  before.tries = 0;
  if (length === 0) return;
  before.payload = row;
  if (!isFresh) return;
  if (before.octets === 0) before.windowBefore = before.window;
  before.octets += length;
}

/** Gives whether a segment has octets that were not seen before; as `EventWatch` made sure, one stretch at a time is missing at most. */
function takeOctets(sent: Sent, { sequence, payloadLength, flags }: FrameColumns, row: number): boolean {
  const length = (payloadLength[row] ?? 0) + (((flags[row] ?? 0) & SYN) === 0 ? 0 : 1);
  if (length === 0) return false;
  const left = (sequence[row] ?? 0) | 0;
  const right = (left + length) | 0;
  if (!sent.isBegun) sent.next = left;
  sent.isBegun = true;
  const isBeyond = isSequenceBefore(sent.next, right);
  const isAhead = isSequenceBefore(sent.next, left);
  if (isAhead) passBy(sent, left);
  const isFilling = !isAhead && fill(sent, left, right);
  if (isBeyond) sent.next = right;
  return isBeyond || isFilling;
}

function passBy(sent: Sent, left: number): void {
  sent.holeLeft = sent.next;
  sent.holeRight = left;
  sent.hasHole = true;
}

/** Gives whether octets were missing; then they are not any more. */
function fill(sent: Sent, left: number, right: number): boolean {
  const { holeLeft, holeRight, hasHole } = sent;
  if (!hasHole || !isSequenceBefore(left, holeRight) || !isSequenceBefore(holeLeft, right)) return false;
  if (isSequenceBefore(holeLeft, left)) sent.holeRight = left;
  else if (isSequenceBefore(right, holeRight)) sent.holeLeft = right;
  else sent.hasHole = false;
  return true;
}

/** Gives whether a segment acknowledges more than all before it. */
function takeAcknowledgment(sent: Sent, { flags, acknowledgment }: FrameColumns, row: number): boolean {
  if (((flags[row] ?? 0) & ACK) === 0) return false;
  const ack = (acknowledgment[row] ?? 0) | 0;
  if (sent.hasAcked && !isSequenceBefore(sent.acked, ack)) return false;
  sent.acked = ack;
  sent.hasAcked = true;
  return true;
}

/** Undefined where a reset may be the reply to what carries no acknowledgment. */
function explained(index: CaptureIndex, before: Before): Finding | undefined {
  const { conversations, frames } = index;
  const { side, trigger, tries, octets } = before;
  if (trigger === NONE || ((frames.flags[trigger] ?? 0) & ACK) === 0) return undefined;
  const end = (side & 1) === conversations.clientDirection[side >> 1] ? 0 : 1;
  const common = { kind: "reset", end, frames: [], span: undefined } as const;
  if (tries >= GIVES_UP_AFTER) return { ...common, cause: "gave-up", confidence: "likely", octets: 0 };
  if (octets > 0) {
    const confidence = isLikelyUnread(before, frames) ? "likely" : "possible";
    return { ...common, cause: "unread-data", confidence, octets };
  }
  const confidence = !isBeginSeen(index, side) ? "possible" : before.payload === NONE ? "certain" : "likely";
  return { ...common, cause: "abort", confidence, octets };
}

function isLikelyUnread({ payload, window, windowBefore, reset }: Before, frames: FrameColumns): boolean {
  const isShrunk = windowBefore !== NONE && window < windowBefore;
  return isShrunk || nanosecondsBetween(frames, payload, reset) <= UNREAD_WITHIN;
}

function isBeginSeen({ conversations: { synFrame, synAckFrame } }: CaptureIndex, side: number): boolean {
  return [synFrame, synAckFrame].some(
    (frames) => (frames[side] ?? NONE) !== NONE || (frames[side ^ 1] ?? NONE) !== NONE,
  );
}
