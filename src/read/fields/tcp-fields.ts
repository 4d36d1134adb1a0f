import { otherSidesOf } from "../../capture/other-sides";
import { shownCompleteness } from "../../capture/shown-completeness";
import { completenessLetters } from "../../tcp/completeness";
import { ACK, CWR, ECE, FIN, flagLetters, PSH, RESERVED, RST, SYN, AE, URG } from "../../tcp/flags";
import { addToSequence } from "../../tcp/sequence-number";
import { windowMultiplier } from "../../tcp/window-shift";
import { relativeSequence, scaledWindow } from "../capture-segment";
import { soundOptions } from "../sound-options";
import { capturedLength } from "../wire/region";
import type { OptionValues } from "../wire/tcp-options";
import { TCP_HEADER_LENGTH, type TcpHeader, type TcpHeaderRest } from "../wire/tcp";
import { sinceFirst, sincePrevious } from "./conversation-time";
import {
  hexadecimal,
  plain,
  time,
  truth,
  versioned,
  type Field,
  type FieldTable,
  type FrameFacts,
} from "./field";

/** Fields of TCP, equal to Wireshark's also where a header is damaged or cut. */
export const tcpFields: FieldTable = {
  "tcp.srcport": plain(({ packet }) => packet.tcp.map((header) => header.sourcePort)),
  "tcp.dstport": plain(({ packet }) => packet.tcp.map((header) => header.destinationPort)),
  "tcp.port": plain(({ packet }) =>
    packet.tcp.flatMap((header) => [header.sourcePort, header.destinationPort]),
  ),
  "tcp.stream": plain((facts) => conversationsOf(facts)),
  "tcp.completeness": plain((facts) =>
    conversationsOf(facts).map((number) => shownCompleteness(facts.index, number, facts.row)),
  ),
  "tcp.completeness.str": versioned((facts, rules) =>
    rules === "4.0"
      ? undefined
      : conversationsOf(facts).map((number) =>
          completenessLetters(shownCompleteness(facts.index, number, facts.row)),
        ),
  ),
  "tcp.seq": each((header, facts) => sequence(header, facts)),
  "tcp.seq_raw": each((header, facts) => (isCut(header) || isQuotedByIcmp(facts) ? undefined : header.seq)),
  "tcp.nxtseq": each((header, facts) => nextSequence(header, facts)),
  "tcp.ack": rest((header, facts) => acknowledgment(header, facts)),
  "tcp.ack_raw": rest((header) => header.ack),
  "tcp.len": each((header, facts) => (hasLength(header, facts) ? header.rest?.payloadLength : undefined)),
  "tcp.hdr_len": each((header) => header.rest?.headerLength),
  "tcp.flags": hexadecimal(4, ({ packet }) => packet.tcp.map((header) => soundRest(header)?.flags)),
  "tcp.flags.str": plain(({ packet }) =>
    packet.tcp.map((header) => {
      const flags = soundRest(header)?.flags;
      return flags === undefined ? undefined : flagLetters(flags);
    }),
  ),
  "tcp.flags.res": flag(RESERVED),
  "tcp.flags.ns": flag(AE),
  "tcp.flags.ae": flag(AE),
  "tcp.flags.cwr": flag(CWR),
  "tcp.flags.ece": flag(ECE),
  "tcp.flags.urg": flag(URG),
  "tcp.flags.ack": flag(ACK),
  "tcp.flags.push": flag(PSH),
  "tcp.flags.reset": flag(RST),
  "tcp.flags.syn": flag(SYN),
  "tcp.flags.fin": flag(FIN),
  "tcp.window_size_value": rest((header) => header.window),
  "tcp.window_size": rest((header, facts) => {
    const side = sideOf(facts);
    return side === undefined || header.payloadLength < 0
      ? header.window
      : scaledWindow(facts.index, side, header.flags, header.window);
  }),
  // Wireshark's −1 is "not known", −2 "no scaling".
  "tcp.window_size_scalefactor": rest((header, { index, row }) => {
    const shift = index.conversations.windowShift[index.frames.conversation[row] ?? -1];
    return shift === undefined || (header.flags & SYN) !== 0 ? undefined : shift < 0 ? shift : 2 ** shift;
  }),
  "tcp.time_relative": time((facts) => (isTimed(facts) ? sinceFirst(facts.index, facts.row) : undefined)),
  "tcp.time_delta": time((facts) => (isTimed(facts) ? sincePrevious(facts.index, facts.row) : undefined)),
  "tcp.checksum": hexadecimal(4, ({ packet }) => packet.tcp.map((header) => soundRest(header)?.checksum)),
  "tcp.urgent_pointer": rest((header) => header.urgentPointer),
  "tcp.options.mss_val": option(({ mss }) => mss),
  "tcp.options.wscale.shift": option(({ windowScale }) => windowScale),
  "tcp.options.wscale.multiplier": option(({ windowScale }) => windowScale.map(windowMultiplier)),
  // Wireshark prints the octets of the option.
  "tcp.options.sack_perm": option(({ sackPermitted }) => sackPermitted),
  "tcp.options.sack_le": option(({ sackLeft }, facts) => sackLeft.map((left) => relativeToPeer(facts, left))),
  "tcp.options.sack_re": option(({ sack }, facts) => sack.map(([, right]) => relativeToPeer(facts, right))),
  "tcp.options.timestamp.tsval": option(({ timestampValue }) => timestampValue),
  "tcp.options.timestamp.tsecr": option(({ timestampEcho }) => timestampEcho),
};

/** Gives conversation × 2 + direction; undefined for a frame that belongs to none. */
function sideOf({ index, row }: FrameFacts): number | undefined {
  const side = index.frames.conversation[row] ?? -1;
  return side < 0 ? undefined : side;
}

/** The frame's own conversation, those of an aggregate's other frames, or those of the segments an ICMP error quotes. */
function conversationsOf(facts: FrameFacts): readonly number[] {
  const { index, row } = facts;
  const own = index.frames.conversation[row] ?? -1;
  const others = otherSidesOf(index.otherSides, row);
  return (isQuoted(facts) ? [...others, own] : [own, ...others])
    .filter((side) => side >= 0)
    .map((side) => side >> 1);
}

/** The rest of a header that can be: Wireshark prints nothing of one shorter than itself. */
function soundRest(header: TcpHeader): TcpHeaderRest | undefined {
  return header.rest !== undefined && header.rest.headerLength >= TCP_HEADER_LENGTH ? header.rest : undefined;
}

function isCut(header: TcpHeader): boolean {
  return header.rest === undefined;
}

/** Whether the header stands in an ICMP error: its numbers are about another frame. */
function isQuoted({ packet }: FrameFacts): boolean {
  return isQuotedByIcmp({ packet }) || packet.icmpv6.some(({ quotes }) => quotes);
}

/** As its errors may quote no more than eight octets, Wireshark prints the number there early, and but once. */
function isQuotedByIcmp({ packet }: Pick<FrameFacts, "packet">): boolean {
  return packet.icmp.some(({ quotes }) => quotes);
}

function hasLength(header: TcpHeader, facts: FrameFacts): boolean {
  return header.rest !== undefined && header.rest.payloadLength >= 0 && !isQuoted(facts);
}

/** Wireshark tells a segment's time only where it could read the header's fixed part. */
function isTimed({ packet }: FrameFacts): boolean {
  const header = packet.tcp[0];
  if (header === undefined || soundRest(header) === undefined) return false;
  return capturedLength(header.octets) >= TCP_HEADER_LENGTH;
}

/** Numbers are relative only where Wireshark knows how long the segment is. */
function sequence(header: TcpHeader, facts: FrameFacts): number | undefined {
  const side = sideOf(facts);
  if (isCut(header) && !isQuotedByIcmp(facts)) return undefined;
  if (header.seq === undefined || side === undefined || !hasLength(header, facts)) return header.seq;
  return relativeSequence(facts.index, facts.row, side, header.seq);
}

function acknowledgment(header: TcpHeaderRest, facts: FrameFacts): number {
  const side = sideOf(facts);
  if (side === undefined || header.payloadLength < 0 || (header.flags & ACK) === 0) return header.ack;
  return relativeSequence(facts.index, facts.row, side ^ 1, header.ack);
}

function nextSequence(header: TcpHeader, facts: FrameFacts): number | undefined {
  const start = sequence(header, facts);
  const sound = soundRest(header);
  if (start === undefined || sound === undefined || !hasLength(header, facts)) return undefined;
  return addToSequence(start, sound.payloadLength + ((sound.flags & (SYN | FIN)) === 0 ? 0 : 1));
}

function relativeToPeer(facts: FrameFacts, number: number): number {
  const side = sideOf(facts);
  return side === undefined ? number : relativeSequence(facts.index, facts.row, side ^ 1, number);
}

function each(find: (header: TcpHeader, facts: FrameFacts) => number | undefined): Field {
  return plain((facts) => facts.packet.tcp.map((header) => find(header, facts)));
}

function rest(find: (header: TcpHeaderRest, facts: FrameFacts) => number | undefined): Field {
  return each((header, facts) => {
    const sound = soundRest(header);
    return sound === undefined ? undefined : find(sound, facts);
  });
}

function flag(bit: number): Field {
  return truth(({ packet }) =>
    packet.tcp.map((header) => {
      const sound = soundRest(header);
      return sound === undefined ? undefined : (sound.flags & bit) !== 0;
    }),
  );
}

function option(
  find: (values: OptionValues, facts: FrameFacts) => readonly number[] | readonly string[],
): Field {
  return plain((facts) =>
    facts.packet.tcp.flatMap((header) => {
      const sound = soundRest(header);
      return sound === undefined
        ? []
        : find(soundOptions(facts.index, facts.row, header, sound), facts).map(String);
    }),
  );
}
