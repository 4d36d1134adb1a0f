import { observeExchange, type Exchange } from "../tcp/reasons/exchange";
import { segmentColumns } from "../tcp/reasons/segment-columns";
import { conversationSegments, type ConversationSegments } from "./conversation-segments";
import type { Trace } from "./trace";

/** The segments of one conversation, and what they say when looked at as a whole. */
export interface ObservedConversation extends ConversationSegments {
  readonly exchange: Exchange;
}

/** Gives every conversation of a trace with its exchange: what marks and reasons are both found in. */
export function observedConversations(trace: Trace): readonly ObservedConversation[] {
  return conversationSegments(trace).map((conversation) => ({
    ...conversation,
    exchange: observeExchange(segmentColumns(conversation.segments)),
  }));
}
