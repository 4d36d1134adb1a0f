import { isAtEpoch, nanosecondsBetween } from "../capture/frame-columns";
import { CONVERSATION_KEY_WORDS, type CaptureIndex, type Rebase } from "../capture/capture-index";
import { newConversationAnalysis, type ConversationAnalysis } from "../tcp/conversation-analysis";
import { judgeSegment, passOverSegment } from "../tcp/judge-segment";
import type { SegmentAnalysis } from "../tcp/judged-segment";
import { soundOptions } from "./sound-options";
import type { SegmentLayers } from "./wire/packet";
import { TCP_HEADER_LENGTH } from "./wire/tcp";

/** As many as Wireshark takes from what is under way, though four fit in a header. */
const MOST_SACK_BLOCKS = 3;
/** Of more conversations than these the earlier ones between their ends are not looked for one by one. */
const MOST_LOOKED_UP = 32;

/**
 * Wireshark's analysis of a capture, frame by frame, by the rules its conversations were told apart with.
 *
 * Frames are given in file order, all those of a conversation that is of interest; other frames may be left out.
 */
export class CaptureAnalysis {
  readonly #index: CaptureIndex;
  readonly #conversations = new Map<number, ConversationAnalysis>();
  #looked = 0;
  #reused: ReadonlySet<number> | undefined;

  constructor(index: CaptureIndex) {
    this.#index = index;
  }

  /**
   * Gives the analysis of the next frame; undefined where it has no segment, or one whose header is cut,
   * shorter than a header or longer than its packet: Wireshark passes these over.
   */
  next(row: number, packet: SegmentLayers): SegmentAnalysis | undefined {
    const { frames, rules } = this.#index;
    const side = frames.conversation[row] ?? -1;
    const tcp = packet.tcp[0];
    const header = tcp?.rest;
    if (side < 0 || tcp === undefined || header === undefined) return undefined;
    const isHeaderShort = header.headerLength < TCP_HEADER_LENGTH;
    const direction = (side & 1) === 0 ? (0 as const) : (1 as const);
    const conversation = this.#conversation(side >> 1);
    const { windowScale, lastSack, multipath, isBroken } = soundOptions(this.#index, row, tcp, header);
    const segment = {
      frame: row + 1,
      time: this.#time(row, side >> 1),
      isAtEpoch: isAtEpoch(frames, row),
      direction,
      flags: header.flags,
      seq: frames.sequence[row] ?? 0,
      ack: header.ack,
      payloadLength: header.payloadLength,
      window: header.window,
      windowShift: windowScale.at(-1),
      sack: lastSack.length === 0 ? undefined : lastSack.slice(0, MOST_SACK_BLOCKS),
      multipath,
      areOptionsBroken: isBroken,
      isHeaderShort,
      isReuse: this.#isReuse(row, side),
    };
    if (header.payloadLength >= 0) {
      const analysis = judgeSegment(conversation, segment, rules);
      return isHeaderShort ? undefined : analysis;
    }
    if (isHeaderShort) return undefined;
    passOverSegment(conversation, segment, rules);
    return undefined;
  }

  #conversation(number: number): ConversationAnalysis {
    const known = this.#conversations.get(number);
    if (known !== undefined) return known;
    const conversation = newConversationAnalysis();
    this.#conversations.set(number, conversation);
    return conversation;
  }

  /** Since the conversation's first frame: exact where nanoseconds since 1970 are not. */
  #time(row: number, conversation: number): number {
    const { frames, conversations } = this.#index;
    return nanosecondsBetween(frames, conversations.firstFrame[conversation] ?? 0, row);
  }

  #isReuse(row: number, side: number): boolean {
    const { firstFrame, rebases, quotedFirst } = this.#index.conversations;
    // Where 4.0 counts from another number, its second pass marks also the SYN,ACK it counted from at first.
    const rebase = rebases.length === 0 ? undefined : rebaseAt(rebases, row, side);
    if (rebase !== undefined) return rebase.base !== baseBefore(rebases, rebase);
    const isFirst = firstFrame[side >> 1] === row && !quotedFirst.has(side >> 1);
    return isFirst && this.#hasReusedEnds(side >> 1);
  }

  #hasReusedEnds(conversation: number): boolean {
    this.#looked += 1;
    if (this.#looked <= MOST_LOOKED_UP) return hasEarlier(this.#index, conversation);
    this.#reused ??= reusedConversations(this.#index);
    return this.#reused.has(conversation);
  }
}

function rebaseAt(rebases: readonly Rebase[], row: number, side: number): Rebase | undefined {
  return rebases.find((each) => each.row === row && each.side === side);
}

/** Gives whether the ends of a conversation had one before. */
function hasEarlier({ conversations: { key } }: CaptureIndex, conversation: number): boolean {
  const own = conversation * CONVERSATION_KEY_WORDS;
  for (let other = 0; other < own; other += CONVERSATION_KEY_WORDS) {
    let word = CONVERSATION_KEY_WORDS - 1;
    // The last word are the ports, which differ most.
    while (word >= 0 && key[other + word] === key[own + word]) word -= 1;
    if (word < 0) return true;
  }
  return false;
}

/** Gives the same of all, which takes longer than looking for some. */
function reusedConversations({ conversations }: CaptureIndex): ReadonlySet<number> {
  const reused = new Set<number>();
  const keys = new Set<string>();
  for (let number = 0; number < conversations.count; number += 1) {
    const start = number * CONVERSATION_KEY_WORDS;
    const key = conversations.key.subarray(start, start + CONVERSATION_KEY_WORDS).join(" ");
    if (keys.has(key)) reused.add(number);
    keys.add(key);
  }
  return reused;
}

/** Where a side counted from when the second pass came to a rebase: for the first one, from where the first pass ended. */
function baseBefore(rebases: readonly Rebase[], rebase: Rebase): number | undefined {
  const own = rebases.filter(({ side }) => side === rebase.side);
  return (own[own.indexOf(rebase) - 1] ?? own.at(-1))?.base;
}
