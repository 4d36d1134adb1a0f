import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEventList, type EventListReading } from "../../../src/read/text/read-event-list";
import { segmentRows } from "./tools";

const list = [
  "1 0.000000 10.0.0.1 → 10.0.0.2 TCP 74 50512 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM WS=128",
  "2 0.020011 10.0.0.2 → 10.0.0.1 TCP 74 80 → 50512 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 SACK_PERM WS=128",
  "3 0.020050 10.0.0.1 → 10.0.0.2 TCP 66 50512 → 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0",
  "4 0.021000 10.0.0.1 → 10.0.0.2 TCP 606 50512 → 80 [PSH, ACK] Seq=1 Ack=1 Win=64256 Len=540",
  "5 0.041300 10.0.0.2 → 10.0.0.1 TCP 66 80 → 50512 [ACK] Seq=1 Ack=541 Win=64640 Len=0",
  "6 0.052000 10.0.0.2 → 10.0.0.1 TCP 1526 80 → 50512 [PSH, ACK] Seq=1 Ack=541 Win=64640 Len=1460",
  "7 0.052100 10.0.0.1 → 10.0.0.2 TCP 66 50512 → 80 [ACK] Seq=541 Ack=1461 Win=62848 Len=0",
  "8 0.060000 10.0.0.1 → 10.0.0.2 TCP 66 50512 → 80 [FIN, ACK] Seq=541 Ack=1461 Win=62848 Len=0",
  "9 0.080200 10.0.0.2 → 10.0.0.1 TCP 66 80 → 50512 [FIN, ACK] Seq=1461 Ack=542 Win=64640 Len=0",
  "10 0.080250 10.0.0.1 → 10.0.0.2 TCP 66 50512 → 80 [ACK] Seq=542 Ack=1462 Win=62848 Len=0",
];

const fields = [
  ...["frame.number", "frame.time_relative", "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport", "tcp.flags"],
  ...["tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size"],
];

function read(lines: readonly string[]): EventListReading {
  return readEventList(lines.join("\n"), "list");
}

const clean = segmentRows(read(list).trace, fields);

/** What scanners and tired fingers do that only one thing can have been meant by. */
const damages: readonly (readonly [what: string, from: RegExp, to: string])[] = [
  ["a field's name", /Len=/u, "1en="],
  ["a field's name", /Seq=/u, "5eq="],
  ["a field's name", /Win=/u, "W1n="],
  ["a dash for =", /Seq=/u, "Seq-"],
  ["a flag", /\[ACK\]/u, "[ACX]"],
  ["a flag", /SYN/u, "5YN"],
  ["a flag", /PSH/u, "P5H"],
  ["a flag", /FIN/u, "F1N"],
  ["a point between flags", /, ACK/u, ". ACK"],
  ["brackets", /\[(ACK)\]/u, "($1)"],
  ["a bracket", /\[ACK\]/u, "[ACK1"],
  ["an O for 0 in an address", / 10\./u, " 1O."],
  ["an l for 1 in an address", / 10\./u, " l0."],
  ["a comma in an address", /10\.0\.0/u, "10,0.0"],
  ["a letter in a port", /50512/u, "5O5I2"],
  ["a letter in a number", /Ack=541/u, "Ack=54l"],
  ["a letter in a number", /Len=0/u, "Len=O"],
  ["a blank in a number", /=1(46\d)/u, "=1 $1"],
  ["a comma in a number", /=1(46\d)/u, "=1,$1"],
  ["a blank in a time", / 0\./u, " 0. "],
  ["a letter in a time", / 0\./u, " O."],
  ["length and port run together", /(\d) 50512 →/u, "$1.50512 →"],
];

describe("damage that can only have been one thing", () => {
  it.each(damages)("%s: %s read as %s", (_, from, to) => {
    const at = list.findIndex((row) => from.test(row));
    const damaged = list.map((row, i) => (i === at ? row.replace(from, to) : row));
    const reading = read(damaged);
    expect(segmentRows(reading.trace, fields)).toEqual(clean);
    const lines = reading.diagnostics.flatMap(({ at: place }) =>
      place?.kind === "text" ? [place.line] : [],
    );
    expect(lines).toEqual(damaged[at] === list[at] ? [] : lines.map(() => at + 1));
    expect(reading.diagnostics.length > 0).toBe(damaged[at] !== list[at]);
  });

  it.each([
    ["after a comma", /(?<=SYN,) /u, 1],
    ["after a sign", /(?<=Win=)/u, 3],
    ["before the numbers", / (?=Seq)/u, 3],
  ])("a row broken %s is put together", (_, where, at) => {
    const broken = list.flatMap((row, i) => (i === at ? row.split(where) : [row]));
    const reading = read(broken);
    expect(broken).toHaveLength(list.length + 1);
    expect(segmentRows(reading.trace, fields)).toEqual(clean);
    expect(reading.diagnostics).toMatchObject([{ code: "joined-lines", needed: at + 1 }]);
  });

  it("a row that stands twice is drawn once", () => {
    const reading = read(list.flatMap((row, i) => (i === 3 ? [row, row] : [row])));
    expect(segmentRows(reading.trace, fields)).toEqual(clean);
    expect(reading.diagnostics).toMatchObject([{ code: "doubled-row", at: { line: 5 } }]);
  });

  it("up to three at once give the list as it was, every repair listed in its line", () => {
    const damage = fc.record({ row: fc.nat(list.length - 1), kind: fc.constantFrom(...damages) });
    fc.assert(
      fc.property(
        fc.uniqueArray(damage, { selector: ({ row }) => row, minLength: 1, maxLength: 3 }),
        (chosen) => {
          const rows = list.map((text, i) => {
            const kind = chosen.find(({ row }) => row === i)?.kind;
            return kind === undefined ? text : text.replace(kind[1], kind[2]);
          });
          const { trace, diagnostics } = read(rows);
          expect(segmentRows(trace, fields)).toEqual(clean);
          const told = new Set(diagnostics.flatMap(({ at }) => (at?.kind === "text" ? [at.line] : [])));
          expect([...told].sort((a, b) => a - b)).toEqual(
            rows.flatMap((text, i) => (text === list[i] ? [] : [i + 1])),
          );
        },
      ),
    );
  });
});

describe("damage that cannot be decided", () => {
  it.each([
    ["another digit of a short number", "Ack=541", "Ack=547"],
    ["another digit of a window", "Win=64640", "Win=64840"],
  ])("%s stays as it is written", (_, from, to) => {
    const rows = list.map((row) => row.replace(from, to));
    const { diagnostics } = read(rows);
    expect(diagnostics.filter(({ code }) => code.startsWith("repaired"))).toEqual([]);
  });
});

describe("an address that looks like another one", () => {
  const rows = (address: string, port: number): readonly string[] => [
    ...list.map((row) => row.replaceAll("10.0.0.1", "10.0.0.6").replace("→", "-")),
    `11 0.090000 ${address} - 10.0.0.2 TCP 66 ${String(port)} - 80 [ACK] Seq=542 Ack=1462 Win=62848 Len=0`,
  ];
  const sender = (reading: EventListReading): string | undefined =>
    segmentRows(reading.trace, ["ip.src"]).at(-1);

  it("is that one where the row belongs to its conversation, however many digits are misread", () => {
    expect(sender(read(rows("10.0.0.8", 50512)))).toBe("10.0.0.6");
    expect(sender(read(rows("18.8.0.6", 50512)))).toBe("10.0.0.6");
  });

  it("is another host where its ports say so", () => {
    expect(sender(read(rows("10.0.0.8", 50600)))).toBe("10.0.0.8");
  });

  it("is believed without ports only where rows with ports show such damage", () => {
    const message = "12 0.095000 10.0.0.9 - 8.8.4.4 DNS 70 Standard query A example.com";
    const source = (lines: readonly string[]): string | undefined => {
      const { trace } = read([...lines, message]);
      const last = trace.events.at(-1);
      return last?.kind === "message" ? trace.endpoints[last.from]?.name : undefined;
    };
    expect(source(rows("10.0.0.6", 50512))).toBe("10.0.0.9");
    expect(source(rows("10.0.0.8", 50512))).toBe("10.0.0.6");
  });
});

describe("rows that a page's edge cut", () => {
  const cut = [
    "1 0.0\t10.0.0.1\t10.0.0.2\tTCP\t74 50512 → 80 [SYN] Seq=0 Win=642",
    "2 0.1\t10.0.0.2\t10.0.0.1\tTCP\t74 80 → 50512 [SYN, ACK] Seq=0 Ack\t=1 W",
    "3 0.2\t10.0.0.1\t10.0.0.2\tTCP\t66 50512 → 80 [PSH, ACK] Seq=1 A\tck=1",
    "4 0.3\t10.0.0.1\t10.0.0.2\tTCP\t66 50512 → 80 [PSH, ACK] Seq=54\t1 Ack=",
    "5 0.4\t10.0.0.1\t10.0.0.2\tTCP\t66 50512 → 80 [FIN, PSH, ACK] Seq=16457",
  ];

  it("give no number whose end may be missing; what a tab parted is joined, and listed", () => {
    const reading = read(cut);
    expect(segmentRows(reading.trace, ["tcp.seq", "tcp.ack", "tcp.window_size"])).toEqual([
      "0 0 ",
      "0 1 ",
      "1 0 ",
      "541 0 ",
      " 0 ",
    ]);
    const words = reading.diagnostics.filter(({ code }) => code === "repaired-word");
    expect(words.map(({ needed }) => needed)).toEqual(["Ack=", "Ack=", "Seq=541"]);
  });

  it("are as they are written where nothing shows that they were cut", () => {
    const rows = [
      "10.0.0.1 → 10.0.0.2 TCP 5 → 80 [SYN] Seq=100",
      "10.0.0.2 → 10.0.0.1 TCP 80 → 5 [SYN, ACK] Seq=7 Ack=101",
    ];
    expect(segmentRows(read(rows).trace, ["tcp.seq_raw", "tcp.ack_raw"])).toEqual(["100 0", "7 101"]);
  });
});
