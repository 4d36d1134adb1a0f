import { spelledAddress } from "../../base/address";
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from "../../tcp/flags";
import type { TcpOptions } from "../../trace/trace";
import { optionalNumber } from "./optional-number";
import type { PastedEnd, PastedSegment } from "./pasted-frame";
import { parsePastedTime, type PastedTime } from "./pasted-time";
import { portOfService } from "./service-ports";

/** What stands before `a > b:` in a line of tcpdump. */
export interface TcpdumpHead {
  /** Frame number, told by `--number`. */
  readonly number?: number;
  readonly time?: PastedTime;
  /** Octets on the wire, told by `-e`, or by `-v` for the packet without its link layer. */
  readonly length?: number;
}

const TIME =
  /^\s*(?:(\d{1,9}) {2,4})?((?:\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?|\d{1,10}\.\d{1,9})(?=\s)/u;
const LINK_LENGTH = /\bethertype [^:]{1,60}, length (\d{1,7}): /u;

/** Gives what stands before the addresses. */
export function parseTcpdumpHead(text: string): TcpdumpHead {
  const [, number, written = ""] = TIME.exec(text) ?? [];
  const time = parsePastedTime(written);
  const length = LINK_LENGTH.exec(text)?.[1];
  return {
    ...(number === undefined ? {} : { number: Number(number) }),
    ...(time === undefined ? {} : { time }),
    ...(length === undefined ? {} : { length: Number(length) }),
  };
}

/** Gives the end written `192.0.2.1.80`, `2001:db8::1.80` or `host.example.http`; without a port as it stands. */
export function parseTcpdumpEnd(text: string): PastedEnd {
  const dot = text.lastIndexOf(".");
  const last = text.slice(dot + 1);
  const isBareIpv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text);
  const port = /^\d{1,5}$/u.test(last) ? Number(last) : portOfService(last);
  if (dot <= 0 || isBareIpv4 || port === undefined || port > 0xffff) return { address: spelledAddress(text) };
  return { address: spelledAddress(text.slice(0, dot)), port };
}

const letterBits: ReadonlyMap<string, number> = new Map([
  ["F", FIN],
  ["S", SYN],
  ["R", RST],
  ["P", PSH],
  [".", ACK],
  ["U", URG],
  ["E", ECE],
  ["W", CWR],
  ["e", AE],
]);

const FLAGS = /^(?:Flags \[([^\]]{0,12})\]|([SFRPUWEe]{1,8}\.?|\.)(?= ))/u;

/** Gives the segment behind `a > b:`, new style (`Flags [S.], seq 1`) or old (`S 1:1(0) ack 2`); undefined for others. */
export function parseTcpdumpSegment(body: string): PastedSegment | undefined {
  const match = FLAGS.exec(body);
  if (match === null) return undefined;
  const letters = match[1] ?? match[2] ?? "";
  const rest = body.slice(match[0].length);
  const options = parseTcpdumpOptions(OPTIONS.exec(rest)?.[1] ?? "");
  const numbers = rest.replace(OPTIONS, "");
  const seq = firstNumber(numbers, SEQ);
  const ack = firstNumber(numbers, /\back (\d{1,10})/u);
  if (match[1] === undefined && seq === undefined && ack === undefined) return undefined;
  return {
    // The old style names no letter for ACK where another flag stands.
    flags: flagsOfLetters(letters) | (ack === undefined ? 0 : ACK),
    ...optionalNumber("seq", seq),
    ...optionalNumber("ack", ack),
    isRaw: true,
    payloadLength: firstNumber(numbers, LENGTH) ?? 0,
    ...optionalNumber("window", firstNumber(numbers, /\bwin (\d{1,5})/u)),
    options,
  };
}

/** New style, or old (`100:105(5)`). */
const SEQ = /\bseq (\d{1,10})|\s(\d{1,10}):\d{1,10}\(/u;
const LENGTH = /\blength (\d{1,7})|:\d{1,10}\((\d{1,7})\)/u;

function firstNumber(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : Number(match[1] ?? match[2]);
}

const OPTIONS = /(?:options \[|<)([^\]>]{0,300})[\]>]/u;

function flagsOfLetters(letters: string): number {
  if (letters === "none") return 0;
  return [...letters].reduce((flags, letter) => flags | (letterBits.get(letter) ?? 0), 0);
}

function parseTcpdumpOptions(text: string): TcpOptions {
  const stamps = /\b(?:TS val|timestamp) (\d{1,10}) (?:ecr )?(\d{1,10})/u.exec(text);
  const sack = [...text.matchAll(/\{(\d{1,10}):(\d{1,10})\}/gu)].map(
    ([, left, right]): readonly [number, number] => [Number(left), Number(right)],
  );
  return {
    ...optionalNumber("mss", /\bmss (\d{1,5})/u.exec(text)?.[1]),
    ...optionalNumber(/* @__KEY__ */ "windowScale", /\bwscale (\d{1,2})/u.exec(text)?.[1]),
    ...(/\bsackOK\b/u.test(text) ? { sackPermitted: true } : {}),
    ...(sack.length === 0 ? {} : { sack }),
    ...optionalNumber(/* @__KEY__ */ "timestampValue", stamps?.[1]),
    ...optionalNumber(/* @__KEY__ */ "timestampEcho", stamps?.[2]),
  };
}
