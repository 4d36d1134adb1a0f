import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4 } from "../../src/base/address";
import { formatSpan, nanoseconds } from "../../src/base/time";
import {
  MOST_FIGURE,
  writeCount,
  writeIpv4End,
  writeNumber,
  writeOctets,
  writeSpan,
  type WriteFigure,
} from "../../src/node/cell-figures";
import { CellTable } from "../../src/node/cell-table";
import { formatCount, formatOctets } from "../../src/node/progress";

const decoder = new TextDecoder();

function written(write: WriteFigure, value: number): string {
  const octets = new Uint8Array(MOST_FIGURE + 10);
  return decoder.decode(octets.subarray(5, write(octets, 5, value)));
}

/** Numbers of any size, and those near which digits change. */
const figure = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(2_000_000),
  fc
    .tuple(fc.constantFrom(5, 50, 995, 9995, 999_500, 999_950, 1_234_500), fc.integer({ min: 0, max: 9 }))
    .map(([digits, zeros]) => digits * 10 ** zeros)
    .chain((middle) => fc.integer({ min: Math.max(0, middle - 2), max: middle + 2 })),
);

describe("figures in a cell", () => {
  it.each([
    ["a number", writeNumber, String],
    ["a count", writeCount, formatCount],
    ["octets", writeOctets, formatOctets],
    ["a span", writeSpan, (span: number) => formatSpan(nanoseconds(span))],
  ] as const)("are written as the words for %s", (_, write, format) => {
    fc.assert(
      fc.property(figure, (value) => {
        expect(written(write, value)).toBe(format(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("may be a span below zero, where frames stand out of order", () => {
    expect(written(writeSpan, -1500)).toBe("-1.5 µs");
  });

  it("are written as the words for an address", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffff), (address, port) => {
        const write: WriteFigure = (octets, at) => writeIpv4End(octets, at, address, port);
        expect(written(write, 0)).toBe(`${formatIpv4(address)}:${String(port)}`);
      }),
    );
  });
});

/** A name as a packet may hold it: letters of every script, control characters, more than 255 octets. */
const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "é",
    "𝄞",
    "\u0000\u001b",
    "x".repeat(254),
    "x".repeat(255),
    "µ".repeat(127),
    "µ".repeat(200),
  ),
);

describe("a table of cells", () => {
  it("has its cells one below the other, figures at the right", () => {
    const table = new CellTable([
      { heading: "name", align: "left" },
      { heading: "span", align: "right" },
      { heading: "end", align: "left" },
    ]);
    for (const [at, text] of ["Ä\u001b[2J", "", "a name of more letters"].entries()) {
      table.add(text);
      table.addFigure(writeSpan, 1500 * 1000 ** at);
      table.addIpv4End(0xc0000201 + at, 80);
    }
    expect([...table.lines()].map((lines) => decoder.decode(lines)).join("")).toMatchInlineSnapshot(`
      "name                      span  end
      Ä\\x1b[2J                1.5 µs  192.0.2.1:80
                              1.5 ms  192.0.2.2:80
      a name of more letters   1.5 s  192.0.2.3:80
      "
    `);
  });

  it("shows what was put in, however long, and no control character", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat(), name), { maxLength: 30 }), (rows) => {
        const table = new CellTable([
          ...([
            { heading: "one", align: "left" },
            { heading: "two", align: "right" },
          ] as const),
          { heading: "three", align: "right" },
        ]);
        for (const [one, two, three] of rows) {
          table.add(one);
          table.addFigure(writeSpan, two);
          table.add(three);
        }
        expect(table.isEmpty).toBe(rows.length === 0);
        const text = [...table.lines()].map((lines) => decoder.decode(lines)).join("");
        expect(text).toBe(plainTable([["one", "two", "three"], ...rows.map(asTexts)]));
      }),
    );
  });
});

function asTexts([one, two, three]: readonly [string, number, string]): readonly string[] {
  return [visible(one), formatSpan(nanoseconds(two)), visible(three)];
}

/** As it can be printed: in UTF-8, control characters by their numbers. */
function visible(text: string): string {
  const whole = decoder.decode(new TextEncoder().encode(text));
  return whole.replace(/\p{Control}/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The same table by its words: the first column stands at the left. */
function plainTable(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .replace(/ +$/u, (spaces) => (row[2]?.endsWith(" ") === true ? spaces : "")),
  );
  return lines.map((line) => `${line}\n`).join("");
}
