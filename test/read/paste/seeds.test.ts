import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEventList, type EventListReading } from "../../../src/read/text/read-event-list";
import { repositoryRoot } from "../../support/capture-files";
import { segmentRows } from "./tools";

/**
 * Reports that users wrote, with tables and detail panes, some scanned. They are private and not part of the
 * repository: without the folder these tests are skipped, and only numbers and counts of them stand here, checked
 * by eye against the reports' own sentences.
 */
const folder = `${repositoryRoot}../shared/seeds/`;
const hasSeeds = existsSync(folder);
if (!hasSeeds) console.warn("test/read/paste/seeds.test.ts: ../shared/seeds is not here; skipped");

function seed(number: string): readonly string[] {
  const name = hasSeeds ? readdirSync(folder).find((each) => each.startsWith(number)) : undefined;
  return name === undefined ? [] : readFileSync(folder + name, "utf8").split("\n");
}

const report = seed("002");
const dumps = seed("004");

function read(lines: readonly string[], first: number, last: number): EventListReading {
  return readEventList(lines.slice(first - 1, last).join("\n"), "seed");
}

const numbers = ["tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len"];
const whole = ["frame.number", "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport", ...numbers];

/** What was found in a text, by code. */
function counts({ diagnostics }: EventListReading): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { code } of diagnostics) found[code] = (found[code] ?? 0) + 1;
  return found;
}

describe.skipIf(!hasSeeds)("the tables of the report with scanned pages", () => {
  it("echo of 13 octets, 0 and 8 taken for one another: as the sentences say, and nothing for the checker", () => {
    const reading = read(report, 69, 80);
    expect(counts(reading)).toEqual({ "repaired-word": 25, "repaired-number": 6, "repaired-port": 1 });
    const ends = ["127.0.0.1 51408 127.0.0.1 12345", "127.0.0.1 12345 127.0.0.1 51408"];
    expect(segmentRows(reading.trace, whole)).toEqual([
      `1 ${ends[0] ?? ""} 0x0002 3178576893 0 0`,
      `2 ${ends[1] ?? ""} 0x0012 2842456210 3178576894 0`,
      `3 ${ends[0] ?? ""} 0x0010 3178576894 2842456211 0`,
      `4 ${ends[0] ?? ""} 0x0018 3178576894 2842456211 13`,
      `5 ${ends[1] ?? ""} 0x0010 2842456211 3178576907 0`,
      `6 ${ends[1] ?? ""} 0x0018 2842456211 3178576907 13`,
      `7 ${ends[0] ?? ""} 0x0010 3178576907 2842456224 0`,
      `8 ${ends[0] ?? ""} 0x0011 3178576907 2842456224 0`,
      `9 ${ends[1] ?? ""} 0x0011 2842456224 3178576908 0`,
      `10 ${ends[0] ?? ""} 0x0010 3178576908 2842456225 0`,
    ]);
  });

  it("13,000 octets answered by a reset", () => {
    const reading = read(report, 195, 205);
    expect(counts(reading)).toEqual({
      ...{ "passed-lines": 1, "repaired-word": 8, "repaired-number": 5, "repaired-port": 3 },
    });
    expect(segmentRows(reading.trace, ["tcp.srcport", "tcp.dstport", ...numbers])).toEqual([
      "41578 9090 0x0002 2736042072 0 0",
      "9090 41578 0x0012 48740866 2736042073 0",
      "41578 9090 0x0010 2736042073 48740867 0",
      "41578 9090 0x0018 2736042073 48740867 13",
      "9090 41578 0x0010 48740867 2736042086 0",
      "9090 41578 0x0018 48740867 2736042086 13000",
      "41578 9090 0x0010 2736042086 48753867 0",
      "41578 9090 0x0014 2736042086 48753867 0",
    ]);
  });

  it("a table that was copied well is left alone, and its detail panes below say the same", () => {
    const table = read(report, 269, 281);
    expect(counts(table)).toEqual({});
    const fences = report.flatMap((line, i) => (line.startsWith("```") && i > 280 && i < 650 ? [i + 1] : []));
    const panes = fences
      .filter((_, i) => i % 2 === 0)
      .map((first, i) => read(report, first, fences[i * 2 + 1] ?? first));
    const fields = ["tcp.srcport", "tcp.dstport", ...numbers];
    expect(panes.flatMap(({ trace }) => segmentRows(trace, fields))).toEqual(
      segmentRows(table.trace, fields),
    );
  });

  it("rows that the edge of the page cut off are read as far as they go", () => {
    const typed = read(report, 684, 689);
    expect(counts(typed)).toEqual({});
    expect(segmentRows(typed.trace, ["frame.number", ...numbers])).toEqual([
      "49 0x0002 0 0 0",
      "50 0x0012 0 1 0",
      "51 0x0010 1 1 0",
      "52 0x0011 1 1 0",
      "53 0x0011 1 2 0",
      "54 0x0010 2 2 0",
    ]);
  });

  it("numbers that a column's edge parted are joined, those it cut off are left out", () => {
    const reading = read(report, 738, 757);
    expect(counts(reading)).toEqual({
      ...{ "cut-row": 1, "repaired-word": 16, "unread-row": 2 },
    });
    const sequence = segmentRows(reading.trace, ["frame.number", "tcp.srcport", "tcp.seq"]);
    expect(sequence).toContain("83 12345 197343");
    expect(sequence).toContain("85 12345 262879");
    expect(sequence.filter((row) => / (?:83|16457|23011|29564)$/u.test(row))).toEqual([]);
  });

  it("a page with 8 for 0 in addresses, times and numbers", () => {
    const reading = read(report, 789, 817);
    const addresses = reading.diagnostics.filter(({ code }) => code === "repaired-address");
    expect(addresses.map(({ found, needed }) => `${String(found)} ${String(needed)}`).sort()).toEqual([
      ...Array<string>(11).fill("127.0.8.1 127.0.0.1"),
      "127.9.8.1 127.0.0.1",
    ]);
    const rows = segmentRows(reading.trace, ["frame.number", "tcp.srcport", "tcp.seq", "tcp.len"]);
    // A row that names no ports is the server's answer: its octets end where the next row acknowledges.
    expect(rows).toContain("184 12345 2783020 8059");
    expect(rows).toContain("177 12345 2455605 65483");
    expect(rows).toContain("190 34678 386 0");
  });

  it("no row is lost in the whole report, and no two tables are mixed", () => {
    const reading = readEventList(report.join("\n"), "report");
    const rows = report.flatMap((line, i) =>
      /^.{0,4}\d{1,3} ?\d{1,2}\.\d{6,9}\s.*\d+\.\d+\.\d+/u.test(line) ? [i + 1] : [],
    );
    const kept = new Set(reading.trace.events.map(({ line }) => line));
    const named = reading.diagnostics.find(({ code }) => code === "passed-lines")?.found ?? "";
    const passed = String(named)
      .split(", ")
      .map((range) => range.split("-").map(Number));
    const isNamed = (line: number): boolean =>
      passed.some(([first = 0, last = first]) => line >= first && line <= last);
    expect(rows.filter((line) => !kept.has(line) && !isNamed(line))).toEqual([]);
    const placed = reading.trace.events.flatMap((event) =>
      event.kind === "segment" && event.frame === 69 ? [reading.trace.endpoints[event.from]?.name] : [],
    );
    expect(placed).toEqual(["127.0.0.1:34678"]);
  });
});

describe.skipIf(!hasSeeds)("the detail panes of the second report", () => {
  it("are three segments of a handshake, by their raw numbers", () => {
    const { trace, diagnostics } = readEventList(dumps.join("\n"), "panes");
    expect(segmentRows(trace, [...whole, "tcp.window_size_value"])).toEqual([
      "38 192.168.87.112 53766 192.168.87.181 1235 0x0002 473755703 0 0 65535",
      "40 192.168.87.181 1235 192.168.87.112 53766 0x0012 293795432 473755704 0 65535",
      "42 192.168.87.112 53766 192.168.87.181 1235 0x0010 473755704 293795433 0 255",
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["passed-lines"]);
  });

  it("say the same each for itself, relative numbers among them", () => {
    const fences = dumps.flatMap((line, i) => (line.startsWith("```") ? [i + 1] : []));
    const panes = fences
      .filter((_, i) => i % 2 === 0)
      .map((first, i) => read(dumps, first, fences[i * 2 + 1] ?? first));
    const rows = panes.flatMap(({ trace }) => segmentRows(trace, ["tcp.seq", "tcp.ack", ...numbers]));
    expect(rows).toEqual([
      "0 0 0x0002 473755703 0 0",
      "0 1 0x0012 293795432 473755704 0",
      "1 1 0x0010 473755704 293795433 0",
    ]);
  });
});
