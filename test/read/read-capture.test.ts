import { gzipSync } from "fflate";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { readCapture, type CaptureSelection } from "../../src/read/read-capture";
import { ACK, FIN, PSH, SYN } from "../../src/tcp/flags";
import { cutTrace } from "../../src/trace/cut-trace";
import type { Message, Segment, Trace } from "../../src/trace/trace";
import { pcapFile, pcapngFile, type FrameLike } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import {
  ethernetFrame,
  ipv4Packet,
  segmentFrame,
  udpFrame,
  type SegmentParts,
} from "../support/packet-builder";

const client = "192.0.2.1:40000";
const server = "192.0.2.2:80";
const nothingChosen: CaptureSelection = { endpoints: [], names: new Map() };

async function readFile(file: Uint8Array, selection: Partial<CaptureSelection> = {}): Promise<Trace> {
  const source = sourceOf(file);
  const chosen = { ...nothingChosen, ...selection };
  const { trace, shown } = await readCapture(source, await indexCapture(source), chosen);
  return shown === undefined ? trace : cutTrace(trace, shown);
}

function read(frames: readonly FrameLike[], selection: Partial<CaptureSelection> = {}): Promise<Trace> {
  const timed = frames.map((each, i) =>
    each instanceof Uint8Array
      ? { octets: each, time: 1_700_000_000_000_000_000n + BigInt(i) * 1_500n }
      : each,
  );
  return readFile(pcapngFile(timed), selection);
}

function arrows(trace: Trace): (Segment | Message)[] {
  return trace.events.filter((event) => event.kind === "segment" || event.kind === "message");
}

const sent = (parts: SegmentParts): Uint8Array => segmentFrame({ from: client, to: server, ...parts });
const received = (parts: SegmentParts): Uint8Array => segmentFrame({ from: server, to: client, ...parts });

const handshake = [
  sent({ flags: SYN, seq: 100, options: [2, 4, 5, 0xb4, 1, 3, 3, 7] }),
  received({ flags: SYN | ACK, seq: 500, ack: 101, options: [1, 3, 3, 2] }),
  sent({ flags: ACK, seq: 101, ack: 501, window: 10 }),
];

describe("the only conversation", () => {
  it("becomes segments with raw and relative numbers, windows and options", async () => {
    const [first, second, third] = arrows(await read(handshake));
    expect(first).toMatchObject({
      kind: "segment",
      flags: SYN,
      seq: { kind: "number", value: 100 },
      relativeSeq: 0,
      options: { mss: 1460, windowScale: 7 },
      frame: 1,
      from: 0,
      to: 1,
    });
    expect(first).toMatchObject({ ack: undefined, relativeAck: undefined });
    expect(second).toMatchObject({ relativeSeq: 0, relativeAck: 1, window: 1024, scaledWindow: 1024 });
    expect(third).toMatchObject({
      relativeSeq: 1,
      relativeAck: 1,
      window: 10,
      scaledWindow: 1280,
      payloadLength: 0,
    });
  });

  it("counts time from its first frame, exactly", async () => {
    const other = segmentFrame({ from: "192.0.2.9:1", to: server, flags: ACK });
    const trace = await read([other, ...handshake]);
    expect(trace.start).toBe(1_700_000_000_000_001_500n);
    expect(trace.events.map(({ time }) => time)).toEqual([0, 1500, 3000]);
  });

  it("shows the first line of a payload", async () => {
    const request = sent({ flags: PSH | ACK, seq: 101, ack: 501, payload: "GET / HTTP/1.1\r\n\r\n" });
    expect(arrows(await read([...handshake, request]))[3]).toMatchObject({
      payload: "GET / HTTP/1.1",
      payloadLength: 18,
    });
  });

  it("has the client on the left, also where the server is seen first", async () => {
    const trace = await read([received({ flags: SYN | ACK, seq: 500, ack: 101 })]);
    expect(trace.endpoints.map(({ key }) => key)).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(trace.events).toMatchObject([{ from: 1, to: 0 }]);
  });

  it("says the same in its verdict as the list", async () => {
    const [conversation] = (await read(handshake)).conversations;
    expect(conversation).toMatchObject({ number: 0, client, server });
    expect(conversation?.verdict).toContain(`opened by ${client}`);
  });
});

describe("of several conversations", () => {
  const late = segmentFrame({ from: "192.0.2.9:9", to: server, flags: ACK, seq: 1 });

  it("the first with a handshake is chosen, with a remark", async () => {
    const trace = await read([late, ...handshake]);
    expect(trace.conversations.map(({ number }) => number)).toEqual([1]);
    expect(trace.diagnostics).toMatchObject([
      { code: "conversation-chosen", severity: "remark", found: 1, needed: 2 },
    ]);
  });

  it("one is chosen by its number", async () => {
    const trace = await read([late, ...handshake], { conversation: { kind: "number", number: 0 } });
    expect([trace.events.length, trace.diagnostics.length]).toEqual([1, 0]);
  });

  it.each([[[client, server]], [[server, client]]] as const)("one is chosen by its ends %j", async (ends) => {
    const trace = await read([late, ...handshake], { conversation: { kind: "ends", ends } });
    expect(trace.events).toHaveLength(3);
  });

  it("all are drawn with all other frames, in frame order", async () => {
    const trace = await read([late, udpFrame(53, 4000), ...handshake], { conversation: { kind: "all" } });
    expect(arrows(trace).map(({ kind, frame }) => [kind, frame])).toEqual([
      ["segment", 1],
      ["message", 2],
      ["segment", 3],
      ["segment", 4],
      ["segment", 5],
    ]);
  });

  it("one that is not there is refused", async () => {
    await expect(read(handshake, { conversation: { kind: "number", number: 5 } })).rejects.toMatchObject({
      diagnostic: { code: "no-such-conversation", found: "5", needed: 1 },
    });
  });
});

describe("frames without TCP", () => {
  it("are drawn with protocol and summary, and a remark", async () => {
    const ping = Uint8Array.from([8, 0, 0, 0, 0, 1, 0, 2]);
    const trace = await read([udpFrame(53, 4000, "abc"), ethernetFrame(ipv4Packet(ping, { protocol: 1 }))]);
    expect(trace.events).toMatchObject([
      { kind: "message", protocol: "UDP", summary: "53 → 4000 Len=3  abc" },
      { kind: "message", protocol: "ICMP", summary: "Echo (ping) request id=1 seq=2" },
    ]);
    expect(trace.diagnostics).toMatchObject([{ code: "no-tcp-conversation", severity: "remark", found: 2 }]);
  });

  it("are no more than the first thousand, until a person asks for all", async () => {
    const frames = Array.from({ length: 1001 }, (_, i) => udpFrame(53, 4000 + i));
    const unasked = await read(frames);
    expect(arrows(unasked).map(({ frame }) => frame)).toEqual(frames.slice(1).map((_, i) => i + 1));
    expect(unasked.diagnostics).toMatchObject([{ code: "no-tcp-conversation", found: 1001, needed: 1000 }]);
    expect(arrows(await read(frames, { conversation: { kind: "all" } }))).toHaveLength(1001);
    expect(arrows(await read(frames.slice(1)))).toHaveLength(1000);
  });

  it("of an unknown link layer are drawn between two words", async () => {
    const trace = await readFile(pcapFile([Uint8Array.of(1, 2, 3)], { linkType: 227 }));
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Source", "Destination"]);
    expect(trace.events).toMatchObject([{ protocol: "CAN", summary: "Len=3", length: 3 }]);
  });

  it("where there is no frame at all, there is nothing to draw", async () => {
    await expect(read([])).rejects.toMatchObject({ diagnostic: { code: "no-frames" } });
  });
});

describe("a conversation of UDP", () => {
  const asked = udpFrame(5000, 53);
  const answered = udpFrame(5000, 53, "again");
  const other = udpFrame(5001, 53);
  const frames = [asked, ...handshake, other, answered];

  it.each<[string, NonNullable<CaptureSelection["conversation"]>, number[]]>([
    ["its number", { kind: "datagrams", number: 0 }, [1, 6]],
    ["the number of another", { kind: "datagrams", number: 1 }, [5]],
    ["its ends", { kind: "ends", ends: ["192.0.2.2:53", "192.0.2.1:5000"] }, [1, 6]],
  ])("is chosen by %s", async (_by, conversation, numbers) => {
    const trace = await read(frames, { conversation });
    expect(arrows(trace).map(({ frame }) => frame)).toEqual(numbers);
  });

  it("that is not there is refused with those that are", async () => {
    await expect(read(frames, { conversation: { kind: "datagrams", number: 7 } })).rejects.toMatchObject({
      diagnostic: { code: "no-such-conversation", found: "udp 7", needed: 2, suggestion: "udp 0 to udp 1" },
    });
  });
});

describe("lifelines", () => {
  const loopback = [segmentFrame({ from: "127.0.0.1:5", to: "127.0.0.1:80", flags: SYN })];

  it("are addresses with ports where an address talks to itself", async () => {
    expect((await read(loopback)).endpoints.map(({ key }) => key)).toEqual(["127.0.0.1:5", "127.0.0.1:80"]);
  });

  it("are addresses and ports where that is asked for, or addresses alone", async () => {
    expect((await read(handshake, { lifelines: "port" })).endpoints.map(({ key }) => key)).toEqual([
      client,
      server,
    ]);
    expect((await read(loopback, { lifelines: "host" })).endpoints.map(({ key }) => key)).toEqual([
      "127.0.0.1",
    ]);
  });

  it("are renamed by address", async () => {
    const trace = await read(handshake, { names: new Map([["192.0.2.2", "Web server"]]) });
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["192.0.2.1", "Web server"]);
    expect(trace.endpoints.map(({ key }) => key)).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  it("have a name of `names:` also where `endpoints:` orders them", async () => {
    const endpoints = [{ name: "Server", address: "192.0.2.2" }, { name: "Client" }];
    const trace = await read(handshake, { endpoints, names: new Map([["192.0.2.2", "Web server"]]) });
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Web server", "Client"]);
  });

  it("stand in the order that is asked for, known by address", async () => {
    const endpoints = [{ name: "Server", address: "192.0.2.2" }, { name: "Client" }];
    const trace = await read(handshake, { endpoints });
    expect(trace.endpoints.map(({ key, name }) => [key, name])).toEqual([
      ["192.0.2.2", "Server"],
      ["192.0.2.1", "Client"],
    ]);
    expect(trace.events[0]).toMatchObject({ from: 1, to: 0 });
  });

  it("take names without addresses from left to right", async () => {
    const trace = await read(handshake, {
      endpoints: [{ name: "Laptop" }, { name: "Proxy" }, { name: "Nobody" }],
    });
    expect(trace.endpoints.map(({ name }) => name)).toEqual(["Laptop", "Proxy"]);
  });
});

describe("a filter", () => {
  const at = { kind: "text", line: 3, column: 9, length: 10 } as const;

  it("lets frames of the chosen conversation through", async () => {
    const selection = {
      conversation: { kind: "number", number: 0 },
      filter: { text: "tcp.flags.syn == 1", at },
    } as const;
    expect((await read(handshake, selection)).events).toHaveLength(2);
  });

  it("alone looks at all frames", async () => {
    const trace = await read([...handshake, udpFrame(53, 4000)], { filter: { text: "udp", at } });
    expect(arrows(trace).map(({ frame }) => frame)).toEqual([4]);
  });

  it("can look for text in a payload", async () => {
    const request = sent({ flags: PSH | ACK, payload: "GET / HTTP/1.1\r\n" });
    const trace = await read([...handshake, request], {
      filter: { text: 'tcp.payload contains "HTTP"', at },
    });
    expect(arrows(trace).map(({ frame }) => frame)).toEqual([4]);
  });

  it("that lets nothing through says so", async () => {
    await expect(read(handshake, { filter: { text: "tcp.port == 9", at } })).rejects.toMatchObject({
      diagnostic: { code: "nothing-selected", found: 3 },
    });
  });

  it("that is not understood is refused at its place", async () => {
    await expect(read(handshake, { filter: { text: "tcp.prot == 9", at } })).rejects.toMatchObject({
      diagnostic: { severity: "error", at: { line: 3, column: 9 } },
    });
  });
});

describe("ids of events", () => {
  const closing = sent({ flags: FIN | ACK, seq: 101, ack: 501 });

  it("are unique, also of frames that are the same", async () => {
    const ids = (await read([...handshake, closing, closing, closing])).events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
  });

  it("stay when other frames come before", async () => {
    const seq = fc.integer({ min: 2000, max: 3000 });
    const earlier = fc.array(
      seq.map((each) => sent({ flags: ACK, seq: each, ack: 501 })),
      { maxLength: 6 },
    );
    const ids = (await read([...handshake, closing])).events.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(earlier, async (frames) => {
        const later = (await read([...frames, ...handshake, closing], { conversation: { kind: "all" } }))
          .events;
        expect(later.slice(frames.length).map(({ id }) => id)).toEqual(ids);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the analysis", () => {
  const data = sent({ flags: PSH | ACK, seq: 101, ack: 501, payload: "hello" });
  const at = { kind: "text", line: 1, column: 1, length: 1 } as const;

  it("looks at all frames of a conversation, also where a filter shows one", async () => {
    const { events } = await read([...handshake, data, data], {
      filter: { text: "tcp.analysis.retransmission", at },
    });
    expect(events.map((event) => event.kind === "segment" && event.frame)).toEqual([5]);
  });

  it("stands on the arrows in Wireshark's words where those are asked for", async () => {
    const { events } = await read([...handshake, data, data], { marks: "wireshark" });
    const marks = events.map((event) => (event.kind === "segment" ? event.marks : []));
    expect(marks.at(-1)).toHaveLength(1);
    expect(marks.at(-1)?.[0]).toMatch(/^TCP (?:Retransmission|Out-Of-Order)$/);
    expect(marks.slice(0, 4).flat()).toEqual([]);
  });
});

describe("the second pass", () => {
  it("reads the same from a gzipped file as from a plain one", async () => {
    const file = pcapFile([...handshake, sent({ flags: PSH | ACK, payload: "hello\n" })]);
    const source = sourceOf(gzipSync(file), 5);
    const { trace: zipped } = await readCapture(source, await indexCapture(source), nothingChosen);
    expect(zipped).toEqual(await readFile(file));
  });

  it("reads frames wherever they lie in a large file", async () => {
    const filler = Array.from({ length: 400 }, () =>
      sent({ flags: ACK, seq: 1, payload: new Uint8Array(9000) }),
    );
    const wanted = { from: "192.0.2.9:9", to: server, flags: ACK };
    const frames = [segmentFrame({ ...wanted, seq: 1 }), ...filler, segmentFrame({ ...wanted, seq: 2 })];
    const trace = await read(frames, { conversation: { kind: "number", number: 0 } });
    expect(
      arrows(trace).map((event) => [event.frame, event.kind === "segment" && event.relativeSeq]),
    ).toEqual([
      [1, 1],
      [402, 2],
    ]);
  });
});
