/** The octets of one frame as a pane or a tool printed them. */
export interface HexDump {
  /** Line of its first octets, from 1. */
  readonly line: number;
  /** All its lines. */
  readonly lines: readonly number[];
  readonly octets: Uint8Array;
}

const OFFSET = /^[ \t]{0,8}(?:0x)?([\da-f]{4,8})(?::[ \t]{0,3}|[ \t]{1,4})(?=[\da-f]{2})/iu;
const GROUP = /[\da-f]{2}(?:[\da-f]{2})?(?![\da-f])/iuy;
const PER_LINE = 32;
const LONGEST_LINE = 400;
/** No frame is longer; what goes on is something else. */
const MOST_OCTETS = 262_144;

/**
 * Gives the hex dumps of a text: Wireshark's bytes pane, `tshark -x`, `tcpdump -x` and its kin, and plain offsets with
 * octets. A dump starts at offset 0, and each further line where the one before ended; other lines are passed over.
 */
export function hexDumps(lines: readonly string[]): readonly HexDump[] {
  const dumps: HexDump[] = [];
  let open: { readonly lines: number[]; readonly octets: number[] } | undefined;
  const close = (): void => {
    const line = open?.lines[0];
    if (open !== undefined && line !== undefined)
      dumps.push({ line, lines: open.lines, octets: Uint8Array.from(open.octets) });
    open = undefined;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const read = hexLine(lines[index] ?? "");
    if (read === undefined) continue;
    if (read.offset === 0) {
      close();
      open = { lines: [], octets: [] };
    }
    const isNext = open !== undefined && read.offset === open.octets.length && read.offset < MOST_OCTETS;
    if (isNext) {
      open?.octets.push(...read.octets);
      open?.lines.push(index + 1);
    } else close();
  }
  close();
  return dumps;
}

/** Gives the lines, from 1, that are part of a hex dump. */
export function dumpedLines(lines: readonly string[]): ReadonlySet<number> {
  return new Set(hexDumps(lines).flatMap((dump) => dump.lines));
}

/** Tells whether a line is one of a hex dump. */
export function isHexLine(text: string): boolean {
  const read = hexLine(text);
  return read !== undefined && read.octets.length >= SHORTEST;
}

/** Fewer octets may be numbers of a table. */
const SHORTEST = 4;

interface HexLine {
  readonly offset: number;
  readonly octets: readonly number[];
}

function hexLine(text: string): HexLine | undefined {
  const head = text.length > LONGEST_LINE ? null : OFFSET.exec(text);
  if (head === null) return undefined;
  const { octets, end } = octetsFrom(text, head[0].length);
  const isWhole = end >= text.length || blanksAt(text, end) > 0;
  return octets.length > 0 && isWhole ? { offset: Number.parseInt(head[1] ?? "0", 16), octets } : undefined;
}

function octetsFrom(
  text: string,
  from: number,
): { readonly octets: readonly number[]; readonly end: number } {
  const octets: number[] = [];
  let at = from;
  let width = 0;
  while (octets.length < PER_LINE) {
    GROUP.lastIndex = at;
    const group = GROUP.exec(text)?.[0];
    // Groups of one line are as wide as the first; only the last may be shorter.
    if (group === undefined || (width !== 0 && group.length > width)) break;
    width ||= group.length;
    octets.push(...octetsOf(group));
    at += group.length;
    const gap = blanksAt(text, at);
    if (gap === 0 || gap > widestGap(octets.length, width)) break;
    at += gap;
  }
  return { octets, end: at };
}

function octetsOf(group: string): readonly number[] {
  return (group.match(/../gu) ?? []).map((digits) => Number.parseInt(digits, 16));
}

function blanksAt(text: string, at: number): number {
  let end = at;
  while (text.charAt(end) === " " || text.charAt(end) === "\t") end += 1;
  return end - at;
}

/** Some tools part the two halves of a line by a second blank; more than that is the gap before the text. */
function widestGap(octets: number, width: number): number {
  return octets === 8 && width === 2 ? 2 : 1;
}
