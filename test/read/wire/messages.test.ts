import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { EarlierDatagrams } from "../../../src/read/wire/earlier-datagrams";
import type { ApplicationMessage } from "../../../src/read/wire/packet";
import { bigEndian, ipv4Packet } from "../../support/packet-builder";
import { clientHello, quicInitial } from "./hello-builder";

function datagram(port: number, payload: readonly number[], source = 50000): Uint8Array {
  const header = bigEndian([source, 2], [port, 2], [8 + payload.length, 2], [0, 2]);
  return ipv4Packet(Uint8Array.from([...header, ...payload]), { protocol: 17 });
}

/** Gives the answer to a datagram, from the server's port. */
function answer(port: number, payload: readonly number[], to = 50000): Uint8Array {
  const header = bigEndian([port, 2], [to, 2], [8 + payload.length, 2], [0, 2]);
  const ends = { from: "192.0.2.2", to: "192.0.2.1" };
  return ipv4Packet(Uint8Array.from([...header, ...payload]), { ...ends, protocol: 17 });
}

function messageIn(frame: Uint8Array): ApplicationMessage | undefined {
  return dissectFrame(frame, { originalLength: frame.length, linkType: 101 }).messages[0];
}

/** Gives what frames say, each in the light of those before. */
function summariesOf(frames: readonly Uint8Array[]): readonly (string | undefined)[] {
  const earlier = { datagrams: new EarlierDatagrams() };
  return frames.map((frame) => {
    const { messages } = dissectFrame(frame, { originalLength: frame.length, linkType: 101 }, earlier);
    return messages[0]?.summary;
  });
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

  it("shows hostile octets of a name as Wireshark does, and nothing that acts in a note", () => {
    const query = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...label("[[a\u0007"), 0, 0, 1, 0, 1];
    expect(messageIn(datagram(53, query))?.summary).toBe("Standard query 0x0001 A [ [a\\a");
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
    expect(summariesOf(parts)).toEqual([
      "Initial",
      "Initial, Client Hello (SNI=a-long-name.quic.example, ALPN=h3)",
    ]);
  });

  it("of octets changed on the way is an Initial still", () => {
    const packet = quicInitial(clientHello("quic.example", ["h3"]));
    packet[40] = (packet[40] ?? 0) ^ 1;
    expect(messageIn(datagram(443, [...packet]))?.summary).toMatch(/^Initial/u);
  });
});

describe("QUIC packets", () => {
  it.each([
    ["draft 29", 0xff00001d, "afbfec289993d24c9e9786f19c6111e04390a899"],
    ["draft 27", 0xff00001b, "c3eef712c72ebb5a11a7d2432bb46365bef9f502"],
    ["mvfst", 0xfaceb002, "c3eef712c72ebb5a11a7d2432bb46365bef9f502"],
    ["one that only makes servers negotiate", 0x1a2a3a4a, "afbfec289993d24c9e9786f19c6111e04390a899"],
  ])("of other versions are read: %s", (_, version, salt) => {
    const hello = clientHello("quic.example", ["h3"]);
    const packet = quicInitial(hello, 0, hello.length, { version, salt });
    expect(messageIn(datagram(4433, [...packet]))?.summary).toBe(
      "Initial, Client Hello (SNI=quic.example, ALPN=h3)",
    );
  });

  it("in one datagram are all named, once, what is protected included", () => {
    const long = (first: number, rest: readonly number[]): number[] => [
      first,
      0,
      0,
      0,
      1,
      1,
      9,
      1,
      8,
      ...rest,
    ];
    const handshake = long(0xe0, [0x40, 4, 1, 2, 3, 4]);
    const packets = [...long(0xc0, [0, 0x40, 3, 7, 7, 7]), ...handshake, ...handshake, 0x41, 9, 9, 9];
    expect(messageIn(datagram(50000, packets, 443))).toMatchObject({
      summary: "Initial, Handshake, Protected Payload",
      fields: { "quic.long.packet_type": [0, 2, 2], "quic.version": [1, 1, 1] },
    });
  });

  it.each([
    ["whose second bit is not set", [0xa0, 0, 0, 0, 1, 1, 9, 1, 8, 0x40, 2, 1, 2], "Handshake"],
    ["that ask to come again", [0xf0, 0, 0, 0, 1, 1, 9, 1, 8, 1, 2, 3, 4], "Retry"],
    [
      "that list versions",
      [0x80, 0, 0, 0, 0, 1, 9, 1, 8, 0x1a, 0x2a, 0x3a, 0x4a, 0, 0, 0, 1],
      "Version Negotiation",
    ],
  ])("are named: those %s", (_, packet, words) => {
    expect(messageIn(datagram(50000, packet, 443))?.summary).toBe(words);
  });

  it("that are protected are QUIC's where an end of theirs is known, at any port", () => {
    const hello = clientHello("quic.example", ["h3"]);
    const short = [0x41, 1, 2, 3];
    const frames = [
      datagram(4433, short),
      datagram(4433, [...quicInitial(hello)]),
      datagram(4433, short),
      answer(4433, short),
      answer(4434, short, 50001),
    ];
    expect(summariesOf(frames)).toEqual([
      undefined,
      "Initial, Client Hello (SNI=quic.example, ALPN=h3)",
      "Protected Payload Len=4",
      "Protected Payload Len=4",
      undefined,
    ]);
  });
});

describe("a DTLS datagram", () => {
  const record = (type: number, body: readonly number[], epoch = 0): number[] => [
    ...[type, 0xfe, 0xfd],
    ...bigEndian([epoch, 2], [0, 4], [1, 2], [body.length, 2]),
    ...body,
  ];
  /** A handshake message, as far as `part` of it goes. */
  const message = (type: number, body: readonly number[], part = body): number[] => [
    type,
    ...bigEndian([body.length, 3], [0, 2], [0, 3], [part.length, 3]),
    ...part,
  ];

  it("says what its Client Hello asks for, behind the cookie", () => {
    const [, , , , ...body] = clientHello("dtls.example", ["webrtc"]);
    const withCookie = [...body.slice(0, 35), 2, 7, 7, ...body.slice(35)];
    expect(messageIn(datagram(4433, record(22, message(1, withCookie))))).toMatchObject({
      protocol: "dtls",
      summary: "Client Hello (SNI=dtls.example, ALPN=webrtc)",
      fields: { "tls.handshake.extensions_server_name": ["dtls.example"] },
    });
  });

  it("names all its records, a part of a message as one, and what is encrypted", () => {
    const records = [
      ...record(22, message(11, [1, 2, 3, 4], [1, 2])),
      ...record(22, message(14, [])),
      ...record(20, [1]),
      ...record(22, [9, 9, 9, 9], 1),
      ...record(23, [1, 2, 3], 1),
      ...record(21, [2, 40]),
      ...record(21, [2, 40, 7], 1),
    ];
    expect(messageIn(datagram(443, records))?.summary).toBe(
      "Certificate (Fragment), Server Hello Done, Change Cipher Spec, Encrypted Handshake Message, " +
        "Application Data, Alert (Fatal: Handshake Failure), Encrypted Alert",
    );
  });
});

describe("a STUN message", () => {
  const message = (type: number, attributes: readonly number[]): number[] => [
    ...bigEndian([type, 2], [attributes.length, 2], [0x2112a442, 4]),
    ...Array.from({ length: 12 }, (_, i) => i),
    ...attributes,
  ];

  it.each([
    [0x0001, [], "Binding Request"],
    [0x0101, [], "Binding Success Response"],
    [0x0113, [], "Allocate Error Response"],
    [0x0016, [], "Send Indication"],
    [0x0001, [0, 6, 0, 3, ...text("a:b"), 0], "Binding Request user: a:b"],
  ])("of type %i says what it is", (type, attributes, words) => {
    expect(messageIn(datagram(9999, message(type, attributes)))).toMatchObject({
      protocol: "stun",
      summary: words,
    });
  });

  it("of another length is none", () => {
    expect(messageIn(datagram(9999, [...message(1, []), 0]))).toBeUndefined();
  });
});

it.each([
  ["DHCPv6", 547, [1, 0x85, 0xbb, 0x55, 0, 1], "Solicit XID: 0x85bb55"],
  ["DHCPv6", 547, [12, 0, 0, 0], "Relay-forw"],
  ["RADIUS", 1812, [1, 240, 0, 20], "Access-Request id=240"],
  ["ISAKMP", 500, [...Array.from({ length: 18 }, () => 7), 34, 8], "IKE_SA_INIT"],
  ["KRB5", 88, [0x6a, 0x82, 1, 2], "AS-REQ"],
  ["WireGuard", 51820, [1, 0, 0, 0], "Handshake Initiation"],
  ["TFTP", 69, [0, 1, ...text("[[x]].txt"), 0, ...text("octet"), 0], "Read Request, File: [ [x] ].txt"],
  ["TFTP", 69, [0, 5, 0, 1, ...text("File not found"), 0], "Error Code, Code: 1, File not found"],
] as const)("a message of %s at port %i says what it is", (name, port, payload, words) => {
  expect(messageIn(datagram(port, payload))).toMatchObject({ name, summary: words });
});

it("a transfer's blocks are named at the ports they are sent to", () => {
  const ask = datagram(69, [0, 1, ...text("a"), 0, ...text("octet"), 0]);
  const frames = [ask, answer(3333, [0, 3, 0, 1, 65]), datagram(3333, [0, 4, 0, 1])];
  expect(summariesOf(frames)).toEqual([
    "Read Request, File: a",
    "Data Packet, Block: 1",
    "Acknowledgement, Block: 1",
  ]);
});

describe("a message of NetBIOS's name service", () => {
  const encoded = (name: string): number[] => [
    32,
    ...[...name.padEnd(15), "\u0003"].flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return [0x41 + (code >> 4), 0x41 + (code & 15)];
    }),
    0,
  ];

  it("says which name is taken", () => {
    const registration = [0, 1, 0x29, 0x10, 0, 1, 0, 0, 0, 0, 0, 1, ...encoded("FILES"), 0, 32, 0, 1];
    expect(messageIn(datagram(137, registration))).toMatchObject({
      protocol: "nbns",
      summary: "Registration NB FILES‹03›",
    });
  });

  it("says whose address was found", () => {
    const record = [...encoded("FILES"), ...bigEndian([32, 2], [1, 2], [0, 4], [6, 2], [0, 2]), 192, 0, 2, 9];
    const response = [0, 1, 0x85, 0, 0, 0, 0, 1, 0, 0, 0, 0, ...record];
    expect(messageIn(datagram(50000, response, 137))?.summary).toBe(
      "Name query response NB FILES‹03› 192.0.2.9",
    );
  });

  it("whose name is damaged has none", () => {
    expect(messageIn(datagram(137, [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63]))?.summary).toBe("Name query NB");
  });
});

it("an unknown payload is told by its length and first octets alone", () => {
  expect(messageIn(datagram(9999, [1, 2, 3]))).toBeUndefined();
});

it("messages of any octets are read without an exception", () => {
  const port = fc.constantFrom(53, 67, 69, 88, 123, 137, 443, 500, 547, 1812, 5060, 5353, 9999);
  const start = fc.constantFrom<readonly number[]>(
    [],
    [0, 1, 0x81, 0x80, 0, 9, 0, 9, 0, 0, 0, 0],
    [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x40, 90],
    text("SIP/2.0 200 OK\r\n"),
    [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 1, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 28],
    [1, 1, 0, 40, 0x21, 0x12, 0xa4, 0x42],
    [0, 1, 0x85, 0, 0, 0, 0, 1, 0, 0, 0, 0, 32, ...text("EBEBEBEBEBEB")],
  );
  fc.assert(
    fc.property(port, start, fc.uint8Array({ maxLength: 200 }), (to, head, tail) => {
      const summary = messageIn(datagram(to, [...head, ...tail]))?.summary ?? "";
      expect(summary).toMatch(/^[\u0020-\u007e‹›ˆ…]*$/u);
    }),
    { numRuns: 500 },
  );
});
