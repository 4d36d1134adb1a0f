import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listDatagrams } from "../../src/capture/list-conversations";
import { packetRows } from "../../src/read/packet-fields";
import { calls, datagram } from "../support/call-frames";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { ipv6Packet } from "../support/packet-builder";

async function numbersOf(packets: readonly Uint8Array[]): Promise<string> {
  const source = sourceOf(pcapFile(packets, { linkType: 101 }));
  const numbers: string[] = [];
  for await (const [number = ""] of packetRows(source, await indexCapture(source), ["udp.stream"]))
    numbers.push(number);
  return numbers.join(" ");
}

describe("numbers of media that SIP announces", () => {
  it.each(calls)("%s", async (_title, packets, numbers) => {
    expect(await numbersOf(packets)).toBe(numbers);
  });

  it("are those of ends of IPv6, too, however SDP spells them", async () => {
    const udp = (payload: string): Uint8Array =>
      datagram("192.0.2.1:5060", "192.0.2.2:1000", payload).subarray(20);
    const sdp = "c=IN IP6 2001:DB8::2\r\nm=audio 1000 RTP/AVP 0\r\n";
    const offer = udp(`INVITE sip:b SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n${sdp}`);
    const other = Uint8Array.from(udp("a"));
    other[1] = 1;
    const last = Uint8Array.from(other);
    last[1] = 2;
    expect(await numbersOf([offer, other, last].map((packet) => ipv6Packet(packet, 17)))).toBe("0 1 1");
  });

  it("list what each end of a call sent, and nothing that did not come", async () => {
    const [, packets = []] = calls[0] ?? [];
    const list = listDatagrams(await indexCapture(sourceOf(pcapFile(packets, { linkType: 101 }))));
    expect(list.map(({ number, ends, framesEachWay }) => [number, ...ends, ...framesEachWay])).toEqual([
      [0, "192.0.2.1:5060", "192.0.2.2:5060", 1, 1],
      [1, "192.0.2.1:1000", "192.0.2.2:2000", 1, 0],
      [2, "192.0.2.2:2000", "192.0.2.1:1000", 1, 0],
      [3, "192.0.2.1:1001", "192.0.2.2:2001", 1, 0],
      [4, "192.0.2.2:2001", "192.0.2.1:1001", 1, 0],
    ]);
  });

  it("stand before thousands of ends that nobody announced, and are found among them", async () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      datagram(`192.0.2.9:${String(i)}`, "192.0.2.8:9", "a"),
    );
    const [, packets = []] = calls[0] ?? [];
    const numbers = (await numbersOf([...packets, ...many, ...many, ...packets])).split(" ");
    expect(numbers.slice(6, 3006)).toEqual(many.map((_, i) => String(i + 5)));
    expect(numbers.slice(3006, 6006)).toEqual(numbers.slice(6, 3006));
    // The answer comes again, and opens another conversation of its end.
    expect(numbers.slice(6006).join(" ")).toBe("0 0 1 3005 3 3006");
  });
});
