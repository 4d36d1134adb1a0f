import { harmlessText } from "../ladder/harmless-text";
import type { LadderBox, LadderPoint, PlacedText } from "../ladder/ladder";
import { shortenText } from "../ladder/shorten-text";
import type { End } from "../tcp/tcp-state";
import { placed } from "./place-text";

/** What stands above and beside the figure, apart from it. */
export interface Headings {
  readonly title: string;
  /** Of client and server, as people read them. */
  readonly names: readonly [string, string];
  readonly unit: "frame" | "line";
}

/** One line of the legend: a sample, and what it means. */
export interface LegendLine {
  readonly sample: "client" | "server" | "proven" | "assumed";
  readonly box: LadderBox;
  readonly points: readonly LadderPoint[];
  readonly end: End | undefined;
  readonly label: PlacedText;
}

/** Title and legend, in px; they stand left of the first arrows, where the figure leaves room. */
export interface Legend {
  readonly title: PlacedText;
  readonly lines: readonly LegendLine[];
}

const CORNER = { x: -110, y: -6 } as const;
const LINE = 30;
const SAMPLE = { width: 44, height: 22 } as const;
const FONT = { title: 28, line: 16 } as const;
const WIDEST = { title: 1200, line: 300 } as const;

/** Places title and legend. Names are made harmless and shortened: they may come from a capture. */
export function placeLegend({ title, names, unit }: Headings): Legend {
  const lines = [
    { sample: "client", end: 0, text: `client ${names[0]}` },
    { sample: "server", end: 1, text: `server ${names[1]}` },
    { sample: "proven", end: undefined, text: `shown by a segment (${unit} number)` },
    { sample: "assumed", end: undefined, text: "assumed: shown by no segment" },
  ] as const;
  return {
    title: placed(shown(title, FONT.title, WIDEST.title), [CORNER.x, CORNER.y - 40], FONT.title, "left"),
    lines: lines.map(({ sample, end, text }, i): LegendLine => {
      const y = CORNER.y + LINE / 2 + i * LINE;
      return {
        sample,
        end,
        box: { x: CORNER.x, y: y - SAMPLE.height / 2, width: SAMPLE.width, height: SAMPLE.height },
        points: [
          [CORNER.x, y],
          [CORNER.x + SAMPLE.width, y],
        ],
        label: placed(
          shown(text, FONT.line, WIDEST.line),
          [CORNER.x + SAMPLE.width + 12, y],
          FONT.line,
          "left",
        ),
      };
    }),
  };
}

function shown(text: string, fontSize: number, width: number): string {
  return shortenText(harmlessText(text), fontSize, width);
}
