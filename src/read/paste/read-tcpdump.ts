import { looksLikeFrame } from "./frame-likeness";
import { parseTcpdumpEnd, parseTcpdumpHead, parseTcpdumpSegment, type TcpdumpHead } from "./tcpdump-line";
import type { PastedFrame } from "./pasted-frame";
import { rawTcpdumpNumbers } from "./tcpdump-numbers";
import type { LineReading } from "./line-reading";

const ENDS = /(?:^|\s)([^\s>]{2,100}) > ([^\s>]{2,100}): (.*)$/u;
const START =
  /^\s*(?:\d{1,9} {2,4})?(?:(?:\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?\s|\d{1,10}\.\d{1,9}\s|(?:IP6?|ip6?:) |ARP, |(?:\S{1,16} +)?(?:(?:In|Out|P|B|M) +)?(?:[\da-f]{2}:){5}[\da-f]{2} (?:> (?:[\da-f]{2}:){5}[\da-f]{2}, )?(?=ethertype ))/u;
const ADDRESS_QUESTION =
  /\bARP, .{0,80}?((?:(?:Request who-has .{1,60}? tell|Announcement) ([^\s,]{1,60})|Reply (\S{1,60}) is-at).{0,80})/u;
const LONGEST_LINE = 4000;
const LONGEST_SUMMARY = 80;

/**
 * Reads what tcpdump printed, with any of `-n -t -tt -ttt -tttt -ttttt -S -e -v -q`, IPv4 and IPv6, and in the style
 * of before 2009 (`S 100:100(0) win 5840`).
 *
 * Sequence numbers become those of the header: tcpdump shows a SYN's own number, and later ones relative to it.
 */
export function readTcpdump(lines: readonly string[]): LineReading {
  const frames: PastedFrame[] = [];
  const unread: number[] = [];
  const passed: number[] = [];
  let open: { readonly line: number; readonly head: TcpdumpHead } | undefined;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const isStart = START.test(text);
    if (isStart) {
      if (open !== undefined) unread.push(open.line);
      open = { line, head: parseTcpdumpHead(text) };
    }
    const frame =
      open === undefined || text.length > LONGEST_LINE ? undefined : readEnds(text, line, open.head);
    if (frame !== undefined) {
      frames.push(frame);
      open = undefined;
    } else if (!isStart) {
      if (!isContinuation(text)) passed.push(line);
    } else if (!opensTwoLines(text)) {
      unread.push(line);
      open = undefined;
    }
  }
  if (open !== undefined) unread.push(open.line);
  return { frames: rawTcpdumpNumbers(withAskers(frames)), unread, passed };
}

/** `-v` and `-x` write more of a packet below it, indented. */
function isContinuation(text: string): boolean {
  return text.trim() === "" || (/^\s/u.test(text) && !looksLikeFrame(text));
}

/** `-v` writes the IP header on a line of its own. */
function opensTwoLines(text: string): boolean {
  return /\(tos |\((?:class|hlim|flowlabel) |next-header/u.test(text);
}

function readEnds(text: string, line: number, head: TcpdumpHead | undefined): PastedFrame | undefined {
  const match = ENDS.exec(text);
  if (match === null) return readAddressQuestion(text, line, head);
  const [, source = "", destination = "", body = ""] = match;
  const segment = parseTcpdumpSegment(body);
  const quiet = /^tcp (\d{1,7})(?: .*)?$/u.exec(body)?.[1];
  return {
    line,
    ...head,
    source: parseTcpdumpEnd(source),
    destination: parseTcpdumpEnd(destination),
    ...messageOf(body),
    ...(quiet === undefined ? {} : { protocol: "TCP", summary: `Len=${quiet}` }),
    ...(segment === undefined ? {} : { protocol: "TCP", segment }),
  };
}

/** A word in capitals ahead of the rest names the protocol: `ICMP echo request`, `NTPv4, Client`. */
function messageOf(body: string): Pick<PastedFrame, "protocol" | "summary"> {
  const [named = "", protocol] = /^([A-Z]{2}[\w/]{0,20})[,:]? /u.exec(body) ?? [];
  const guessed = /^\d{1,5}[*+-]?.*\(\d+\)$/u.test(body) ? "DNS" : "UDP";
  return {
    protocol: protocol?.replace("ICMP6", "ICMPv6") ?? guessed,
    summary: body.slice(named.length, named.length + LONGEST_SUMMARY),
  };
}

/** Who asks all ends for an address, or who answers: of an answer, the end it goes to is not told. */
function readAddressQuestion(
  text: string,
  line: number,
  head: TcpdumpHead | undefined,
): PastedFrame | undefined {
  const [, summary = "", asker, owner] = ADDRESS_QUESTION.exec(text) ?? [];
  const address = asker ?? owner;
  if (address === undefined) return undefined;
  const destination = { address: asker === undefined ? "" : "Broadcast" };
  return { line, ...head, source: { address }, destination, protocol: "ARP", summary };
}

/** An answer for an address goes to the end that asked last. */
function withAskers(frames: readonly PastedFrame[]): readonly PastedFrame[] {
  let destination = { address: "Broadcast" };
  return frames.map((frame) => {
    if (frame.protocol !== "ARP") return frame;
    if (frame.destination.address === "") return { ...frame, destination };
    destination = frame.source;
    return frame;
  });
}
