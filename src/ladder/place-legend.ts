import { arrowMarks, legendWords, markOfArrow } from "./arrow-mark";
import type { Draft } from "./drafts";
import type { ArrowMark, LadderLegendEntry, LadderPoint, LegendSample, PlacedText } from "./ladder";
import type { LadderOptions } from "./ladder-options";
import { CROSS, FONT_SIZE, LEGEND } from "./measures";
import { measureText } from "./text-metrics";

/** A sample and its words, before they have a place. */
export interface LegendItem {
  readonly sample: LegendSample;
  readonly words: string;
}

/** More connections have no colours of their own: their words before the labels tell them apart. */
const MOST_CONNECTIONS = 5;

/** Connections that share lifelines, by their numbers: their words, and their places among all of these. */
interface Connections {
  readonly tags: ReadonlyMap<number, string>;
  readonly places: ReadonlyMap<number, number>;
}

/** Gives what the legend explains: the connections that share lifelines, and the marks that are there, in the order of the table. */
export function legendItems(
  drafts: readonly Draft[],
  options: LadderOptions,
  { tags, places }: Connections,
): readonly LegendItem[] {
  if (!options.show.has("legend")) return [];
  const shared = [...tags].map(([number, tag]) => ({
    sample: { connection: places.get(number) ?? 0 },
    words: tag.startsWith("#") ? `connection ${tag.slice(1)}` : `port ${tag}`,
  }));
  const marks = marksInLegend(drafts).map((mark) => ({ sample: { mark }, words: legendWords[mark] }));
  return [...(shared.length > MOST_CONNECTIONS ? [] : shared), ...marks];
}

/** Gives the marks that the legend explains, or none. */
function marksInLegend(drafts: readonly Draft[]): readonly ArrowMark[] {
  const used = new Set(
    drafts.map((draft) => (draft.kind === "arrow" ? markOfArrow(draft.event) : undefined)),
  );
  const marks = arrowMarks.filter((mark) => used.has(mark));
  // Every conversation ends, and its arrows say FIN and RST: they are explained only where something else is.
  return marks.some((mark) => mark !== "finish" && mark !== "reset") ? marks : [];
}

/** Where the legend goes. */
export interface LegendPlace {
  readonly centre: number;
  readonly width: number;
  readonly top: number;
}

/** Gives a sample arrow and words for each item, side by side, in as many centred rows as they need. */
export function placeLegend(items: readonly LegendItem[], place: LegendPlace): readonly LadderLegendEntry[] {
  const rows: Sized[][] = [];
  let room = 0;
  for (const item of items) {
    const size = measureText(item.words, FONT_SIZE.legend);
    const width = LEGEND.sample + LEGEND.gap + size.width;
    if (room < width + LEGEND.between) {
      rows.push([]);
      room = place.width + LEGEND.between;
    }
    rows.at(-1)?.push({ ...item, size, width });
    room -= width + LEGEND.between;
  }
  return rows.flatMap((row, i) => placeRow(row, place.centre, place.top + (i + 0.5) * LEGEND.row));
}

interface Sized extends LegendItem {
  readonly size: { readonly width: number; readonly height: number };
  readonly width: number;
}

function placeRow(row: readonly Sized[], centre: number, y: number): readonly LadderLegendEntry[] {
  const whole = row.reduce((sum, { width }) => sum + width + LEGEND.between, -LEGEND.between);
  let left = centre - whole / 2;
  return row.map(({ sample, words, size, width }) => {
    const ends: readonly LadderPoint[] = [
      [left, y],
      [left + LEGEND.sample - ("mark" in sample && sample.mark === "lost" ? CROSS : 0), y],
    ];
    const x = left + width - size.width / 2;
    const label: PlacedText = {
      text: words,
      ...size,
      x,
      y,
      angle: 0,
      fontSize: FONT_SIZE.legend,
      align: "left",
    };
    left += width + LEGEND.between;
    return { sample, points: ends, label };
  });
}

/** Gives the height of the legend's rows. */
export function legendHeight(entries: readonly LadderLegendEntry[]): number {
  return new Set(entries.map(({ label }) => label.y)).size * LEGEND.row;
}
