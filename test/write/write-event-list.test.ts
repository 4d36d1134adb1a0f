import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLadderBlocks, readBlock, writeBlock, type BlockReading } from "../../src/pipeline";
import { RESERVED } from "../../src/tcp/flags";
import { arbitraryExchange } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { exchangeFrames } from "../support/exchange-frames";
import { sourceOf } from "../support/capture-files";
import { lossesOf, readList } from "./writing-support";

const samples = new URL("../../samples/", import.meta.url);

async function readCaptureFile(name: string, octets: Uint8Array, lines = ""): Promise<BlockReading> {
  return readBlock(`capture: ${name}\nconversation: all\n${lines}`, name, () =>
    Promise.resolve(sourceOf(octets, octets.length, name)),
  );
}

describe("a capture as an event list", () => {
  it.each(readdirSync(new URL("captures", samples)))("%s loses nothing but the date", async (name) => {
    const octets = readFileSync(new URL(`captures/${name}`, samples));
    const written = writeBlock(await readCaptureFile(name, octets), "list");
    expect(lossesOf(written)).toEqual(["the date of the clock's zero"]);
    await expect(written.text).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it("of any exchange loses nothing but the date", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, async (segments) => {
        fc.pre(segments.length > 0);
        const ends = ["192.0.2.1:40000", "192.0.2.2:80"] as const;
        const octets = pcapFile(exchangeFrames(segments, ends), { nanoseconds: true });
        const reading = await readCaptureFile("x.pcap", octets);
        // A list does not tell a connection that uses the ports of an earlier one again.
        fc.pre(reading.trace.conversations.length === 1);
        // The reserved bits have no names.
        const isReserved = segments.some(({ flags }) => (flags & RESERVED) !== 0);
        const lost = ["the date of the clock's zero", ...(isReserved ? ["flags"] : [])];
        // Wireshark's marks also look at what no trace holds: the acknowledgment field of segments without ACK.
        const found = lossesOf(writeBlock(reading, "list")).filter((what) => what !== "marks");
        expect(found.sort()).toEqual(lost.sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe("a list as an event list", () => {
  const notes = readdirSync(new URL("notes", samples)).map((name) => `notes/${name}`);
  it.each([...notes.map((name) => `../../samples/${name}`), "../../docs/event-list.md"])(
    "%s says the same, and is the same the second time",
    async (path) => {
      for (const { text } of findLadderBlocks(readFileSync(new URL(path, import.meta.url), "utf8"))) {
        if (/^capture:/mu.test(text)) continue;
        const written = writeBlock(await readList(text), "list");
        expect(lossesOf(written)).toEqual([]);
        expect(writeBlock(await readList(written.text), "list")).toEqual(written);
      }
    },
  );
});
