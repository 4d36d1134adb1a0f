import { arrowMarks, legendWords, markOfArrow } from "./arrow-mark";
import type { Draft } from "./drafts";
import type { ArrowMark, LadderLegendEntry, LadderPoint, PlacedText } from "./ladder";
import type { LadderOptions } from "./ladder-options";
import { CROSS, FONT_SIZE, LEGEND } from "./measures";
import { measureText } from "./text-metrics";

/** Gives the marks that the legend explains: all that are there, in the order of the table, or none. */
export function marksInLegend(drafts: readonly Draft[], options: LadderOptions): readonly ArrowMark[] {
  if (!options.show.has("legend")) return [];
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

/** Gives a sample arrow and words for each mark, side by side, in as many centred rows as they need. */
export function placeLegend(marks: readonly ArrowMark[], place: LegendPlace): readonly LadderLegendEntry[] {
  const rows: Sized[][] = [];
  let room = 0;
  for (const mark of marks) {
    const words = measureText(legendWords[mark], FONT_SIZE.legend);
    const width = LEGEND.sample + LEGEND.gap + words.width;
    if (room < width + LEGEND.between) {
      rows.push([]);
      room = place.width + LEGEND.between;
    }
    rows.at(-1)?.push({ mark, words, width });
    room -= width + LEGEND.between;
  }
  return rows.flatMap((row, i) => placeRow(row, place.centre, place.top + (i + 0.5) * LEGEND.row));
}

interface Sized {
  readonly mark: ArrowMark;
  readonly words: { readonly width: number; readonly height: number };
  readonly width: number;
}

function placeRow(row: readonly Sized[], centre: number, y: number): readonly LadderLegendEntry[] {
  const whole = row.reduce((sum, { width }) => sum + width + LEGEND.between, -LEGEND.between);
  let left = centre - whole / 2;
  return row.map(({ mark, words, width }) => {
    const ends: readonly LadderPoint[] = [
      [left, y],
      [left + LEGEND.sample - (mark === "lost" ? CROSS : 0), y],
    ];
    const x = left + width - words.width / 2;
    const label: PlacedText = {
      text: legendWords[mark],
      ...words,
      x,
      y,
      angle: 0,
      fontSize: FONT_SIZE.legend,
      align: "left",
    };
    left += width + LEGEND.between;
    return { mark, points: ends, label };
  });
}

/** Gives the height of the legend's rows. */
export function legendHeight(entries: readonly LadderLegendEntry[]): number {
  return new Set(entries.map(({ label }) => label.y)).size * LEGEND.row;
}
