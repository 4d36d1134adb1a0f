import { nanoseconds, type Nanoseconds } from "../base/time";
import { parseLine } from "../read/text/parse-line";
import { markOf } from "../read/text/attributes";
import { tokenizeLine } from "../read/text/tokenize-line";
import type { Message, Segment, Trace, TraceEvent } from "../trace/trace";
import { messageWords } from "./message-words";
import { quotedText, singleLine } from "./quoted-text";
import { segmentLabel } from "./segment-label";
import type { WrittenNames } from "./written-names";
import { decimalsOf, writtenSeconds, writtenSpan } from "./written-span";

/** What all lines of a list share while they are written. */
interface Writing {
  readonly names: WrittenNames;
  /** Labels of segments are made from their fields when the list is read again. */
  readonly isLabelMade: boolean;
  /** Taken off every time, so that none lies before zero. */
  readonly zero: number;
  readonly decimals: number;
  /** Time of the last line that has one. */
  now: Nanoseconds | undefined;
}

/** Gives the lines of a trace's events, one for each, in their order. */
export function eventListLines(trace: Trace, names: WrittenNames, isLabelMade: boolean): readonly string[] {
  const zero = trace.events.reduce((least, { time }) => Math.min(least, time ?? 0), 0);
  const times = trace.events.flatMap(({ time }) => (time === undefined ? [] : nanoseconds(time - zero)));
  const writing: Writing = { names, isLabelMade, zero, decimals: decimalsOf(times), now: undefined };
  return trace.events.map((event) => eventLine(event, writing));
}

function eventLine(event: TraceEvent, writing: Writing): string {
  const { name } = writing.names;
  switch (event.kind) {
    case "segment":
    case "message":
      return timing(event, writing) + arrowLine(event, writing);
    case "endpoint-event":
      return `${timing(event, writing)}${name(event.endpoint)}: ${event.what} ${singleLine(event.text)}`.trimEnd();
    case "remark": {
      const side = event.where === "over" ? "over" : `${event.where} of`;
      return `note ${side} ${event.endpoints.map(name).join(", ")}: ${singleLine(event.text)}`.trimEnd();
    }
    case "divider":
      return dividerLine(event.what, singleLine(event.text));
  }
}

function dividerLine(what: "phase" | "tear" | "step", text: string): string {
  if (what === "step") return "step";
  const mark = what === "phase" ? "==" : "...";
  return text === "" ? mark : `${mark} ${text} ${mark}`;
}

/** Gives `& `, the time where it is another than that of the line before, and the arrival. */
function timing(event: Pick<Segment, "time" | "together" | "arrival">, writing: Writing): string {
  const together = event.together === true ? "& " : "";
  if (event.time === undefined) return together;
  const isNew = event.time !== writing.now || event.arrival !== undefined;
  writing.now = event.time;
  if (!isNew) return together;
  const written = (time: Nanoseconds): string =>
    writtenSeconds(nanoseconds(time - writing.zero), writing.decimals);
  const arrival = event.arrival === undefined ? "" : ` .. ${written(event.arrival)}`;
  return `${together}${written(event.time)}${arrival} `;
}

function arrowLine(event: Segment | Message, writing: Writing): string {
  const [from, to] =
    event.kind === "segment"
      ? writing.names.ends(event)
      : [writing.names.name(event.from), writing.names.name(event.to)];
  const head = event.lostAt === 0.5 ? "x" : ">";
  const arrow = `${from} ${event.dashed === true ? "--" : "-"}${head} ${to}`;
  const attributes = attributesOf(event)
    .map((attribute) => ` [${attribute}]`)
    .join("");
  if (event.kind === "segment") {
    const label = writing.isLabelMade ? segmentLabel(event) : (event.written ?? segmentLabel(event));
    return `${arrow}: ${label}${attributes}`;
  }
  const words = messageWords(event);
  if (words === "") return arrow + attributes;
  const plain = `${arrow}: ${words}${attributes}`;
  return saysWords(plain, words, attributesOf(event).length)
    ? plain
    : `${arrow}: [text=${quotedValue(words)}]${attributes}`;
}

/** Whether a line is read as a message with these words: they may look like TCP, or end like attributes. */
function saysWords(line: string, words: string, attributes: number): boolean {
  if (/[\r\n]/u.test(line)) return false;
  const statement = parseLine(
    { text: line, number: 1, tokenized: tokenizeLine(line, false) },
    () => undefined,
  );
  return (
    statement?.kind === "message" &&
    statement.segment === undefined &&
    statement.label.text === words &&
    statement.attributes.length === attributes
  );
}

function attributesOf(event: Segment | Message): readonly string[] {
  const { lostAt, marks, delay, color, frame, note, identity } = event;
  const isWritten = marks.every((mark) => markOf(mark) === mark);
  return [
    ...(lostAt === undefined || lostAt === 0.5 ? [] : [`lost at ${String(Math.round(lostAt * 100))}%`]),
    // Marks in other words follow from the numbers, and will again.
    ...(isWritten ? marks : []),
    ...(delay === undefined ? [] : [`delay=${writtenSpan(delay)}`]),
    ...(color === undefined ? [] : [`color=${color}`]),
    ...(frame === undefined ? [] : [`number=${String(frame)}`]),
    ...(note === undefined ? [] : [`note=${quotedValue(note)}`]),
    ...(identity === undefined ? [] : [`id=${quotedValue(identity)}`]),
  ];
}

/** Characters of a quoted value that are read for certain; a longer text is cut. */
const LONGEST_VALUE = 900;

function quotedValue(text: string): string {
  return quotedText(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text);
}
