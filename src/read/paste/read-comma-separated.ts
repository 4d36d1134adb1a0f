import type { PastedFrame } from "./pasted-frame";
import { parsePastedTime } from "./pasted-time";
import { frameOf } from "./packet-list-row";

const names = ["no.", "time", "source", "destination", "protocol", "length", "info"] as const;
type Name = (typeof names)[number];

/** Positions of the columns we read, by the heading of an export; an absent one is left out. */
export type ColumnPlaces = ReadonlyMap<Name, number>;

/** Gives the places of the columns named by the first line of Wireshark's CSV export; undefined for other lines. */
export function commaSeparatedColumns(line: string): ColumnPlaces | undefined {
  const cells = splitCells(line).map((cell) => cell.toLowerCase());
  const places = new Map<Name, number>();
  for (const name of names) {
    const place = cells.indexOf(name);
    if (place !== -1) places.set(name, place);
  }
  return places.has("source") && places.has("destination") && places.has("info") ? places : undefined;
}

/** Gives the frame of one line of Wireshark's CSV export; undefined where a column is missing. */
export function readCommaSeparatedRow(
  text: string,
  line: number,
  places: ColumnPlaces,
): PastedFrame | undefined {
  const cells = splitCells(text);
  const cell = (name: Name): string => cells[places.get(name) ?? -1] ?? "";
  if (cell("source") === "" || cell("destination") === "") return undefined;
  const time = parsePastedTime(cell("time"));
  const number = /^\d{1,9}$/u.test(cell("no.")) ? { number: Number(cell("no.")) } : {};
  return frameOf(
    { line, ...number, ...(time === undefined ? {} : { time }) },
    {
      source: cell("source"),
      destination: cell("destination"),
      protocol: cell("protocol"),
      length: /^\d{1,7}$/u.test(cell("length")) ? cell("length") : undefined,
      info: cell("info"),
    },
  );
}

/** Cells may stand in quotation marks, within which a doubled one is one (RFC 4180). */
function splitCells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(([, quoted, bare]) =>
    (quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"')).trim(),
  );
}
