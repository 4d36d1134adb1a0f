import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { packetRows } from "../../src/read/packet-fields";
import { repositoryRoot, sourceOf } from "../support/capture-files";

const folder = `${repositoryRoot}test/fixtures/encapsulations/`;
const names = readdirSync(folder).flatMap((file) => /^(.+)\.pcap$/u.exec(file)?.[1] ?? []);

/** Numbers of streams are compared by which frames share one: a frame that is read here alone shifts those behind it. */
const streams: ReadonlySet<string> = new Set(["tcp.stream", "udp.stream"]);

/** Frames that differ on purpose, by their numbers; docs/formats.md says why. */
const onPurpose: Readonly<Record<string, readonly number[]>> = {
  // Ethernet in a pseudowire, of makers Wireshark does not know.
  mpls: [3, 4],
  // A control word that Wireshark takes for a maker's number.
  pseudowire: [7, 8],
  // A source route, a header shorter than itself, a version that is none, a length of 0.
  odd: [2, 6, 16, 27],
  v6ext: [10],
  // Network service headers of the wrong length.
  pbb: [4, 5],
  // Everything behind Teredo is one conversation.
  udptun: [24, 25, 26, 27, 30, 31],
  // Pseudo headers count.
  lt204: [1, 2],
  // No link layer behind Juniper's header.
  "juniper-ppp": [3],
};

async function ourRows(name: string, fields: readonly string[]): Promise<readonly string[][]> {
  const source = sourceOf(new Uint8Array(readFileSync(`${folder}${name}.pcap`)));
  const rows: string[][] = [];
  for await (const row of packetRows(source, await indexCapture(source, undefined, "4.0"), fields))
    rows.push([...row]);
  return rows;
}

/** Gives rows without those that are left out, streams numbered anew in the order they come. */
function comparable(
  rows: readonly (readonly string[])[],
  fields: readonly string[],
  leftOut: readonly number[],
): readonly string[] {
  const kept = rows.filter(([number]) => !leftOut.includes(Number(number)));
  const known = new Map<string, Map<string, string>>();
  const renumbered = (field: string, stream: string): string => {
    if (stream === "") return "";
    const numbers = known.get(field) ?? new Map<string, string>();
    known.set(field, numbers);
    const number = numbers.get(stream) ?? String(numbers.size);
    numbers.set(stream, number);
    return number;
  };
  return kept.map((row) =>
    row
      .map((cell, i) => {
        const field = fields[i] ?? "";
        return streams.has(field)
          ? cell
              .split(",")
              .map((stream) => renumbered(field, stream))
              .join(",")
          : cell;
      })
      .join("\t"),
  );
}

it.each(names)("%s reads as in Wireshark", async (name) => {
  const [header = "", ...lines] = readFileSync(`${folder}${name}.tsv`, "utf8").split("\n").slice(0, -1);
  const fields = header.split("\t");
  const leftOut = onPurpose[name] ?? [];
  const expected = comparable(
    lines.map((line) => line.split("\t")),
    fields,
    leftOut,
  );
  expect(comparable(await ourRows(name, fields), fields, leftOut)).toEqual(expected);
});
