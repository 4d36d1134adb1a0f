import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { indexCapture } from "../../src/capture/index-capture";
import { listConversations, listDatagrams } from "../../src/capture/list-conversations";
import { listPackets } from "../../src/read/browse/packet-line";
import { knownFields } from "../../src/read/fields/known-fields";
import { packetRows } from "../../src/read/packet-fields";
import { readCapture } from "../../src/read/read-capture";
import type { Trace } from "../../src/trace/trace";
import { repositoryRoot, sourceOf } from "../support/capture-files";

const folder = `${repositoryRoot}test/fixtures/dissections/`;
const capture = new Uint8Array(readFileSync(`${folder}variety.pcap`));
const everything = {
  endpoints: [],
  names: new Map<string, string>(),
  conversation: { kind: "all" },
} as const;

function zipped(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}${name}.gz`));
}

function plain(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(zipped(name)));
}

async function rowsOf(octets: Uint8Array, fields: readonly string[], chunk?: number): Promise<string[]> {
  const source = sourceOf(octets, chunk);
  const rows: string[] = [];
  for await (const row of packetRows(source, await indexCapture(source), fields)) rows.push(row.join("\t"));
  return rows;
}

async function traceOf(octets: Uint8Array): Promise<Trace> {
  const source = sourceOf(octets);
  return (await readCapture(source, await indexCapture(source), everything)).trace;
}

async function linesOf(octets: Uint8Array): Promise<readonly string[]> {
  const source = sourceOf(octets);
  const index = await indexCapture(source);
  const rows = Array.from({ length: index.frameCount }, (_, row) => row);
  const lines = await listPackets(source, index, rows);
  return lines.map(
    ({ row, source: from, protocol, summary }) => `${String(row + 1)} ${from} ${protocol} ${summary}`,
  );
}

/** What only the octets tell: a datagram that is made again whole has no fragments. */
const ofOctets: ReadonlySet<string> = new Set([
  "ip.flags.mf",
  "ip.frag_offset",
  "ip.len",
  "ip.flags",
  "frame.protocols",
]);
const fields = knownFields.filter((name) => !ofOctets.has(name));

/** Octets that JSON or XML is built of, and one that is not. */
const damage = new TextEncoder().encode('"{}[],\\<>/\n0');

const forms = [
  "variety.json",
  "variety-octets.json",
  "variety-single-keys.json",
  "variety.ek",
  "variety-octets.ek",
  "variety.pdml",
];

describe.each(forms)("%s", (form) => {
  it("gives every field as the capture does", async () => {
    expect(await rowsOf(plain(form), fields)).toEqual(await rowsOf(capture, fields));
  });

  it("gives the same whatever the pieces, and gzipped", async () => {
    const some = ["frame.number", "tcp.stream", "tcp.seq", "udp.stream", "dns.qry.name"];
    const rows = await rowsOf(capture, some);
    expect(await rowsOf(plain(form), some, 997)).toEqual(rows);
    expect(await rowsOf(zipped(form), some)).toEqual(rows);
  });

  it("draws the same arrows, and says more about protocols that are not read here", async () => {
    const [told, read] = [await traceOf(plain(form)), await traceOf(capture)];
    expect(told.endpoints).toEqual(read.endpoints);
    expect(told.conversations).toEqual(read.conversations);
    const spoken = told.events.map((event, i) => ({ event, own: read.events[i] }));
    const more = spoken.filter(({ event, own }) => JSON.stringify(event) !== JSON.stringify(own));
    // IGMP is read here where its octets are there.
    const untold = form.includes("octets") ? [] : [19];
    const frames = more.map(({ event }) => ("frame" in event ? event.frame : undefined));
    expect(frames).toEqual([10, 12, 13, ...untold]);
    const withoutWords = (event: object | undefined): object => ({
      ...event,
      payload: "",
      summary: "",
      protocol: "",
      id: "",
    });
    for (const { event, own } of spoken) expect(withoutWords(event)).toEqual(withoutWords(own));
  });
});

it("tells protocols that are not read here by Wireshark's name, and what its window says", async () => {
  const words = async (form: string): Promise<string[]> =>
    (await linesOf(plain(form))).flatMap(
      (line) => /^(?:10|12|13|19) .*?(?:Len=\d+|IGMP) +(.*)$/u.exec(line)?.[1] ?? [],
    );
  expect(await words("variety.pdml")).toMatchInlineSnapshot(`
    [
      "Git Smart Protocol",
      "Git Smart Protocol",
      "Git Smart Protocol",
      "Internet Group Management Protocol",
    ]
  `);
  expect(await words("variety.json")).toMatchInlineSnapshot(`
    [
      "GIT",
      "GIT packet_type=0",
      "GIT data="hello world"",
      "type=0x16 max_resp=0 maddr=224.0.0.251",
    ]
  `);
  expect(await words("fields.json")).toMatchInlineSnapshot(`
    [
      "Git Smart Protocol",
      "Git Smart Protocol",
      "Git Smart Protocol",
    ]
  `);
});

it("keeps the numbers of frames and conversations of what a filter let through", async () => {
  const some = ["frame.number", "tcp.stream", "udp.stream"];
  expect(await rowsOf(plain("filtered.json"), some)).toEqual(["10\t0\t", "12\t0\t", "13\t0\t", "18\t2\t2"]);
  const index = await indexCapture(sourceOf(plain("filtered.json")));
  expect(listConversations(index).map(({ number, frames }) => [number, frames])).toEqual([
    [0, 3],
    [2, 1],
  ]);
  expect(listDatagrams(index).map(({ number }) => number)).toEqual([]);
});

it("keeps the numbers of datagrams at ports of SNMP, which another pass of tshark would number otherwise", async () => {
  const packet = (number: number, stream: number, from: number, to: number): string =>
    JSON.stringify({
      _source: {
        layers: {
          frame: { "frame.number": String(number), "frame.encap_type": "7", "frame.len": "33" },
          ip: {
            "ip.version": "4",
            "ip.src": "192.0.2.1",
            "ip.dst": "192.0.2.2",
            "ip.proto": "17",
            "ip.len": "33",
          },
          udp: {
            "udp.srcport": String(from),
            "udp.dstport": String(to),
            "udp.length": "13",
            "udp.stream": String(stream),
            "udp.payload": "30:03:02:01:03",
          },
        },
      },
    });
  const text = (...packets: readonly string[]): Uint8Array =>
    new TextEncoder().encode(`[${packets.join(",")}]`);
  const onePass = text(packet(1, 0, 4000, 161), packet(2, 0, 4000, 161), packet(3, 5, 7, 8));
  expect(await rowsOf(onePass, ["udp.stream"])).toEqual(["0", "0", "5"]);
  const twoPasses = text(packet(1, 1, 4000, 161), packet(2, 1, 4000, 161), packet(3, 2, 7, 8));
  expect(await rowsOf(twoPasses, ["udp.stream"])).toEqual(["1", "1", "2"]);
});

it("reads what there is where only some protocols or fields were asked for", async () => {
  const some = ["frame.number", "ip.src", "tcp.stream", "tcp.seq", "tcp.len", "tcp.flags"];
  const ofConversation = (rows: readonly string[]): readonly string[] => rows.slice(6, 16);
  const whole = ofConversation(await rowsOf(capture, some));
  expect(ofConversation(await rowsOf(plain("some-protocols.json"), some))).toEqual(whole);
  expect(ofConversation(await rowsOf(plain("fields.json"), some))).toEqual(whole);
});

describe("damage", () => {
  it.each(["variety.json", "variety.ek", "variety.pdml"])(
    "%s reads to its last whole packet",
    async (form) => {
      const octets = plain(form);
      const whole = await rowsOf(octets, ["frame.number", "tcp.seq", "tcp.ack", "ip.dst"]);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 8192, max: octets.length }), async (end) => {
          const rows = await rowsOf(octets.slice(0, end), ["frame.number", "tcp.seq", "tcp.ack", "ip.dst"]);
          expect(rows).toEqual(whole.slice(0, rows.length));
          expect(rows.length).toBeGreaterThan((whole.length * end) / octets.length - 8);
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each(forms)(
    "%s with characters changed reads, and a broken packet costs its neighbours nothing",
    async (form) => {
      const octets = plain(form);
      const whole = new Set(await rowsOf(octets, ["frame.number", "frame.time_epoch"]));
      const places = fc.array(
        fc.tuple(fc.integer({ min: 9000, max: octets.length - 1 }), fc.constantFrom(...damage)),
        {
          maxLength: 3,
          minLength: 1,
        },
      );
      await fc.assert(
        fc.asyncProperty(places, async (list) => {
          const changed = octets.slice();
          for (const [place, letter] of list) changed[place] = letter;
          const rows = await rowsOf(changed, ["frame.number", "frame.time_epoch"]);
          expect(rows.filter((row) => whole.has(row)).length).toBeGreaterThanOrEqual(
            whole.size - 3 * list.length,
          );
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each([
    ["nothing but brackets", `[{"_index":${"[".repeat(100_000)}`],
    [
      "values deeper than any protocol",
      `[{"_source":{"layers":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}}]`,
    ],
    [
      "numbers that would fill the memory",
      '[{"_source":{"layers":{"frame":{"frame.number":"4000000000","frame.cap_len":"4294967295","frame.len":"-1"},"tcp":{"tcp.stream":"999999999","tcp.hdr_len":"99999","tcp.len":"99999999"}}}}]',
    ],
    [
      "an address that is none",
      '[{"_source":{"layers":{"frame":{"frame.number":"1"},"ip":{"ip.src":"1.2.3.4.5","ip.dst":"::"},"ipv6":{"ipv6.src":"1:2:3:4:5:6:7:8:9"}}}}]',
    ],
    [
      "a layer, and a field, thousands of times",
      `[{"_source":{"layers":{${'"ip":{"ip.src":"192.0.2.1"},'.repeat(20_000)}${'"ip.a":["1"],'.repeat(50_000)}"x":"1"}}}]`,
    ],
    ["escapes alone", `[{"_source":{"layers":{"frame":{"frame.comment":"${"\\\\".repeat(500_000)}"}}}}]`],
    ["tags that do not end", `<pdml><packet>${"<field ".repeat(100_000)}</packet></pdml>`],
    ["ends without tags", `<pdml><packet>${">".repeat(300_000)}</packet></pdml>`],
    [
      "names that objects have anyway",
      '[{"_source":{"layers":{"__proto__":{"a":"1"},"frame":{"__proto__":"x","constructor":"y","frame.number":NaN}}}}]',
    ],
    [
      "a page of another kind",
      '<?xml version="1.0"?><pdml><packet><proto name="ip"><field name="ip.src" show="&#xffffffff;"/></packet></pdml>',
    ],
  ])("%s is read, or refused in words", async (_what, text) => {
    const outcome: unknown = await linesOf(new TextEncoder().encode(text)).catch((error: unknown) => error);
    expect(Array.isArray(outcome) || outcome instanceof DiagnosticError).toBe(true);
  });
});

describe("a packet's text", () => {
  const ip = `"ip":{"ip.version":"4","ip.hdr_len":"20","ip.len":"28","ip.proto":"17","ip.src":"192.0.2.1","ip.dst":"192.0.2.2"}`;
  const textOf = (frame: string, layers: string): Uint8Array =>
    new TextEncoder().encode(`[{"_index":"p","_source":{"layers":{${frame},${layers}}}}]`);

  it("of bare IPv4 becomes a frame of that link, not of one that may hold IPv6", async () => {
    const text = textOf(`"frame":{"frame.encap_type":"129","frame.number":"1","frame.len":"28"}`, ip);
    expect(await rowsOf(text, ["frame.protocols", "ip.src"])).toEqual(["ip:udp\t192.0.2.1"]);
  });

  it("with more octets than the frame had says how many it had", async () => {
    const raw = "0200000000020200000000011234000000000000";
    const frame = `"frame_raw":["${raw}",0,20,0,1],"frame":{"frame.encap_type":"1","frame.number":"1","frame.len":"18"}`;
    expect(await rowsOf(textOf(frame, `"eth":{}`), ["frame.len", "frame.cap_len"])).toEqual(["18\t20"]);
  });
});
