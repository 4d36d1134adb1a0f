import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import {
  listConversations,
  listDatagrams,
  type ConversationSummary,
} from "../../src/capture/list-conversations";
import { ACK, FIN, PSH, RST, SYN } from "../../src/tcp/flags";
import type { WiresharkRules } from "../../src/tcp/wireshark-rules";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import {
  ethernetFrame,
  ipv6Packet,
  segmentFrame,
  tcpSegment,
  udpFrame,
  type SegmentParts,
} from "../support/packet-builder";

const client = "192.0.2.1:40000";
const server = "192.0.2.2:80";

function sent(parts: SegmentParts): SegmentParts {
  return { from: client, to: server, ...parts };
}

function received(parts: SegmentParts): SegmentParts {
  return { from: server, to: client, ...parts };
}

const handshake = [
  sent({ flags: SYN, seq: 100 }),
  received({ flags: SYN | ACK, seq: 500, ack: 101 }),
  sent({ flags: ACK, seq: 101, ack: 501 }),
];

async function conversationsOf(
  segments: readonly SegmentParts[],
  rules?: WiresharkRules,
): Promise<readonly ConversationSummary[]> {
  const file = pcapFile(
    segments.map((parts, i) => ({ octets: segmentFrame(parts), time: BigInt(i) * 1_000_000n })),
  );
  return listConversations(await indexCapture(sourceOf(file), undefined, rules));
}

describe("conversations", () => {
  it("are numbered by their first frames, whichever end sends it", async () => {
    const other = { from: "192.0.2.9:5", to: server };
    const list = await conversationsOf([...handshake, { ...other, flags: SYN }, ...handshake.slice(2)]);
    expect(list.map(({ ends, frames }) => [ends[0], frames])).toEqual([
      [client, 4],
      ["192.0.2.9:5", 1],
    ]);
  });

  it("between the same ports are two when a SYN has another number", async () => {
    const list = await conversationsOf([...handshake, sent({ flags: SYN, seq: 900 })]);
    expect(list.map(({ frames }) => frames)).toEqual([3, 1]);
  });

  it("are one when a SYN is repeated", async () => {
    expect(await conversationsOf([sent({ flags: SYN, seq: 7 }), sent({ flags: SYN, seq: 7 })])).toHaveLength(
      1,
    );
  });

  it.each([
    ["4.0", 1],
    ["4.4", 2],
  ] as const)("with the same SYN after a RST count for Wireshark %s as %i", async (rules, count) => {
    const again = sent({ flags: SYN, seq: 100 });
    const list = await conversationsOf([...handshake, received({ flags: RST, seq: 501 }), again], rules);
    expect(list).toHaveLength(count);
  });

  it.each([
    ["4.0", 1],
    ["4.4", 2],
  ] as const)("with a SYN,ACK of another number count for Wireshark %s as %i", async (rules, count) => {
    const list = await conversationsOf(
      [...handshake, received({ flags: SYN | ACK, seq: 777, ack: 101 })],
      rules,
    );
    expect(list).toHaveLength(count);
  });

  it("have the sender of the SYN as client, also where the answer was captured first", async () => {
    const [first] = await conversationsOf([received({ flags: SYN | ACK, seq: 5, ack: 1 })]);
    expect(first?.ends).toEqual([client, server]);
  });

  it("have the first sender as client where no SYN was captured", async () => {
    const [first] = await conversationsOf([received({ flags: ACK, seq: 5, ack: 1 })]);
    expect(first?.ends).toEqual([server, client]);
  });

  it("count frames, octets on the wire and payload each way", async () => {
    const [first] = await conversationsOf([...handshake, sent({ flags: PSH | ACK, payload: "hello" })]);
    expect(first).toMatchObject({ framesEachWay: [3, 1], octetsEachWay: [167, 54], payloadEachWay: [5, 0] });
  });

  it("last from their first frame to their last", async () => {
    const [first] = await conversationsOf(handshake);
    expect(first?.duration).toBe(2_000_000);
  });

  it("last from their earliest frame to their latest where frames stand out of order, UDP's too", async () => {
    const segment = segmentFrame(sent({ flags: ACK }));
    const frames = [
      { octets: segment, time: 5_000n },
      { octets: udpFrame(4000, 53), time: 9_000n },
      { octets: segment, time: 2_000n },
      { octets: udpFrame(4000, 53), time: 1_000n },
      { octets: segment, time: 3_000n },
    ].map(({ octets, time }) => ({ octets, time: time * 1_000_000n }));
    const index = await indexCapture(sourceOf(pcapFile(frames)));
    expect(listConversations(index)).toMatchObject([{ start: -3_000e6, duration: 3_000e6 }]);
    expect(listDatagrams(index)).toMatchObject([{ start: -4_000e6, duration: 8_000e6 }]);
  });

  it("tell in the verdict what the columns tell", async () => {
    const close = [
      sent({ flags: FIN | ACK, seq: 101, ack: 501 }),
      received({ flags: FIN | ACK, seq: 501, ack: 102 }),
      sent({ flags: ACK, seq: 102, ack: 502 }),
    ];
    const [first] = await conversationsOf([...handshake, ...close]);
    expect(first?.verdict).toBe(
      `opened by ${client}, closed by ${client} with 3 segments (FIN), 5 ms, client sent 0 B, server 0 B`,
    );
    expect(first?.hasHandshake).toBe(true);
  });

  it("of IPv6 have brackets around their addresses", async () => {
    const frame = ethernetFrame(ipv6Packet(tcpSegment({ flags: SYN })), 0x86dd);
    const [first] = listConversations(await indexCapture(sourceOf(pcapFile([frame]))));
    expect(first?.ends).toEqual(["[2001:db8::1]:40000", "[2001:db8::2]:80"]);
  });

  it("of many ports are all found again", async () => {
    const opened = Array.from({ length: 3000 }, (_, i) => ({
      from: `192.0.2.1:${String(i + 1)}`,
      to: server,
      flags: SYN,
    }));
    const list = await conversationsOf([...opened, ...opened]);
    expect(list).toHaveLength(3000);
    expect(list.every(({ frames }) => frames === 2)).toBe(true);
  });
});
