import type { Nanoseconds } from "../base/time";
import type { ArrowEnd, Divider, EndpointEvent, Message, Remark, Segment, Trace } from "../trace/trace";
import { harmlessText } from "./harmless-text";
import { labelArrow } from "./label-event";
import type { LadderOptions } from "./ladder-options";
import { isFold } from "./arrow-strip";
import { tagged } from "./connection-tags";
import { eventsBeside, isBracket, isTimer } from "./events-beside";
import { BESIDE, FONT_SIZE, POINTER, REMARK, TEAR_HEIGHT } from "./measures";
import { fullText, wrapText } from "./shorten-text";
import { measureText } from "./text-metrics";

/** An arrow with its words, before it has a place. */
export interface ArrowDraft {
  readonly kind: "arrow";
  readonly event: Segment | Message;
  readonly label: string;
  /** When it leaves, where that is known; and when it arrives, where that is known or assumed. */
  readonly departure: Nanoseconds | undefined;
  readonly arrival: Nanoseconds | undefined;
  /** Boxes beside its two ends, outside the ladder, from top to bottom. */
  readonly beside: Readonly<Record<ArrowEnd["side"], readonly BlockDraft[]>>;
}

/** Anything else with its words and the size of its box, before it has a place. */
export interface BlockDraft {
  readonly kind: "block";
  /** Id of the trace event, or one made from it for what the layout adds. */
  readonly id: string;
  readonly what: "remark" | "note" | "endpoint-event" | "phase" | "tear";
  readonly event: Remark | EndpointEvent | Divider | Segment | Message | undefined;
  readonly time: Nanoseconds | undefined;
  readonly text: string;
  /** The whole text where a word of it was too long for the box. */
  readonly full?: string;
  readonly fontSize: number;
  readonly width: number;
  readonly height: number;
  /** Zones it lies in: zone z is left of lifeline z, zone n right of the last. */
  readonly firstZone: number;
  readonly lastZone: number;
  /** A timer ends here: it stands below all that happened while the timer ran. */
  readonly endsTimer?: true;
}

/** An event of the trace with its words. */
export type Draft = ArrowDraft | BlockDraft;

/** Gives every event of a trace its words; order kept, build steps left out. */
export function draftEvents(
  trace: Trace,
  options: LadderOptions,
  tags: ReadonlyMap<number, string>,
): readonly Draft[] {
  const lifelines = trace.endpoints.length;
  const isCapture = trace.source.format !== "event list";
  const clean = (text: string): string => (isCapture ? harmlessText(text) : text);
  const beside = eventsBeside(trace, lifelines);
  const isBeside = new Set([...beside.values()].flat());
  const timerEnds = new Set(
    trace.events.flatMap((event) => (isBracket(event, lifelines) ? [event.at.event] : [])),
  );
  return trace.events.flatMap((event): Draft[] => {
    switch (event.kind) {
      case "segment":
      case "message": {
        if (!isDrawable(event, lifelines)) return [];
        const boxes = (side: ArrowEnd["side"]): readonly BlockDraft[] =>
          (beside.get(event.id) ?? [])
            .filter(({ at }) => at?.side === side)
            .map((each) => draftEndpointEvent(each, lifelines, clean(each.text)));
        const arrow = draftArrow(event, tagged(labelArrow(event, trace, options), event, tags), options);
        return [
          { ...arrow, beside: { departure: boxes(/* @__KEY__ */ "departure"), arrival: boxes("arrival") } },
          ...draftNote(event, lifelines),
        ];
      }
      case "remark":
        return draftRemark(event, lifelines, clean(event.text));
      case "endpoint-event":
        if (isBeside.has(event) || isOffRow(event, lifelines)) return [];
        return [
          {
            ...draftEndpointEvent(event, lifelines, clean(event.text)),
            ...(timerEnds.has(event.id) ? { endsTimer: true } : {}),
          },
        ];
      case "divider":
        return event.what === "step" ? [] : [draftDivider(event, lifelines, clean(event.text))];
    }
  });
}

/** Has no words in a row of its own: a bracket, a bar whose words stand elsewhere, or nowhere to be. */
function isOffRow(event: EndpointEvent, lifelines: number): boolean {
  const isBar = isTimer(event) && event.text === "";
  return event.endpoint >= lifelines || isBar || isBracket(event, lifelines);
}

function isDrawable(event: Segment | Message, lifelines: number): boolean {
  return event.from >= 0 && event.to >= 0 && event.from < lifelines && event.to < lifelines;
}

function draftArrow(
  event: Segment | Message,
  label: string,
  options: LadderOptions,
): Omit<ArrowDraft, "beside"> {
  const departure = event.assumedWay?.departure ?? event.time;
  const isAlone = event.from === event.to || isFold(event);
  const arrival = isAlone ? undefined : arrivalOf(event, options);
  return { kind: "arrow", event, label, departure, arrival };
}

function draftNote(event: Segment | Message, zone: number): Draft[] {
  if (event.note === undefined || event.note === "") return [];
  const box = boxed(event.note, FONT_SIZE.remark, REMARK.padding, REMARK.maxText);
  return [block(event, { what: "note", time: undefined, ...box, firstZone: zone, lastZone: zone })];
}

function arrivalOf(event: Segment | Message, options: LadderOptions): Nanoseconds | undefined {
  const arrival = event.arrival ?? event.assumedWay?.arrival;
  if (arrival !== undefined) return arrival;
  if (event.time === undefined) return undefined;
  const transit = event.delay ?? (typeof options.slant === "number" ? options.slant : undefined);
  // Adding two spans of nanoseconds gives a third; the type cannot know.
  return transit === undefined ? undefined : ((event.time + transit) as Nanoseconds);
}

function draftRemark(event: Remark, lifelines: number, text: string): Draft[] {
  const ends = event.endpoints.filter((end) => end >= 0 && end < lifelines);
  if (ends.length === 0) return [];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const zones = {
    left: { firstZone: first, lastZone: first },
    right: { firstZone: last + 1, lastZone: last + 1 },
    over: { firstZone: first, lastZone: last + 1 },
  }[event.where];
  const box = boxed(
    text,
    FONT_SIZE.remark,
    REMARK.padding,
    REMARK.maxText * (event.where === "over" ? last - first + 1 : 1),
  );
  return [block(event, { what: "remark", time: event.time, ...box, ...zones })];
}

function draftEndpointEvent(event: EndpointEvent, lifelines: number, text: string): BlockDraft {
  const zone = event.endpoint === 0 && lifelines > 1 ? 0 : event.endpoint + 1;
  const isPlain = event.what === "state" || event.what === "call" || event.since !== undefined;
  const words = isPlain ? text : `${event.what} ${text}`;
  const box = boxed(words, FONT_SIZE.remark, BESIDE.padding, REMARK.maxText);
  const width = box.width + (hasPointer(event) ? POINTER : 0);
  return block(event, {
    what: "endpoint-event",
    time: event.time,
    ...box,
    width,
    firstZone: zone,
    lastZone: zone,
  });
}

/** Gives true for what passes between the program and its socket. */
export function hasPointer({ what }: EndpointEvent): boolean {
  return what === "call" || what === "deliver";
}

function draftDivider(event: Divider, lifelines: number, text: string): BlockDraft {
  const box = boxed(text, FONT_SIZE.remark, REMARK.padding, REMARK.maxText * 2);
  const height = event.what === "tear" ? TEAR_HEIGHT : box.height;
  const what = event.what === "tear" ? "tear" : "phase";
  const lastZone = event.isFound === true ? 0 : lifelines;
  return block(event, { what, time: event.time, ...box, height, firstZone: 0, lastZone });
}

/** Gives the tear that the layout puts into a long silence, before the event with this id. */
export function draftSilence(nextId: string, words: string, lifelines: number): BlockDraft {
  const box = boxed(words, FONT_SIZE.label, REMARK.padding, REMARK.maxText);
  return {
    kind: "block",
    id: `silence before ${nextId}`,
    what: "tear",
    event: undefined,
    time: undefined,
    ...box,
    height: TEAR_HEIGHT,
    firstZone: 0,
    lastZone: lifelines,
  };
}

function block(
  event: Remark | EndpointEvent | Divider | Segment | Message,
  rest: Omit<BlockDraft, "kind" | "id" | "event">,
): BlockDraft {
  return { kind: "block", id: event.id, event, ...rest };
}

function boxed(
  words: string,
  fontSize: number,
  padding: number,
  widest: number,
): Pick<BlockDraft, "text" | "full" | "fontSize" | "width" | "height"> {
  const text = wrapText(words, fontSize, widest);
  const size = measureText(text, fontSize);
  const box = { width: size.width + 2 * padding, height: size.height + 2 * padding };
  return { text, ...fullText(words, text), fontSize, ...box };
}
