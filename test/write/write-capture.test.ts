import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLadderBlocks, readBlock, writeBlockCapture, type BlockReading } from "../../src/pipeline";
import type { Segment } from "../../src/trace/trace";
import { writeCapture } from "../../src/write/capture/write-capture";
import { resolveNumbers } from "../../src/write/resolve-numbers";
import { installedRules, tsharkRows } from "../differential/tshark";
import { scratchFolder } from "../node/scratch";
import { arbitraryExchange } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { hasSharedCaptures, sharedCaptures, sourceOf } from "../support/capture-files";
import { exchangeFrames } from "../support/exchange-frames";
import { hostileTrace } from "./arbitrary-hostile-trace";
import { lossesOf, readList } from "./writing-support";

const samples = new URL("../../samples/", import.meta.url);

async function readOctets(octets: Uint8Array, name = "x.pcapng"): Promise<BlockReading> {
  return readBlock(`capture: ${name}\nconversation: all`, name, () =>
    Promise.resolve(sourceOf(octets, octets.length, name)),
  );
}

/** What the law demands to be equal. */
function facts({ observed }: BlockReading): readonly unknown[] {
  return observed.events.map((event) => {
    if (event.kind !== "segment") return event.kind;
    const { flags, seq, ack, relativeSeq, relativeAck, payloadLength, window, scaledWindow, options, time } =
      event;
    const ends = [event.from, event.to].map((end) => observed.endpoints[end]?.key);
    const numbers = { flags, seq, ack, relativeSeq, relativeAck, payloadLength, window, scaledWindow, time };
    return { ...numbers, options, ends, conversation: event.conversation };
  });
}

describe("a capture written as a capture", () => {
  it.each(readdirSync(new URL("captures", samples)))("%s has the same segments", async (name) => {
    const reading = await readOctets(readFileSync(new URL(`captures/${name}`, samples)), name);
    const again = await readOctets(writeBlockCapture(reading).octets);
    expect(facts(again)).toEqual(facts(reading));
    expect(again.observed.start).toBe(reading.observed.start);
  });

  it("has the same segments, whatever was exchanged", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExchange, async (segments) => {
        fc.pre(segments.length > 0);
        const frames = exchangeFrames(segments, ["192.0.2.1:40000", "192.0.2.2:80"]);
        const reading = await readOctets(pcapFile(frames, { nanoseconds: true }), "x.pcap");
        const again = await readOctets(writeBlockCapture(reading).octets);
        expect(facts(again)).toEqual(facts(reading));
      }),
      { numRuns: 60 },
    );
  });
});

describe("a list written as a capture", () => {
  it("has values for symbols, and the payload that was written", async () => {
    const reading = await readList(
      "title: Hello",
      "Client -> Server: SYN seq=client mss=1460",
      "Server -> Client: SYN,ACK seq=server ack=client+1",
      "Client -> Server: ACK",
      'Client -> Server: PSH,ACK "GET /\\r\\n"',
      "Server: deliver 7 bytes",
    );
    const again = await readOctets(writeBlockCapture(reading).octets);
    const segments = again.observed.events.filter((event): event is Segment => event.kind === "segment");
    const number = (value: number): object => ({ kind: "number", value });
    expect(segments.map(({ seq, ack, payload }) => [seq, ack, payload])).toEqual([
      [number(1000), undefined, undefined],
      [number(2000), number(1001), undefined],
      [number(1001), number(2001), undefined],
      [number(1001), number(2001), "GET /"],
    ]);
    expect(again.observed.conversations[0]).toMatchObject({
      client: "192.0.2.1:50000",
      server: "192.0.2.2:12345",
    });
  });

  it("says what it does not hold", async () => {
    const reading = await readList(
      "A -> B: SYN seq=a [color=red] [delay=20ms]",
      "& B -> A: SYN seq=b [retransmission]",
      "A -> B: ACK seq=a+1 ack=b+1 len=70000 sack=1-2,3-4,5-6,7-8,9-10",
    );
    expect([...lossesOf(writeBlockCapture(reading))].sort()).toEqual([
      "a length beyond one IP packet",
      "a mark",
      "a time of arrival",
      "an option of a segment",
      "payload that is not known (zeros stand for it)",
      "the look of an arrow",
      "the start at one moment",
    ]);
  });

  it("is refused where no message is in it", async () => {
    const { observed } = await readList("A: state CLOSED");
    expect(() => writeCapture(observed, undefined)).toThrow("nothing-to-write");
  });

  it("has one frame for every message of any texts, and the numbers that were resolved", async () => {
    await fc.assert(
      fc.asyncProperty(hostileTrace, async (trace) => {
        const arrows = trace.events.filter(({ kind }) => kind === "segment" || kind === "message");
        fc.pre(
          arrows.length > 0 &&
            trace.events.every((event) => event.kind !== "segment" || event.from !== event.to),
        );
        const again = await readOctets(writeCapture(trace, "x").octets);
        expect(again.observed.events).toHaveLength(arrows.length);
        const segments = again.observed.events.filter((event): event is Segment => event.kind === "segment");
        const numbers = [...resolveNumbers(trace).values()];
        expect(segments.map(({ seq }) => seq)).toEqual(
          numbers.map(({ seq: value }) => ({ kind: "number", value })),
        );
      }),
      { numRuns: 150 },
    );
  });
});

/** Reads what Wireshark says of a capture: frames with a bad checksum or damage, and what it reads in segments. */
function wiresharkReads(octets: Uint8Array): {
  readonly bad: readonly unknown[];
  readonly rows: readonly string[];
} {
  const path = join(scratchFolder({ "x.pcapng": octets }), "x.pcapng");
  const statuses = ["tcp.checksum.status", "ip.checksum.status", "udp.checksum.status"];
  const checks = ["tcp", "ip", "udp"].map((name) => `${name}.check_checksum:TRUE`);
  const fields = ["tcp.seq_raw", "tcp.ack_raw", "tcp.len", "tcp.flags"];
  const all = tsharkRows(path, [...statuses, ...fields], checks);
  const rows = all.map((row) => row.slice(statuses.length).join(" "));
  return {
    bad: all.filter((row) => row.slice(0, statuses.length).includes("0")),
    rows: rows.filter((row) => row.trim() !== ""),
  };
}

/** The same of a trace: literal numbers, or those that symbols stand for. */
function traceSays({ observed }: BlockReading): readonly string[] {
  const numbers = resolveNumbers(observed);
  return observed.events.flatMap((event) => {
    const resolved = event.kind === "segment" ? numbers.get(event) : undefined;
    if (event.kind !== "segment" || resolved === undefined) return [];
    const flags = `0x${event.flags.toString(16).padStart(4, "0")}`;
    return [[resolved.seq, resolved.ack, event.payloadLength ?? 0, flags].join(" ")];
  });
}

const folders = [
  new URL("captures", samples).pathname,
  ...(hasSharedCaptures ? [`${sharedCaptures}live`, `${sharedCaptures}scenarios/pcap`] : []),
];
const captures = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.pcap(?:ng)?$/u.test(name))
    .map((name) => join(folder, name)),
);
const hasTshark = installedRules() !== undefined;

describe.skipIf(!hasTshark)(`Wireshark${hasTshark ? "" : " (skipped: tshark is not installed)"}`, () => {
  it.each(captures)(
    "reads %s, written by us, without a bad checksum and with equal numbers",
    async (path) => {
      const reading = await readOctets(readFileSync(path), "x.pcap");
      const { bad, rows } = wiresharkReads(writeBlockCapture(reading).octets);
      expect(bad).toEqual([]);
      expect(rows).toEqual(traceSays(reading));
    },
  );

  it("reads every list of the samples", async () => {
    const notes = readdirSync(new URL("notes", samples)).map((name) =>
      readFileSync(new URL(`notes/${name}`, samples), "utf8"),
    );
    for (const { text } of notes.flatMap((note) => findLadderBlocks(note))) {
      if (/^capture:/mu.test(text)) continue;
      const reading = await readList(text);
      const { bad, rows } = wiresharkReads(writeBlockCapture(reading).octets);
      expect(bad).toEqual([]);
      expect(rows).toEqual(traceSays(reading));
    }
  });
});
