import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { knownFields, findField } from "../../src/read/fields/known-fields";
import { filterFields } from "../../src/read/filter/filter-fields";
import { packetRows } from "../../src/read/packet-fields";
import { ACK, PSH, SYN } from "../../src/tcp/flags";
import type { WiresharkRules } from "../../src/tcp/wireshark-rules";
import { pcapFile, pcapngFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import {
  ethernetFrame,
  ipv4Packet,
  ipv6Packet,
  segmentFrame,
  tcpSegment,
  udpFrame,
} from "../support/packet-builder";

async function rows(file: Uint8Array, fields: string, rules?: WiresharkRules): Promise<string[]> {
  const source = sourceOf(file);
  const out: string[] = [];
  for await (const row of packetRows(
    source,
    await indexCapture(source, undefined, rules),
    fields.split(" "),
  )) {
    out.push(row.join("|"));
  }
  return out;
}

const syn = segmentFrame({ flags: SYN, seq: 100, ack: 7 });
const data = segmentFrame({ flags: ACK | PSH, seq: 101, ack: 900, payload: "abc" });

describe("rows of fields", () => {
  it("are one per frame, also of frames that lack the fields", async () => {
    const file = pcapFile([syn, udpFrame(53, 4000), Uint8Array.of(1)]);
    expect(await rows(file, "frame.number tcp.seq udp.dstport")).toEqual(["1|0|", "2||4000", "3||"]);
  });

  it("print flags in hexadecimal and in letters", async () => {
    expect(await rows(pcapFile([data]), "tcp.flags tcp.flags.str")).toEqual(["0x0018|·······AP···"]);
  });

  it.each([
    ["4.0", "1|0"],
    ["4.4", "True|False"],
  ] as const)("print truth as Wireshark %s does", async (rules, expected) => {
    expect(await rows(pcapFile([syn]), "tcp.flags.syn tcp.flags.ack", rules)).toEqual([expected]);
  });

  it("count from a broken SYN,ACK on from its number, as Wireshark 4.0 does, which has not learned it", async () => {
    const answer = { from: "192.0.2.2:80", to: "192.0.2.1:40000" };
    const frames = [
      segmentFrame({ flags: SYN | ACK, seq: 1000, ack: 1, dataOffset: 15 }),
      segmentFrame({ ...answer, flags: ACK, seq: 1, ack: 500 }),
      segmentFrame({ flags: ACK, seq: 500, ack: 1 }),
      segmentFrame({ flags: SYN, seq: 499 }),
    ];
    const found = await rows(pcapFile(frames), "tcp.stream tcp.seq tcp.ack", "4.0");
    expect(found).toEqual(["0|1000|1", "0|1|4294966796", "0|4294966796|1", "0|4294966795|0"]);
  });

  it("keep all nine decimals of a time", async () => {
    const file = pcapngFile([{ octets: syn, time: 1_700_000_000_000_000_001n }]);
    expect(await rows(file, "frame.time_epoch frame.time_relative")).toEqual([
      "1700000000.000000001|0.000000000",
    ]);
  });

  it("tell the interface of a pcapng alone", async () => {
    expect(await rows(pcapngFile([syn]), "frame.interface_id")).toEqual(["0"]);
    expect(await rows(pcapFile([syn]), "frame.interface_id")).toEqual([""]);
  });

  it("join the values of several headers by commas", async () => {
    const inner = ipv4Packet(tcpSegment({}), { from: "10.0.0.1", to: "10.0.0.2" });
    const file = pcapFile([ethernetFrame(ipv4Packet(inner, { protocol: 4 }))]);
    expect(await rows(file, "ip.src ip.proto")).toEqual(["192.0.2.1,10.0.0.1|4,6"]);
  });

  it("print an acknowledgment without its flag as it is", async () => {
    expect(await rows(pcapFile([syn]), "tcp.ack tcp.ack_raw")).toEqual(["7|7"]);
  });

  it("print of a segment that ICMP quotes only what it says itself", async () => {
    const error = Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...ipv4Packet(tcpSegment({ seq: 42 }))]);
    const file = pcapFile([ethernetFrame(ipv4Packet(error, { protocol: 1 }))]);
    expect(await rows(file, "tcp.seq tcp.seq_raw tcp.len tcp.stream")).toEqual(["42|||0"]);
  });

  it("print of a segment that ICMPv6 quotes its raw number, too", async () => {
    const error = Uint8Array.from([1, 3, 0, 0, 0, 0, 0, 0, ...ipv6Packet(tcpSegment({ seq: 42 }))]);
    const whole = pcapFile([ethernetFrame(ipv6Packet(error, 58), 0x86dd)]);
    expect(await rows(whole, "tcp.seq tcp.seq_raw tcp.len tcp.stream")).toEqual(["42|42||0"]);
  });

  it("print of a header shorter than a header what stands before its length", async () => {
    const fields = "tcp.stream tcp.seq tcp.hdr_len tcp.flags tcp.ack";
    expect(await rows(pcapFile([syn, segmentFrame({ seq: 101, dataOffset: 4 })]), fields)).toEqual([
      "0|0|20|0x0002|7",
      "0|1|16||",
    ]);
  });

  it("of an unknown field are refused with the nearest name", async () => {
    await expect(rows(pcapFile([syn]), "tcp.sek")).rejects.toMatchObject({
      diagnostic: { code: "unknown-field", found: "tcp.sek", suggestion: "tcp.seq" },
    });
  });

  it.each(["constructor", "__proto__", "toString"])("do not take %s for a field", async (name) => {
    await expect(rows(pcapFile([syn]), name)).rejects.toMatchObject({
      diagnostic: { code: "unknown-field" },
    });
  });

  it("can hold every known field of every frame", async () => {
    const printed = await rows(pcapFile([syn, udpFrame(1, 2), Uint8Array.of(9)]), knownFields.join(" "));
    expect(printed).toHaveLength(3);
  });
});

it("every field that a filter may name has values", () => {
  // Protocols and their octets come from the packet itself.
  const missing = [...filterFields].filter(
    ([name, type]) => type !== "protocol" && findField(name) === undefined,
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});
