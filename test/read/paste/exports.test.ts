import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { segmentRows } from "./tools";

const COLUMNS = "No.     Time           Source                Destination           Protocol Length Info";

/** What Wireshark's plain text export writes of a frame whose layers are folded. */
function exported(row: string, ...layers: readonly string[]): readonly string[] {
  return [COLUMNS, row, "", ...layers, ""];
}

const [there, back] = ["Src: 192.0.2.1, Dst: 192.0.2.2", "Src: 192.0.2.2, Dst: 192.0.2.1"];

describe("packet details whose layers are folded", () => {
  const text = [
    ...exported(
      "      1 0.000000       192.0.2.1             192.0.2.2             TCP      74     50000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460",
      "Frame 1: 74 bytes on wire (592 bits), 74 bytes captured (592 bits)",
      `Internet Protocol Version 4, ${there}`,
      "Transmission Control Protocol, Src Port: 50000, Dst Port: 80, Seq: 0, Len: 0",
    ),
    ...exported(
      "      2 0.012000       192.0.2.2             192.0.2.1             TCP      74     80 → 50000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1400",
      "Frame 2: 74 bytes on wire (592 bits), 74 bytes captured (592 bits)",
      `Internet Protocol Version 4, ${back}`,
      "Transmission Control Protocol, Src Port: 80, Dst Port: 50000, Seq: 0, Ack: 1, Len: 0",
    ),
    ...exported(
      "      3 0.012500       192.0.2.1             192.0.2.2             HTTP     133    GET / HTTP/1.1",
      "Frame 3: 133 bytes on wire (1064 bits), 133 bytes captured (1064 bits)",
      `Internet Protocol Version 4, ${there}`,
      "Transmission Control Protocol, Src Port: 50000, Dst Port: 80, Seq: 1, Ack: 1, Len: 79",
      "Hypertext Transfer Protocol",
    ),
    ...exported(
      "      4 0.013000       192.0.2.1             192.0.2.53            DNS      71     Standard query 0x1234 A example.com",
      "Frame 4: 71 bytes on wire (568 bits), 71 bytes captured (568 bits)",
      "Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.53",
      "User Datagram Protocol, Src Port: 40000, Dst Port: 53",
      "Domain Name System (query)",
    ),
    ...exported(
      "      5 0.014000       02:00:00:00:00:01     ff:ff:ff:ff:ff:ff     ARP      42     Who has 192.0.2.2? Tell 192.0.2.1",
      "Frame 5: 42 bytes on wire (336 bits), 42 bytes captured (336 bits)",
      "Address Resolution Protocol (request)",
    ),
  ].join("\n");
  const { trace, diagnostics } = readEventList(text, "export.txt");

  it("are read with flags, options, time and words from the row above them", () => {
    const fields = ["frame.number", "tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.len", "tcp.options.mss_val"];
    expect(segmentRows(trace, fields)).toEqual([
      "1 ··········S· 0 0 0 1460",
      "2 ·······A··S· 0 1 0 1400",
      "3 ·······A···· 1 1 79 ",
    ]);
    expect(trace.events.map(({ time }) => time)).toEqual([0, 12_000_000, 12_500_000, 13_000_000, 14_000_000]);
    expect(trace.events[2]).toMatchObject({ payload: "GET / HTTP/1.1" });
    expect(trace.events[3]).toMatchObject({
      protocol: "DNS",
      summary: "Standard query 0x1234 A example.com",
    });
    expect(trace.events[4]).toMatchObject({ protocol: "ARP", summary: "Who has 192.0.2.2? Tell 192.0.2.1" });
    expect(diagnostics).toEqual([]);
  });
});
