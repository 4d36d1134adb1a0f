import { FIN, SYN } from "../../tcp/flags";
import { parsePastedTime } from "./pasted-time";
import { splitCells, type Delimiter } from "./split-cells";
import { flagsOfCell, type ColumnName, type TableColumns } from "./table-columns";

/** Rows that are looked at, and how many of them must be alike. */
const LOOKED_AT = 60;
const FEWEST_ROWS = 2;
const FEWEST_CELLS = 5;
/** Columns of numbers among which sequence number, acknowledgment and length are sought. */
const MOST_NUMBERS = 6;
const LONGEST_LINE = 2000;

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:.*:)[\da-f:.]{3,45})$/iu;

/**
 * Gives the columns of a table without a heading (`tshark -T fields` as it is): which is which follows from what stands
 * in it. Addresses and ports repeat swapped, frame numbers count, and of the other numbers those are sequence number,
 * acknowledgment and length whose sums the other end acknowledges. Undefined where the lines are no such table.
 */
export function bareColumns(lines: readonly string[]): TableColumns | undefined {
  for (const delimiter of ["\t", ",", ";", "|"] as const) {
    const rows = rowsOf(lines, delimiter);
    const places = rows === undefined ? undefined : placesOf(rows);
    if (places !== undefined) return { delimiter, places };
  }
  return undefined;
}

type Rows = readonly (readonly string[])[];

/** Lines between the rows do not matter; rows have as many cells as most. */
function rowsOf(lines: readonly string[], delimiter: Delimiter): Rows | undefined {
  const rows = lines
    .filter((line) => line.length <= LONGEST_LINE && line.includes(delimiter))
    .slice(0, LOOKED_AT)
    .map((line) => splitCells(line, delimiter))
    .filter((cells) => cells.length >= FEWEST_CELLS);
  const width = rows[0]?.length;
  const alike = rows.filter((cells) => cells.length === width);
  return alike.length >= FEWEST_ROWS && alike.length * 2 > rows.length ? alike : undefined;
}

function placesOf(rows: Rows): ReadonlyMap<ColumnName, number> | undefined {
  const places = new Map<ColumnName, number>();
  const columns = (rows[0] ?? []).map((_, place) => rows.map((row) => row[place] ?? ""));
  const addresses = placesWhere(columns, (cells) => cells.every((cell) => ADDRESS.test(cell)));
  assign(places, addresses, ["source", "destination"]);
  const isFlags = (cell: string): boolean => /[^\d]/u.test(cell) && flagsOfCell(cell) !== undefined;
  assign(
    places,
    placesWhere(columns, (cells) => cells.every(isFlags)),
    ["flags"],
  );
  assign(
    places,
    placesWhere(columns, (cells) => cells.every(isTime)),
    ["time"],
  );
  const numbers = placesWhere(columns, (cells) => cells.every((cell) => /^\d{1,10}$/u.test(cell)));
  const counting = numbers.filter((place) => isCounting(columns[place] ?? []));
  assign(places, counting, ["number"]);
  const open = numbers.filter((place) => place !== counting[0]);
  const ports = portColumns(open, columns);
  if (ports !== undefined) assign(places, ports, ["source port", "destination port"]);
  const left = open.filter((place) => ports?.includes(place) !== true).slice(0, MOST_NUMBERS);
  if (!places.has("flags") || (!places.has("destination") && ports === undefined)) return undefined;
  const found = numberColumns(rows, left, places);
  if (found === undefined) return undefined;
  assign(places, found, ["seq", "ack", "payload length"]);
  assignSizes(
    places,
    left.filter((place) => !found.includes(place)),
    columns,
  );
  return places;
}

function placesWhere(
  columns: readonly (readonly string[])[],
  holds: (cells: readonly string[]) => boolean,
): readonly number[] {
  return columns.flatMap((cells, place) => (holds(cells) ? [place] : []));
}

function assign(
  places: Map<ColumnName, number>,
  found: readonly number[],
  names: readonly ColumnName[],
): void {
  for (const [i, name] of names.entries()) {
    const place = found[i];
    if (place !== undefined) places.set(name, place);
  }
}

function isTime(cell: string): boolean {
  return /[.:]/u.test(cell) && !ADDRESS.test(cell) && parsePastedTime(cell) !== undefined;
}

/** Frame numbers grow from row to row. */
function isCounting(cells: readonly string[]): boolean {
  return cells.every((cell, i) => i === 0 || Number(cell) > Number(cells[i - 1]));
}

/** Two columns whose values stand swapped in the rows of the other end, or are the same in all rows. */
function portColumns(
  numbers: readonly number[],
  columns: readonly (readonly string[])[],
): readonly number[] | undefined {
  for (const [i, left] of numbers.entries()) {
    const right = numbers[i + 1];
    if (right === undefined) return undefined;
    const pairs = (columns[left] ?? []).map((port, row) => [port, columns[right]?.[row] ?? ""] as const);
    const arePorts = pairs.every(
      ([one, other]) => [one, other].every((port) => isPort(port)) && one !== other,
    );
    const ways = new Set(pairs.map((pair) => pair.join(" ")));
    const swapped = pairs.filter(([one, other]) => ways.has(`${other} ${one}`)).length;
    if (arePorts && (swapped * 2 > pairs.length || ways.size === 1)) return [left, right];
  }
  return undefined;
}

function isPort(cell: string): boolean {
  return Number(cell) > 0 && Number(cell) <= 0xffff;
}

/** The columns whose sums the other end acknowledges most often; at least in half of the rows that can. */
function numberColumns(
  rows: Rows,
  left: readonly number[],
  places: ReadonlyMap<ColumnName, number>,
): readonly number[] | undefined {
  let best: { readonly found: readonly number[]; readonly score: number } | undefined;
  const pairs = left.flatMap((seq) => left.map((ack) => [seq, ack] as const));
  const triples = pairs.flatMap(([seq, ack]) => left.map((length) => [seq, ack, length] as const));
  for (const found of triples) {
    const score = new Set(found).size === found.length ? acknowledged(rows, found, places) : 0;
    if (score > (best?.score ?? 0)) best = { found, score };
  }
  return best?.found;
}

/** How many rows acknowledge exactly what the rows of the other end before them have sent. */
function acknowledged(
  rows: Rows,
  [seqAt, ackAt, lengthAt]: readonly [number, number, number],
  places: ReadonlyMap<ColumnName, number>,
): number {
  const sent = new Map<string, number>();
  const cellOf = (row: readonly string[], name: ColumnName): string => row[places.get(name) ?? -1] ?? "";
  let score = 0;
  for (const row of rows) {
    const from = `${cellOf(row, "source")} ${cellOf(row, "source port")}`;
    const to = `${cellOf(row, "destination")} ${cellOf(row, "destination port")}`;
    const flags = flagsOfCell(cellOf(row, "flags")) ?? 0;
    if (sent.get(to) === Number(row[ackAt])) score += 1;
    const control = (flags & (SYN | FIN)) === 0 ? 0 : 1;
    sent.set(from, Number(row[seqAt]) + Number(row[lengthAt]) + control);
  }
  return score;
}

/** What is left: the frame's length lies above the payload's by its headers, else it is the window. */
function assignSizes(
  places: Map<ColumnName, number>,
  left: readonly number[],
  columns: readonly (readonly string[])[],
): void {
  const lengths = columns[places.get("payload length") ?? -1] ?? [];
  const isFrame = (place: number): boolean =>
    (columns[place] ?? []).every((cell, row) => {
      const headers = Number(cell) - Number(lengths[row]);
      return headers >= 20 && headers <= 160;
    });
  const frame = left.find(isFrame);
  if (frame !== undefined) places.set("length", frame);
  const window = left.find((place) => place !== frame);
  if (window !== undefined) places.set(/* @__KEY__ */ "scaledWindow", window);
}
