import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import type { ApplicationMessage } from "../../../src/read/wire/packet";
import { QuicHellos } from "../../../src/read/wire/quic-hellos";
import { bigEndian, ipv4Packet } from "../../support/packet-builder";
import { clientHello, quicInitial } from "./hello-builder";

function datagram(port: number, payload: readonly number[], source = 50000): Uint8Array {
  const header = bigEndian([source, 2], [port, 2], [8 + payload.length, 2], [0, 2]);
  return ipv4Packet(Uint8Array.from([...header, ...payload]), { protocol: 17 });
}

function messageIn(frame: Uint8Array): ApplicationMessage | undefined {
  return dissectFrame(frame, { originalLength: frame.length, linkType: 101 }).messages[0];
}

const text = (words: string): number[] => [...new TextEncoder().encode(words)];
const label = (word: string): number[] => [word.length, ...text(word)];
const example = [...label("www"), ...label("example"), 0];

describe("a DNS message", () => {
  const question = [...example, 0, 1, 0, 1];
  const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7];
  const alias = [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x77, 0xc0, 16];

  it("says what is asked", () => {
    const query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question];
    expect(messageIn(datagram(53, query))).toMatchObject({
      protocol: "dns",
      summary: "Standard query 0x1234 A www.example",
      fields: { "dns.qry.name": ["www.example"], "dns.flags.response": [false] },
    });
  });

  it("says what is answered, names pointed to included", () => {
    const response = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, ...question, ...alias, ...answer];
    expect(messageIn(datagram(50000, response, 53))?.summary).toBe(
      "Standard query response 0x1234 A www.example CNAME w.example A 192.0.2.7",
    );
  });

  it("without an answer says where to look for one, and names what else it holds", () => {
    const server = [0xc0, 16, 0, 2, 0, 1, 0, 0, 0, 60, 0, 5, 2, 0x6e, 0x73, 0xc0, 16];
    const address = [0xc0, 41, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 53];
    const referral = [0, 1, 0x80, 0, 0, 1, 0, 0, 0, 1, 0, 1, ...question, ...server, ...address];
    expect(messageIn(datagram(50000, referral, 53))).toMatchObject({
      summary: "Standard query response 0x0001 A www.example NS ns.example A 192.0.2.53",
      fields: { "dns.resp.name": ["example", "ns.example"], "dns.a": ["192.0.2.53"] },
    });
  });

  it("says what went wrong", () => {
    const response = [0, 1, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0, ...question];
    expect(messageIn(datagram(50000, response, 53))?.summary).toBe(
      "Standard query response 0x0001 No such name A www.example",
    );
  });

  it("whose name points to itself has no name, and ends", () => {
    const loop = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1];
    expect(messageIn(datagram(53, loop))?.summary).toBe("Standard query 0x0001");
  });

  it("shows hostile octets of a name as dots, and nothing that acts in a note", () => {
    const query = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...label("[[a\u0007"), 0, 0, 1, 0, 1];
    expect(messageIn(datagram(53, query))?.summary).toBe("Standard query 0x0001 A [ [a.");
  });
});

it("a DHCP message says its kind, the address and the host", () => {
  const fixed = [1, 1, 6, 0, 1, 2, 3, 4, ...Array.from({ length: 228 }, () => 0), 0x63, 0x82, 0x53, 0x63];
  const options = [53, 1, 3, 50, 4, 192, 0, 2, 9, 12, 3, ...text("box"), 255];
  expect(messageIn(datagram(67, [...fixed, ...options], 68))).toMatchObject({
    protocol: "dhcp",
    summary: "DHCP Request 192.0.2.9 box - Transaction ID 0x1020304",
  });
});

it("a DHCP message whose options were cut, and one of BOOTP, say their kind", () => {
  const reply = [2, 1, 6, 0, 0, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 9];
  expect(messageIn(datagram(68, reply, 67))).toMatchObject({
    name: "BOOTP",
    summary: "Boot Reply 192.0.2.9 - Transaction ID 0x20304",
    fields: { "dhcp.type": [2], "dhcp.ip.your": ["192.0.2.9"] },
  });
});

it("a message of SSDP says its start line", () => {
  const search = 'M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\n\r\n';
  expect(messageIn(datagram(1900, text(search)))).toMatchObject({
    protocol: "ssdp",
    summary: "M-SEARCH * HTTP/1.1",
  });
});

it("an NTP packet says its mode", () => {
  expect(messageIn(datagram(123, [0x24, 2, 0, 0]))?.summary).toBe("NTP Version 4, server, stratum 2");
});

it("a SIP message says its start line", () => {
  const invite = "INVITE sip:b@example.com SIP/2.0\r\nCall-ID: 7\r\n\r\n";
  expect(messageIn(datagram(5060, text(invite)))).toMatchObject({
    protocol: "sip",
    summary: "INVITE sip:b@example.com SIP/2.0",
    fields: { "sip.Method": ["INVITE"], "sip.Call-ID": ["7"] },
  });
});

describe("a QUIC Initial", () => {
  it("says the name its Client Hello asks for", () => {
    expect(messageIn(datagram(443, [...quicInitial(clientHello("quic.example", ["h3"]))]))).toMatchObject({
      protocol: "quic",
      summary: "Initial, Client Hello (SNI=quic.example, ALPN=h3)",
      fields: { "tls.handshake.extensions_server_name": ["quic.example"] },
    });
  });

  it("says what its Client Hello asks for in the packet that completes it, whichever that is", () => {
    const hello = clientHello("a-long-name.quic.example", ["h3"]);
    const parts = [quicInitial(hello, 40), quicInitial(hello, 0, 40)].map((part) => datagram(443, [...part]));
    const earlier = { hellos: new QuicHellos() };
    const summaries = parts.map(
      (frame) =>
        dissectFrame(frame, { originalLength: frame.length, linkType: 101 }, earlier).messages[0]?.summary,
    );
    expect(summaries).toEqual(["Initial", "Initial, Client Hello (SNI=a-long-name.quic.example, ALPN=h3)"]);
  });

  it("of octets changed on the way is an Initial still", () => {
    const packet = quicInitial(clientHello("quic.example", ["h3"]));
    packet[40] = (packet[40] ?? 0) ^ 1;
    expect(messageIn(datagram(443, [...packet]))?.summary).toMatch(/^Initial/u);
  });
});

it("an unknown payload is told by its length and first octets alone", () => {
  expect(messageIn(datagram(9999, [1, 2, 3]))).toBeUndefined();
});

it("messages of any octets are read without an exception", () => {
  const port = fc.constantFrom(53, 67, 123, 443, 5060, 5353, 9999);
  const start = fc.constantFrom<readonly number[]>(
    [],
    [0, 1, 0x81, 0x80, 0, 9, 0, 9, 0, 0, 0, 0],
    [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x40, 90],
    text("SIP/2.0 200 OK\r\n"),
  );
  fc.assert(
    fc.property(port, start, fc.uint8Array({ maxLength: 200 }), (to, head, tail) => {
      const summary = messageIn(datagram(to, [...head, ...tail]))?.summary ?? "";
      expect(summary).toMatch(/^[\u0020-\u007e‹›ˆ…]*$/u);
    }),
    { numRuns: 500 },
  );
});
