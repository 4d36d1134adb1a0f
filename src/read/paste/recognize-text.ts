import { bareColumns } from "./bare-columns";
import { isHexLine } from "./hex-dump";
import { tableColumns } from "./table-columns";
import { readPacketListRow } from "./packet-list-row";
import { readSpokenLine } from "./spoken-lines";
import { opensFollowedOctets } from "./read-followed-octets";

/** What a text is, by its content. */
export type TextShape =
  | "event list"
  | "packet list"
  | "table"
  | "tcpdump"
  | "packet details"
  | "flow graph"
  | "followed stream"
  | "hex dump"
  | "sequence diagram"
  | "packetdrill"
  | "RFC figure"
  | "lecture";

/** The first of the shapes below are told by one line, however long the rest is. */
const HEADINGS = 4;
const MOST_LINES = 4000;
const LONGEST_LINE = 4000;
/** Lines of one shape after which the rest is believed. */
const ENOUGH = 50;

/** A line of one of these shapes is of no other, an event list included. */
const telling: readonly (readonly [shape: TextShape, isOne: (line: string) => boolean])[] = [
  ["table", (line) => tableColumns(line) !== undefined],
  ["flow graph", (line) => /^(?:Conv\.)?\|\s?Time\s{1,20}\|/u.test(line)],
  ["followed stream", (line) => /^Follow: tcp,/u.test(line) || opensFollowedOctets(line)],
  ["sequence diagram", (line) => /^\s*(?:sequenceDiagram\b|@startuml\b)/u.test(line)],
  ["packet details", (line) => /Transmission Control Protocol, Src Port: ?\S/u.test(line)],
  ["tcpdump", isTcpdump],
  [
    "RFC figure",
    (line) => /(?:-->|<--|\.\.\.)\s{0,40}<(?:SEQ|ACK|CTL)=/u.test(line) && !/-->[^<]{1,80}:\s/u.test(line),
  ],
  ["packetdrill", (line) => /^\s*[+*]?[\d.]*\s*[<>]\s+[SFRPUEW.]{1,8}\s+\d+:\d+\(\d+\)/u.test(line)],
  ["packet list", (line) => readPacketListRow(line, 1)?.protocol !== undefined],
  ["hex dump", isHexLine],
];

/** A heading may stand anywhere; of what rows look like, one line of eight tells beyond the first. */
const headings = telling.slice(0, HEADINGS);
const LOOKED_AT_EACH = 400;

/** Spread without a period, which frames of as many lines could have, too (Knuth's multiplicative hash). */
function isSample(index: number): boolean {
  return Math.imul(index, 0x9e3779b1) >>> 29 === 0;
}

function isTcpdump(line: string): boolean {
  return (
    /\s>\s\S{2,100}: (?:Flags \[|[SFRP.]{1,4} \d{1,10}:\d{1,10}\(|\. ack \d)/u.test(line) ||
    /^\s*[\d:. -]{0,36}\bIP6? \((?:tos|class|flowlabel|hlim) /u.test(line) ||
    /^.{0,48}\bethertype IPv[46] \(0x[\da-f]{4}\), length \d{1,7}: /u.test(line) ||
    /^(?:\s*[\d:. -]{8,36} )?(?:\S{1,16} +(?:In|Out|P|B|M) +)?IP6? \S{2,100} > \S{2,100}: /u.test(line)
  );
}

/** A speaker's notation: an arrow and TCP words without a colon, or `A: SYN, Sa`. */
const lecture =
  /^\s*[A-Za-z]\w{0,20}\s*(?:-{1,3}>|→|>)\s*[A-Za-z]\w{0,20}[ ,]\s*(?:(?:SYN|ACK|FIN|RST|PSH|sin)\b|<(?:SEQ|ACK|CTL)=)/u;
const spoken = /^\s*[A-Za-z]\w{0,20}: (?:SYN|FIN|RST|ACK)(?:[ ,/+-]|$)/u;

const message = /(?:->|→|<-|-x).{1,200}?:(?:\s|$)/u;

/**
 * Gives the shape of a text by its content, never by its name. Text around a table or a
 * listing (a report, a mail) does not matter; between two shapes the one with more lines wins.
 */
export function recognizeText(lines: readonly string[]): TextShape {
  const looked = lines.slice(0, MOST_LINES).filter((line) => line !== "" && line.length <= LONGEST_LINE);
  const counts = countShapes(looked);
  const heading = headings.find(([shape]) => counts.has(shape))?.[0];
  // Dumps stand below the rows they belong to, with more lines than these.
  if (counts.size > 1) counts.delete("hex dump");
  // Details tell all that the row above them does.
  if ((counts.get("packet details") ?? 0) * 2 >= (counts.get("packet list") ?? Infinity))
    return "packet details";
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const found = heading ?? most?.[0];
  if (found !== undefined) return found;
  if (bareColumns(looked) !== undefined) return "table";
  // A list in which one colon was forgotten is still a list.
  const isLecture =
    looked.some((line) => lecture.test(line) || spoken.test(line) || readSpokenLine(line) !== undefined) &&
    !looked.some(isListMessage);
  return isLecture ? "lecture" : "event list";
}

function countShapes(lines: readonly string[]): Map<TextShape, number> {
  const counts = new Map<TextShape, number>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const shape = shapeOf(line, index < LOOKED_AT_EACH || isSample(index) ? telling : headings);
    if (shape === undefined) continue;
    const count = (counts.get(shape) ?? 0) + 1;
    counts.set(shape, count);
    if (count >= ENOUGH && counts.size === 1) break;
  }
  return counts;
}

function shapeOf(line: string, shapes: typeof telling): TextShape | undefined {
  for (const [shape, isOne] of shapes) if (isOne(line)) return shape;
  return undefined;
}

function isListMessage(line: string): boolean {
  return message.test(line) && !lecture.test(line);
}
