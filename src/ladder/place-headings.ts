import { formatSpan, nanoseconds } from "../base/time";
import type { Trace } from "../trace/trace";
import { harmlessText } from "./harmless-text";
import type { LadderBox, LadderLegendEntry, PlacedText } from "./ladder";
import type { LadderOptions } from "./ladder-options";
import { FONT_SIZE, HEAD } from "./measures";
import type { Columns } from "./place-lifelines";
import { legendHeight, placeLegend, type LegendItem } from "./place-legend";
import { fullText, wrapEvenly } from "./shorten-text";
import { measureText } from "./text-metrics";

/** Space under the title, under the verdict, and under the addresses. */
const GAP = { title: 8, verdict: 6, heads: 14, address: 4 } as const;

/** Least width over which title and verdict run before they are broken. */
const LEAST_WIDTH = 640;

/** More conversations than these have no verdict each; the title stands for all. */
const MOST_VERDICTS = 3;

/** What stands above the rows. */
export interface Headings {
  readonly title: PlacedText | undefined;
  readonly verdict: PlacedText | undefined;
  readonly legend: readonly LadderLegendEntry[];
  readonly heads: readonly LadderBox[];
  readonly names: readonly PlacedText[];
  readonly addresses: readonly (PlacedText | undefined)[];
  readonly bottom: number;
}

/** What is written above the rows, besides what the trace says. */
export interface HeadingWords {
  readonly options: LadderOptions;
  /** Marks to explain. */
  readonly legend: readonly LegendItem[];
}

/** Gives title, verdict, legend, addresses and heads from the top of the page downwards, centred over the lifelines. */
export function placeHeadings(
  trace: Trace,
  columns: Columns,
  { options, legend: items }: HeadingWords,
): Headings {
  const [first, last] = [columns.x[0] ?? 0, columns.x.at(-1) ?? 0];
  const width = Math.max(LEAST_WIDTH, last - first + HEAD.minWidth);
  const centre = (first + last) / 2;
  const title = heading(options.title ?? "", { fontSize: FONT_SIZE.title, width, centre, top: 0 });
  const verdictTop = bottomOf(title, 0, GAP.title);
  const story = [verdictText(trace, options), transitText(trace)].filter((text) => text !== "");
  const verdict = heading(story.join("\n"), {
    fontSize: FONT_SIZE.verdict,
    width,
    centre,
    top: verdictTop,
  });
  const legendTop = bottomOf(verdict, verdictTop, GAP.verdict);
  const legend = placeLegend(items, { centre, width, top: legendTop });
  const addressTop = legendTop + legendHeight(legend) + ((title ?? verdict ?? legend[0]) ? GAP.heads : 0);
  const addresses = trace.endpoints.map((endpoint, i) => {
    const address = endpoint.address === undefined || endpoint.name === endpoint.key ? "" : endpoint.key;
    const centreX = columns.x[i] ?? 0;
    return heading(address, {
      fontSize: FONT_SIZE.margin,
      width: HEAD.maxName,
      centre: centreX,
      top: addressTop,
    });
  });
  const headTop = Math.max(
    ...addresses.map((address) => bottomOf(address, addressTop, GAP.address)),
    addressTop,
  );
  return {
    title,
    verdict,
    legend,
    addresses,
    ...heads(trace, columns, headTop),
    bottom: headTop + HEAD.height,
  };
}

function heads({ endpoints }: Trace, columns: Columns, top: number): Pick<Headings, "heads" | "names"> {
  const boxes = columns.headWidths.map((width, i) => ({
    x: (columns.x[i] ?? 0) - width / 2,
    y: top,
    width,
    height: HEAD.height,
  }));
  const names = columns.names.map((text, i): PlacedText => {
    const size = measureText(text, FONT_SIZE.head);
    const place = { x: columns.x[i] ?? 0, y: top + HEAD.height / 2, angle: 0 };
    const name = endpoints[i]?.name ?? text;
    // A name of nothing but blanks is shown as the key.
    const full = text === name || name.trim() === "" ? {} : { full: name };
    return { text, ...size, ...place, fontSize: FONT_SIZE.head, align: "center", ...full };
  });
  return { heads: boxes, names };
}

function verdictText(trace: Trace, options: LadderOptions): string {
  if (!options.show.has("verdict") || trace.conversations.length > MOST_VERDICTS) return "";
  const verdicts = trace.conversations.map(({ verdict }) => verdict).filter((verdict) => verdict !== "");
  return trace.source.format === "event list" ? verdicts.join("\n") : harmlessText(verdicts.join(" / "));
}

/** Says what the slant of the arrows stands for: nobody saw the other end. */
function transitText({ conversations, endpoints }: Trace): string {
  const known = conversations.flatMap(({ transit, client, server }) =>
    transit === undefined ? [] : [{ transit, client, server }],
  );
  const [only, ...others] = known;
  if (only === undefined) return "";
  if (others.length > 0) return "slant assumed: half of each connection's round trip";
  const { transit, client, server } = only;
  const way = formatSpan(nanoseconds(transit.client + transit.server));
  const slant = `slant assumed: ${way} each way, half the round trip`;
  if (transit.client > 0 && transit.server > 0) return `${slant}; captured between the ends`;
  const end = transit.client === 0 ? client : server;
  const name = endpoints.find(({ key, address }) => isEnd(end, key, address))?.name ?? end;
  return harmlessText(`${slant}; captured at ${name}`);
}

function isEnd(end: string, key: string, address: string | undefined): boolean {
  return (
    end === key ||
    (address !== undefined && (end.startsWith(`${address}:`) || end.startsWith(`[${address}]:`)))
  );
}

function bottomOf(text: PlacedText | undefined, top: number, gap: number): number {
  return text === undefined ? top : top + text.height + gap;
}

interface HeadingPlace {
  readonly fontSize: number;
  readonly width: number;
  readonly centre: number;
  readonly top: number;
}

function heading(words: string, { fontSize, width, centre, top }: HeadingPlace): PlacedText | undefined {
  if (words.trim() === "") return undefined;
  const text = wrapEvenly(words, fontSize, width);
  const size = measureText(text, fontSize);
  const place = { x: centre, y: top + size.height / 2, angle: 0, fontSize };
  return { text, ...size, ...place, align: "center", ...fullText(words, text) };
}
