import { formatIpv4, formatIpv6, formatSocketAddress } from "../base/address";
import type { Nanoseconds } from "../base/time";
import { describeCompleteness, hasHandshake, SAW_ACK } from "../tcp/completeness";
import type { Finding } from "../tcp/finding";
import { verdict, type EndFacts } from "../tcp/verdict";
import { countAnomalies, type Anomalies, countRetransmissions, whatMatters } from "../tcp/what-matters";
import { CONVERSATION_KEY_WORDS, type CaptureIndex, type ConversationColumns } from "./capture-index";
import { calmFindings, findInConversations, whereAnythingHappened } from "./conversation-findings";
import { conversationSpan } from "./conversation-spans";
import { shownCompleteness } from "./shown-completeness";

/** One end of a conversation. */
export interface ConversationEnd {
  readonly address: string;
  readonly port: number;
}

/** What went between two ends, in numbers; the client sent first. */
export interface PairFigures {
  /** Wireshark's `tcp.stream` or `udp.stream`. */
  readonly number: number;
  /** Client and server, as `192.0.2.1:80` or `[2001:db8::1]:80`. */
  readonly ends: readonly [client: string, server: string];
  readonly frames: number;
  /** Sent by the client, and by the server. */
  readonly framesEachWay: readonly [client: number, server: number];
  /** Octets on the wire, all headers included. */
  readonly octetsEachWay: readonly [client: number, server: number];
  readonly payloadEachWay: readonly [client: number, server: number];
  /** Since the capture's first frame. */
  readonly start: Nanoseconds;
  readonly duration: Nanoseconds;
}

/** A conversation in numbers. */
interface ConversationFigures extends PairFigures {
  readonly protocol: "TCP";
  /** Wireshark's `tcp.completeness`, and its words. */
  readonly completeness: number;
  readonly completenessText: string;
  /** Whether SYN and SYN,ACK were seen. */
  readonly hasHandshake: boolean;
  /** Segments sent again, what else went wrong, and the one thing that matters most; left out where nobody looked at every segment. */
  readonly retransmissions?: number | undefined;
  readonly anomalies?: Anomalies | undefined;
  readonly matter?: string | undefined;
}

/** A conversation in numbers and in one line; the drawing shows the same. */
export interface ConversationSummary extends ConversationFigures {
  readonly verdict: string;
}

/** Gives the TCP conversations of a capture, in the order of their numbers, by what their columns tell. */
export function listConversations(index: CaptureIndex): readonly ConversationSummary[] {
  return listedNumbers(index.conversations).map((number) => summarizeConversation(index, number));
}

/** Gives the same with the reasons of each conversation counted and weighed: what its drawing says. */
export function listAnalysedConversations(index: CaptureIndex): readonly ConversationSummary[] {
  const eventful = new Map<number, ConversationSummary>();
  // Findings are let go at once: those of a large capture take more room than all that is listed.
  findInConversations(index, whereAnythingHappened(index), (number, findings) => {
    const retransmissions = countRetransmissions(findings);
    eventful.set(number, summarizeConversation(index, number, { findings, retransmissions }));
  });
  return listedNumbers(index.conversations).map(
    (number) =>
      eventful.get(number) ??
      summarizeConversation(index, number, {
        findings: calmFindings(index, number),
        retransmissions: index.sentAgain[number] ?? 0,
      }),
  );
}

/** A UDP conversation in numbers. */
export interface DatagramSummary extends PairFigures {
  readonly protocol: "UDP";
}

/** Gives the UDP conversations of a capture, in the order of their numbers. */
export function listDatagrams(index: CaptureIndex): readonly DatagramSummary[] {
  return listedNumbers(index.datagrams).map((number) => summarizeDatagrams(index, number));
}

function summarizeDatagrams(index: CaptureIndex, number: number): DatagramSummary {
  const { datagrams } = index;
  const client = number * 2 + (datagrams.clientDirection[number] ?? 0);
  const framesEachWay = eachWay(datagrams.frames, client);
  const { start, duration } = conversationSpan(index, "UDP", number);
  return {
    number,
    protocol: "UDP",
    ends: [endName(datagrams, client), endName(datagrams, client ^ 1)],
    frames: framesEachWay[0] + framesEachWay[1],
    framesEachWay,
    octetsEachWay: eachWay(datagrams.octets, client),
    payloadEachWay: eachWay(datagrams.payloadOctets, client),
    start,
    duration,
  };
}

/** Gives the numbers of the conversations that frames belong to: others are only quoted in ICMP errors, or carry a tunnel. */
export function listedNumbers({ count, firstFrame }: ConversationColumns): readonly number[] {
  const numbers: number[] = [];
  for (let number = 0; number < count; number += 1) if ((firstFrame[number] ?? -1) >= 0) numbers.push(number);
  return numbers;
}

/** Gives one conversation of a capture; the number is less than `conversations.count`. */
export function summarizeConversation(
  index: CaptureIndex,
  number: number,
  analysis?: { readonly findings: readonly Finding[]; readonly retransmissions: number },
): ConversationSummary {
  const figures = columnFigures(index, number);
  const { conversations } = index;
  const clientSide = number * 2 + (conversations.clientDirection[number] ?? 0);
  const { ends, duration } = figures;
  // Whoever acknowledges told where the other end's numbers begin; Wireshark looks for a SYN,ACK before it.
  const acked = conversations.hasBase[clientSide ^ 1] === 1 ? SAW_ACK : 0;
  const completeness = (conversations.completeness[number] ?? 0) | acked;
  const facts = {
    client: endFacts(conversations, clientSide, ends[0]),
    server: endFacts(conversations, clientSide ^ 1, ends[1]),
    serverPort: conversationEnd(conversations, clientSide ^ 1).port,
  };
  const told = verdict({ ...facts, duration, completeness, ...analysis });
  if (analysis === undefined) return { ...figures, verdict: told };
  const matter = whatMatters(analysis.findings, { duration, serverPort: facts.serverPort });
  const anomalies = countAnomalies(analysis.findings);
  return { ...figures, verdict: told, retransmissions: analysis.retransmissions, anomalies, matter };
}

function columnFigures(index: CaptureIndex, number: number): ConversationFigures {
  const { conversations } = index;
  const client = number * 2 + (conversations.clientDirection[number] ?? 0);
  const completeness = shownCompleteness(index, number, conversations.lastFrame[number] ?? 0);
  const framesEachWay = eachWay(conversations.frames, client);
  const { start, duration } = conversationSpan(index, "TCP", number);
  return {
    number,
    protocol: "TCP",
    ends: [endName(conversations, client), endName(conversations, client ^ 1)],
    frames: framesEachWay[0] + framesEachWay[1],
    framesEachWay,
    octetsEachWay: eachWay(conversations.octets, client),
    payloadEachWay: eachWay(conversations.payloadOctets, client),
    start,
    duration,
    completeness,
    completenessText: describeCompleteness(completeness),
    hasHandshake: hasHandshake(conversations.completeness[number] ?? 0),
  };
}

/** Gives what the client and what the server of a side count in a column of two values. */
export function eachWay(
  column: Uint32Array | Float64Array,
  client: number,
): readonly [client: number, server: number] {
  return [column[client] ?? 0, column[client ^ 1] ?? 0];
}

/** Gives the end that sends a direction; `side` is conversation × 2 + direction. */
export function conversationEnd(conversations: ConversationColumns, side: number): ConversationEnd {
  const start = (side >> 1) * CONVERSATION_KEY_WORDS;
  const direction = side & 1;
  const { key } = conversations;
  const addressStart = start + (direction === 0 ? 1 : 5);
  const ports = key[start + 9] ?? 0;
  return {
    address: key[start] === 4 ? formatIpv4(key[addressStart] ?? 0) : formatIpv6(groupsOf(key, addressStart)),
    port: direction === 0 ? ports >>> 16 : ports & 0xffff,
  };
}

function groupsOf(key: Uint32Array, start: number): readonly number[] {
  const groups: number[] = [];
  for (let at = start; at < start + 4; at += 1) groups.push((key[at] ?? 0) >>> 16, (key[at] ?? 0) & 0xffff);
  return groups;
}

/** Gives an end as `192.0.2.1:80` or `[2001:db8::1]:80`. */
export function endName(conversations: ConversationColumns, side: number): string {
  const { address, port } = conversationEnd(conversations, side);
  return formatSocketAddress(address, port);
}

function endFacts(conversations: ConversationColumns, side: number, name: string): EndFacts {
  return {
    name,
    segments: conversations.frames[side] ?? 0,
    payloadOctets: conversations.payloadOctets[side] ?? 0,
    synFrame: conversations.synFrame[side] ?? -1,
    synAckFrame: conversations.synAckFrame[side] ?? -1,
    finFrame: conversations.finFrame[side] ?? -1,
    finAckFrame: conversations.finAckFrame[side] ?? -1,
    rstFrame: conversations.rstFrame[side] ?? -1,
  };
}
