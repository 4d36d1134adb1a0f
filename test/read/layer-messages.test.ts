import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { FrameDissector } from "../../src/read/frame-dissector";
import { frameEnds, summarizeFrame } from "../../src/read/frame-ends";
import { frameOctets } from "../../src/read/frame-octets";
import { dissectFrame } from "../../src/read/wire/dissect-frame";
import { repositoryRoot, sourceOf } from "../support/capture-files";
import { bigEndian, ethernetFrame } from "../support/packet-builder";

/** Gives what is said of each frame of a made capture that is no segment. */
async function wordsOf(name: string): Promise<readonly string[]> {
  const path = `${repositoryRoot}test/fixtures/encapsulations/${name}.pcap`;
  const source = sourceOf(new Uint8Array(readFileSync(path)));
  const index = await indexCapture(source);
  const dissector = new FrameDissector(index);
  const lines: string[] = [];
  for await (const frame of frameOctets(source, index, [...index.frames.offset.keys()])) {
    const packet = dissector.next(frame);
    if (packet.tcp.length > 0) continue;
    const { protocol, summary } = summarizeFrame(packet, index.interfaces[0]?.linkType ?? 0, 99);
    lines.push(`${protocol}: ${summary}`);
  }
  return lines;
}

const WLAN = 105;
const sender = [2, 0, 0, 0, 0, 1];
const receiver = [2, 0, 0, 0, 0, 2];
const network = [2, 0, 0, 0, 0, 9];

function wlan(
  control: readonly [number, number],
  addresses: readonly (readonly number[])[],
  rest: readonly number[] = [],
): { readonly words: string; readonly ends: readonly string[] } {
  const octets = Uint8Array.from([...control, 0, 0, ...addresses.flat(), ...rest]);
  const packet = dissectFrame(octets, { originalLength: octets.length, linkType: WLAN });
  const { source, destination } = frameEnds(packet);
  return {
    words: summarizeFrame(packet, WLAN, octets.length).summary,
    ends: [source.address, destination.address],
  };
}

const [from, to] = ["02:00:00:00:00:01", "02:00:00:00:00:02"];

describe("what a frame without ports is about", () => {
  it("is told of Ethernet by the kind of message, or the protocol's name", async () => {
    expect(await wordsOf("names")).toMatchInlineSnapshot(`
      [
        "STP: Conf. Root = 32768/0/02:00:00:00:00:01  Cost = 4  Port = 0x8001",
        "STP: Conf. Root = 32768/0/02:00:00:00:00:01  Cost = 4  Port = 0x8001",
        "IS-IS: L1 HELLO",
        "IS-IS: P2P HELLO",
        "CDP: Len=99",
        "IPX: Len=99",
        "IPX: Len=99",
        "LLC: Len=99",
        "AppleTalk: Len=99",
        "LACP: Len=99",
        "MARKER: Len=99",
        "IGMP: v2 Membership Report",
        "IGMP: Membership Query",
        "DVMRP: Len=99",
        "IPv4: Len=99",
        "OSPF: Hello Packet",
        "AoE: Len=99",
        "LLDP: Len=99",
        "PTP: Sync",
        "ICMP: Echo (ping) request id=1 seq=1",
        "Mobile IPv6: Len=99",
        "Mobile IPv6: Len=99",
        "SCTP: INIT",
        "DCCP: Request",
      ]
    `);
  });

  it("is told of serial lines and frame relay", async () => {
    expect([await wordsOf("hdlc"), await wordsOf("serial"), await wordsOf("relay")]).toMatchInlineSnapshot(`
      [
        [
          "SLARP: Len=99",
          "IS-IS: P2P HELLO",
          "IS-IS: L1 HELLO",
          "CDP: Len=99",
        ],
        [
          "PPP LCP: Configuration Request",
          "IS-IS: P2P HELLO",
          "PPP CHAP: Challenge",
          "PPP IPV6CP: Configuration Request",
        ],
        [
          "IS-IS: P2P HELLO",
          "ES-IS: ES HELLO",
          "CDP: Len=99",
        ],
      ]
    `);
  });

  it("is not made up where the octet that tells the kind was cut, or has another value", () => {
    const named = (octets: readonly number[]): string => {
      const frame = ethernetFrame(Uint8Array.from(octets), 0x888e);
      return summarizeFrame(dissectFrame(frame, { originalLength: 60, linkType: 1 }), 1, 60).summary;
    };
    expect(named([2])).toBe("Len=60");
    expect(named([2, 9, 0, 0, 0, 0, 0, 0, 0, 0])).toBe("Len=60");
    expect(named([2, 0, 0, 5, 1, 7, 0, 5, 1])).toBe("Request, Identity");
    expect(named([2, 0, 0, 4, 3, 7, 0, 4, 0])).toBe("Success");
  });

  it.each([
    [0x008a, "Key (Message 1 of 4)"],
    [0x010a, "Key (Message 2 of 4)"],
    [0x13ca, "Key (Message 3 of 4)"],
    [0x030a, "Key (Message 4 of 4)"],
    [0x1382, "Key (Group Message 1 of 2)"],
  ])("is the number of a key message by its information %i", (information, words) => {
    const frame = ethernetFrame(
      Uint8Array.from([2, 3, 0, 95, 2, ...bigEndian([information, 2]), 0, 16, 0]),
      0x888e,
    );
    expect(summarizeFrame(dissectFrame(frame, { originalLength: 60, linkType: 1 }), 1, 60).summary).toBe(
      words,
    );
  });
});

describe("802.11", () => {
  it("names a network in beacons and requests", () => {
    const beacon = [0x20, 0x10, ...bigEndian([0, 8]), 100, 0, 1, 0, 0, 4, 0x68, 0x6f, 0x6d, 0x65];
    expect(wlan([0x80, 0], [receiver, sender, network], beacon)).toEqual({
      words: 'Beacon frame, SN=258, SSID="home"',
      ends: [from, to],
    });
    expect(wlan([0x40, 0], [receiver, sender, network], [0, 0, 0, 0]).words).toBe(
      "Probe Request, SN=0, SSID=Wildcard (Broadcast)",
    );
  });

  it("shows nothing of a network's name that could act in a note", () => {
    const name = [...new TextEncoder().encode("[[x]]<b>")];
    expect(wlan([0x40, 0], [receiver, sender, network], [0, 0, 0, name.length, ...name]).words).toBe(
      'Probe Request, SN=0, SSID="[ [x] ]‹b›"',
    );
  });

  it.each([
    [
      [0x08, 0x01],
      [network, sender, receiver],
    ],
    [
      [0x08, 0x02],
      [receiver, network, sender],
    ],
    [
      [0x08, 0x00],
      [receiver, sender, network],
    ],
  ] as const)("finds the ends of data %s by its direction", (control, addresses) => {
    expect(wlan(control, addresses, [0, 0]).ends).toEqual([from, to]);
  });

  it("finds the ends of data between access points behind their own", () => {
    expect(wlan([0x08, 0x03], [network, network, receiver], [0, 0, ...sender]).ends).toEqual([from, to]);
  });

  it("says that data is protected, and whom an acknowledgment is for", () => {
    expect(wlan([0x88, 0x41], [network, sender, receiver], [0, 0, 0, 0]).words).toBe(
      "QoS Data, SN=0, protected",
    );
    expect(wlan([0xd4, 0], [receiver])).toEqual({ words: "Acknowledgement", ends: ["Source", to] });
  });
});
