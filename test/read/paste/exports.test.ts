import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";
import { segmentRows } from "./tools";

const COLUMNS = "No.     Time           Source                Destination           Protocol Length Info";

/** What Wireshark's plain text export writes of a frame whose layers are folded. */
function exported(row: string, ...layers: readonly string[]): readonly string[] {
  return [COLUMNS, row, "", ...layers, ""];
}

const [there, back] = ["Src: 192.0.2.1, Dst: 192.0.2.2", "Src: 192.0.2.2, Dst: 192.0.2.1"];

describe("lines of tcpdump that are no segments", () => {
  const { trace, diagnostics } = readEventList(
    [
      "10:11:12.000001 ARP, Request who-has 192.0.2.9 tell 192.0.2.5, length 28",
      "10:11:12.000101 ARP, Reply 192.0.2.9 is-at 02:00:00:00:00:09 (oui Unknown), length 28",
      "10:11:12.000151 ARP, Ethernet (len 6), IPv4 (len 4), Announcement 192.0.2.5, length 28",
      "10:11:12.000201 IP 192.0.2.5 > 192.0.2.9: ICMP echo request, id 1, seq 1, length 64",
      "10:11:12.000601 IP6 fe80::1 > ff02::1: ICMP6, router advertisement, length 24",
      "10:11:12.000701 IP 192.0.2.5.123 > 192.0.2.1.123: NTPv4, Client, length 48",
      "10:11:12.000801 IP 192.0.2.5.4000 > 192.0.2.1.4001: UDP, length 4",
      "10:11:12.000901 IP 192.0.2.5.5060 > 192.0.2.1.5060: SIP: OPTIONS sip:x@example.com SIP/2.0",
    ].join("\n"),
    "tcpdump",
  );

  it("are messages that name their protocol once; questions for addresses go to all, answers to who asked", () => {
    const names = trace.endpoints.map(({ name }) => name);
    expect(
      trace.events.map((event) =>
        event.kind === "message"
          ? `${names[event.from] ?? ""} > ${names[event.to] ?? ""}: ${event.protocol ?? ""}: ${event.summary}`
          : event.kind,
      ),
    ).toEqual([
      "192.0.2.5 > Broadcast: ARP: Request who-has 192.0.2.9 tell 192.0.2.5, length 28",
      "192.0.2.9 > 192.0.2.5: ARP: Reply 192.0.2.9 is-at 02:00:00:00:00:09 (oui Unknown), length 28",
      "192.0.2.5 > Broadcast: ARP: Announcement 192.0.2.5, length 28",
      "192.0.2.5 > 192.0.2.9: ICMP: echo request, id 1, seq 1, length 64",
      "fe80::1 > ff02::1: ICMPv6: router advertisement, length 24",
      "192.0.2.5 > 192.0.2.1: NTPv4: Client, length 48",
      "192.0.2.5 > 192.0.2.1: UDP: length 4",
      "192.0.2.5 > 192.0.2.1: SIP: OPTIONS sip:x@example.com SIP/2.0",
    ]);
    expect(diagnostics).toEqual([]);
  });
});

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
