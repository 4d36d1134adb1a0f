import { AE, flagNames, RESERVED } from "../tcp/flags";
import { writeTcpNumber } from "../read/text/tcp-number";
import type { Segment } from "../trace/trace";
import { quotedText } from "./quoted-text";

/**
 * Gives what a segment says as a label of an event list: `SYN,ACK seq=100 ack=301 len=0 win=65535 mss=1460`.
 *
 * Numbers are those of the header; the window is, too, unless only the scaled one is known. The reserved bits
 * of the flags have no words.
 */
export function segmentLabel(segment: Segment): string {
  const { flags, seq, ack, payload, options } = segment;
  const named = flagNames(flags & ~(AE | RESERVED));
  return [
    [...named, ...((flags & AE) === 0 ? [] : ["NS"])].join(","),
    field("seq", seq === undefined ? undefined : writeTcpNumber(seq)),
    field("ack", ack === undefined ? undefined : writeTcpNumber(ack)),
    field("len", segment.payloadLength),
    field("win", segment.window ?? segment.scaledWindow),
    field("mss", options.mss),
    field("wscale", options.windowScale),
    options.sackPermitted === true ? "sack_perm" : "",
    field("sack", options.sack?.map(([left, right]) => `${String(left)}-${String(right)}`).join(",")),
    field("tsval", options.timestampValue),
    field("tsecr", options.timestampEcho),
    payload === undefined ? "" : quotedText(payload),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function field(name: string, value: string | number | undefined): string {
  return value === undefined || value === "" ? "" : `${name}=${String(value)}`;
}

/** Gives what a segment says in Wireshark's words, with its relative numbers: `SYN, ACK Seq=0 Ack=1 Len=0`. */
export function shortLabel(segment: Segment): string {
  const { flags, seq, ack, relativeSeq, relativeAck, payload } = segment;
  const number = (relative: number | undefined, written: typeof seq): string | number | undefined =>
    relative ?? (written === undefined ? undefined : writeTcpNumber(written));
  return [
    flagNames(flags).join(", ") || "no flags",
    field("Seq", number(relativeSeq, seq)),
    field("Ack", number(relativeAck, ack)),
    field("Len", segment.payloadLength),
    payload === undefined ? "" : quotedText(payload),
  ]
    .filter((part) => part !== "")
    .join(" ");
}
