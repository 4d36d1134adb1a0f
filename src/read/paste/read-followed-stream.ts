import { spelledAddress } from "../../base/address";
import type { LineReading } from "./line-reading";
import type { PastedEnd, PastedFrame } from "./pasted-frame";
import { opensFollowedOctets, readFollowedOctets } from "./read-followed-octets";

const NODE = /^Node ([01]): (.{1,100}):(\d{1,5})\s*$/u;
const CHUNK = /^(\t?)(\d{1,9})\s*$/u;
const HEADING = /^(?:=+$|Follow: |Filter: )/u;
const LONGEST_SUMMARY = 60;

/**
 * Reads `tshark -z follow,tcp,ascii,…` and the forms that write octets out: two nodes, then what each sent, a length and its text,
 * indented by a tab where the second node speaks.
 *
 * Every piece becomes one message: which segments carried it, the text does not tell.
 */
export function readFollowedStream(lines: readonly string[]): LineReading {
  return lines.some(opensFollowedOctets) ? readFollowedOctets(lines) : readFollowedText(lines);
}

function readFollowedText(lines: readonly string[]): LineReading {
  const nodes: (PastedEnd | undefined)[] = [undefined, undefined];
  const frames: PastedFrame[] = [];
  const passed: number[] = [];
  let index = 0;
  while (index < lines.length) {
    const text = lines[index] ?? "";
    const node = NODE.exec(text);
    const chunk = CHUNK.exec(text);
    if (node !== null) {
      nodes[Number(node[1])] = {
        address: spelledAddress((node[2] ?? "").replace(/^\[|\]$/gu, "")),
        port: Number(node[3]),
      };
    } else if (chunk !== null && nodes[0] !== undefined && nodes[1] !== undefined) {
      const isAnswer = chunk[1] !== "";
      const [from, to] = isAnswer ? [nodes[1], nodes[0]] : [nodes[0], nodes[1]];
      const octets = Number(chunk[2]);
      frames.push(chunkFrame(index + 1, { from, to, octets, text: lines[index + 1] ?? "" }));
      index = endOfChunk(lines, index + 1, octets);
    } else if (text.trim() !== "" && !HEADING.test(text)) passed.push(index + 1);
    index += 1;
  }
  return { frames, unread: [], passed };
}

interface Chunk {
  readonly from: PastedEnd;
  readonly to: PastedEnd;
  readonly octets: number;
  readonly text: string;
}

function chunkFrame(line: number, { from, to, octets, text }: Chunk): PastedFrame {
  const first = text.trim().slice(0, LONGEST_SUMMARY);
  return {
    line,
    source: from,
    destination: to,
    protocol: "TCP",
    summary: first === "" ? `Len=${String(octets)}` : `Len=${String(octets)} ${first}`,
  };
}

/** Gives the last line of a piece: a number within its text is none of ours. Its line ends had one octet, or two. */
function endOfChunk(lines: readonly string[], first: number, octets: number): number {
  let characters = 0;
  for (let index = first; index < lines.length; index += 1) {
    characters += (lines[index] ?? "").length;
    const ends = index - first + 1;
    if (characters + ends - 1 >= octets) return index;
    const next = lines[index + 1] ?? "";
    if (characters + 2 * ends >= octets && (CHUNK.test(next) || HEADING.test(next))) return index;
  }
  return first;
}
