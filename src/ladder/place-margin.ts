import { formatSeconds, nanoseconds, type Nanoseconds } from "../base/time";
import type { Message, Segment, Trace } from "../trace/trace";
import type { ArrowDraft } from "./drafts";
import type { PlacedText } from "./ladder";
import type { LadderOptions } from "./ladder-options";
import { FONT_SIZE, MARGIN_STEP } from "./measures";
import type { ArrowRow, Rows } from "./place-rows";
import { measureText } from "./text-metrics";
import { timeDecimals } from "./time-scale";

/** Space between frame number and time. */
const COLUMN_GAP = 14;

/** Frame number and time of one arrow. */
export interface MarginTexts {
  readonly number: PlacedText | undefined;
  readonly time: PlacedText | undefined;
}

/** Where the margin ends, and what it is made from. */
export interface MarginPlace {
  readonly options: LadderOptions;
  readonly rows: Rows;
  readonly right: number;
}

/**
 * Gives numbers and times in two right-aligned columns, each at the height where its message was seen:
 * where it is sent, or where it passes the point of capture.
 *
 * Of two messages seen at the same height the second stands a line lower.
 */
export function placeMargin(trace: Trace, place: MarginPlace): ReadonlyMap<ArrowDraft, MarginTexts> {
  const decimals = timeDecimals(trace);
  const times = timeTexts([...place.rows.arrows.keys()], place.options, decimals);
  const widest = Math.max(0, ...[...times.values()].map((text) => measureText(text, FONT_SIZE.margin).width));
  const numbersRight = place.right - (widest === 0 ? 0 : widest + COLUMN_GAP);
  let lowest = Number.NEGATIVE_INFINITY;
  const margin = new Map<ArrowDraft, MarginTexts>();
  const seen = [...place.rows.arrows].map(([draft, row]) => ({ draft, height: heightSeen(draft, row) }));
  for (const { draft, height } of seen.sort((a, b) => a.height - b.height)) {
    const y = Math.max(height, lowest + MARGIN_STEP);
    lowest = y;
    const number = place.options.show.has("number") ? frameText(draft.event) : undefined;
    margin.set(draft, {
      number: marginText(number, numbersRight, y),
      time: marginText(times.get(draft), place.right, y),
    });
  }
  return margin;
}

/** The frame of a message; of a run the first and the last, and `…` where others lie between. */
function frameText(event: Segment | Message): string | undefined {
  const ranges = event.kind === "message" ? (event.folded?.frames ?? []) : [];
  const [first, last] = [ranges[0]?.[0], ranges.at(-1)?.[1]];
  if (first !== undefined && last !== undefined)
    return `${String(first)}${ranges.length > 1 ? "…" : "–"}${String(last)}`;
  return event.frame === undefined ? undefined : String(event.frame);
}

function heightSeen({ event }: ArrowDraft, { sent, arrived }: ArrowRow): number {
  const way = event.assumedWay;
  if (way === undefined || event.time === undefined || way.arrival === way.departure) return sent;
  const share = (event.time - way.departure) / (way.arrival - way.departure);
  return sent + (arrived - sent) * Math.min(1, Math.max(0, share));
}

function timeTexts(
  drafts: readonly ArrowDraft[],
  options: LadderOptions,
  decimals: number,
): ReadonlyMap<ArrowDraft, string> {
  const texts = new Map<ArrowDraft, string>();
  let previous: Nanoseconds | undefined;
  for (const draft of drafts) {
    const time = draft.event.time;
    if (time === undefined) continue;
    const parts: string[] = [];
    if (options.show.has("time")) parts.push(formatSeconds(time, decimals));
    if (options.show.has("delta"))
      parts.push(`+${formatSeconds(nanoseconds(time - (previous ?? time)), decimals)}`);
    if (parts.length > 0) texts.set(draft, parts.join("  "));
    previous = time;
  }
  return texts;
}

function marginText(text: string | undefined, right: number, y: number): PlacedText | undefined {
  if (text === undefined) return undefined;
  const size = measureText(text, FONT_SIZE.margin);
  return {
    text,
    ...size,
    x: right - size.width / 2,
    y,
    angle: 0,
    fontSize: FONT_SIZE.margin,
    align: "right",
  };
}
