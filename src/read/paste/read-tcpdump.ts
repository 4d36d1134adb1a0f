import { looksLikeFrame } from "./frame-likeness";
import { parseTcpdumpEnd, parseTcpdumpHead, parseTcpdumpSegment, type TcpdumpHead } from "./tcpdump-line";
import type { PastedFrame } from "./pasted-frame";
import { rawTcpdumpNumbers } from "./tcpdump-numbers";
import type { LineReading } from "./line-reading";

const ENDS = /(?:^|\s)([^\s>]{2,100}) > ([^\s>]{2,100}): (.*)$/u;
const START =
  /^\s*(?:\d{1,9} {2,4})?(?:(?:\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?\s|\d{1,10}\.\d{1,9}\s|(?:IP6?|ip6?:) |ARP, |(?:\S{1,16} +)?(?:(?:In|Out|P|B|M) +)?(?:[\da-f]{2}:){5}[\da-f]{2} (?:> (?:[\da-f]{2}:){5}[\da-f]{2}, )?(?=ethertype ))/u;
/** Questions for addresses draw no arrow between two of them. */
const ADDRESS_QUESTION = /\bARP\b/u;
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
      (ADDRESS_QUESTION.test(text) ? passed : unread).push(line);
      open = undefined;
    }
  }
  if (open !== undefined) unread.push(open.line);
  return { frames: rawTcpdumpNumbers(frames), unread, passed };
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
  if (match === null) return undefined;
  const [, source = "", destination = "", body = ""] = match;
  const segment = parseTcpdumpSegment(body);
  const quiet = /^tcp (\d{1,7})(?: .*)?$/u.exec(body)?.[1];
  return {
    line,
    ...head,
    source: parseTcpdumpEnd(source),
    destination: parseTcpdumpEnd(destination),
    protocol: segment !== undefined || quiet !== undefined ? "TCP" : protocolOf(body),
    summary: quiet === undefined ? body.slice(0, LONGEST_SUMMARY) : `Len=${quiet}`,
    ...(segment === undefined ? {} : { segment }),
  };
}

function protocolOf(body: string): string {
  if (/^ICMP6/u.test(body)) return "ICMPv6";
  if (/^ICMP/u.test(body)) return "ICMP";
  return /^\d{1,5}[*+-]?.*\(\d+\)$/u.test(body) ? "DNS" : "UDP";
}
