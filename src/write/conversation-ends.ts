import type { Conversation, EndpointIndex, Segment, Trace } from "../trace/trace";

/** One end of a TCP conversation as its own record names it. */
export interface ConversationEnd {
  readonly address: string;
  readonly port: number;
  /** `192.0.2.1:80`, `[2001:db8::1]:80`. */
  readonly socket: string;
  readonly isClient: boolean;
}

const SOCKET = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/u;

/** Gives the end of a segment's conversation that is at an endpoint; undefined where its record names no port. */
export function endOf(trace: Trace, segment: Segment, endpoint: EndpointIndex): ConversationEnd | undefined {
  const conversation = conversationOf(trace, segment.conversation);
  if (conversation === undefined) return undefined;
  const isClient = isClientEnd(trace, conversation, segment, endpoint);
  const socket = isClient ? conversation.client : conversation.server;
  const [, v6, v4, port] = SOCKET.exec(socket) ?? [];
  const address = v6 ?? v4;
  return address === undefined || port === undefined
    ? undefined
    : { address, port: Number(port), socket, isClient };
}

/** Gives the record of a conversation. */
export function conversationOf({ conversations }: Trace, number: number): Conversation | undefined {
  return conversations.find((each) => each.number === number);
}

/** Whether the client of a conversation is at an endpoint, rather than at the segment's other one. */
export function isClientEnd(
  { endpoints }: Trace,
  { client }: Conversation,
  segment: Segment,
  endpoint: EndpointIndex,
): boolean {
  const other = endpoint === segment.from ? segment.to : segment.from;
  const own = endpoints[endpoint];
  const peer = endpoints[other];
  if (client === own?.key || client === peer?.key) return client === own?.key;
  const address = SOCKET.exec(client)?.slice(1, 3).join("");
  return own?.address !== undefined && own.address === address;
}
