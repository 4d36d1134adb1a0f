import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { TcpStreams } from "../../../src/read/wire/tcp-streams";
import { segmentFrame } from "../../support/packet-builder";
import { clientHello, tlsRecord } from "./hello-builder";

interface Part {
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly flags?: number;
  readonly dataOffset?: number;
}

/** Gives the messages told of at each segment of one direction. */
function summaries(parts: readonly Part[], to = "192.0.2.2:80"): readonly (readonly string[])[] {
  const streams = new TcpStreams();
  return parts.map((part) => {
    const frame = segmentFrame({ ...part, to });
    const packet = dissectFrame(frame, { originalLength: frame.length, linkType: 1 });
    streams.next(0, packet);
    return packet.messages.map(({ summary }) => summary);
  });
}

/** Cuts octets into segments of some lengths. */
function segments(octets: Uint8Array, lengths: readonly number[], first = 1000): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const length of [...lengths, octets.length]) {
    if (at < octets.length) parts.push({ seq: (first + at) >>> 0, payload: octets.slice(at, at + length) });
    at += length;
  }
  return parts;
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const request = text("GET /a HTTP/1.1\r\nHost: www.example\r\n\r\n");
const hello = clientHello("www.example", ["h2", "http/1.1"]);
const handshake = Uint8Array.from([
  ...tlsRecord(22, hello),
  ...tlsRecord(20, [1]),
  ...tlsRecord(22, [9, 9, 9, 9]),
  ...tlsRecord(23, [1, 2, 3]),
  ...tlsRecord(21, [2, 40]),
]);
const told = [
  "Client Hello (SNI=www.example, ALPN=h2,http/1.1)",
  "Change Cipher Spec",
  "Encrypted Handshake Message",
  "Application Data",
  "Alert (Fatal: Handshake Failure)",
];

/** Gives the messages told of at each segment of a conversation, the client's and the server's. */
function conversation(
  parts: readonly (Part & { readonly side: 0 | 1; readonly ack?: number })[],
): string[][] {
  const streams = new TcpStreams();
  return parts.map(({ side, ...part }) => {
    const ends = side === 0 ? { to: "192.0.2.2:53" } : { from: "192.0.2.2:53", to: "192.0.2.1:40000" };
    const frame = segmentFrame({ ...part, ...ends });
    const packet = dissectFrame(frame, { originalLength: frame.length, linkType: 1 });
    streams.next(side, packet);
    return packet.messages.map(({ summary }) => summary);
  });
}

/** Gives a DNS query as it goes over TCP. */
function question(id: number): Uint8Array {
  return Uint8Array.from([0, 19, 0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1]);
}

describe("messages over segments", () => {
  it("are told of at the segment that completes them", () => {
    expect(summaries(segments(request, [10, 20]))).toEqual([[], [], ["GET /a HTTP/1.1"]]);
  });

  it("of TLS have names, and what the Client Hello asks for", () => {
    expect(summaries(segments(handshake, []))).toEqual([told]);
  });

  it("step over bodies by their length and their chunks", () => {
    const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n";
    const counted = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nHTTP";
    const octets = text(chunked + counted + chunked);
    expect(summaries(segments(octets, [70])).flat()).toEqual([
      "HTTP/1.1 200 OK",
      "HTTP/1.1 404 Not Found",
      "HTTP/1.1 200 OK",
    ]);
  });

  it("are the same where segments come twice and out of order, also across the wrap", () => {
    const parts = segments(handshake, [30, 5, 40], 0xffff_fff0);
    const [first, second, third, last] = parts;
    const seen = [first, third, first, second, last, second].flatMap((part) =>
      part === undefined ? [] : [part],
    );
    expect(summaries(seen, "192.0.2.2:443").flat()).toEqual(told);
  });

  it("start again behind octets that never came", () => {
    const gap = Array.from({ length: 70 }, (_, i) => ({
      seq: 50_000 + i * request.length,
      payload: request,
    }));
    expect(summaries([{ seq: 1000, payload: request.slice(0, 10) }, ...gap]).flat().length).toBeGreaterThan(
      0,
    );
  });

  it("of TLS are found behind lines of text that ask for it", () => {
    const lines = [text("EHLO client.example\r\n"), text("STARTTLS\r\n"), text("AUTH TLS\r\n"), text("S")];
    const parts = [...lines, Uint8Array.from(handshake)].reduce<Part[]>((before, payload) => {
      const last = before.at(-1);
      return [...before, { seq: last === undefined ? 1000 : last.seq + last.payload.length, payload }];
    }, []);
    expect(summaries(parts, "192.0.2.2:25")).toEqual([
      ["EHLO client.example"],
      ["STARTTLS"],
      ["AUTH TLS"],
      [],
      told,
    ]);
  });

  it("of TLS are found in a tunnel of HTTP, in the same segment or the next", () => {
    const connect = text("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n");
    const opened = text("HTTP/1.1 200 Connection established\r\n\r\n");
    const both = Uint8Array.from([...connect, ...handshake]);
    expect(summaries(segments(both, [connect.length]))).toEqual([["CONNECT a.example:443 HTTP/1.1"], told]);
    expect(summaries(segments(both, []))).toEqual([["CONNECT a.example:443 HTTP/1.1", ...told]]);
    expect(summaries(segments(Uint8Array.from([...opened, ...handshake]), [opened.length]))[1]).toEqual(told);
  });

  it("may follow an empty line, and lines that end without a carriage return", () => {
    expect(
      summaries(segments(text("GET / HTTP/1.0\nHost: a\n\n\nGET /b HTTP/1.0\n\n"), [2, 7])).flat(),
    ).toEqual(["GET / HTTP/1.0", "GET /b HTTP/1.0"]);
  });

  it("in a segment that comes early and needs no other are told of there, and once", () => {
    const parts = segments(handshake, [hello.length + 5, 6]);
    const [first, second, third] = parts;
    const seen = [first, third, third, second].flatMap((part) => (part === undefined ? [] : [part]));
    expect(summaries(seen, "192.0.2.2:443")).toEqual([
      [told[0]],
      ["Encrypted Handshake Message", "Application Data", "Alert (Fatal: Handshake Failure)"],
      [],
      ["Change Cipher Spec"],
    ]);
  });

  it("go on behind octets that the other end has and the capture has not", () => {
    const [one, two, three, four] = [question(1), question(2), question(3), question(4)] as const;
    const seen = conversation([
      { side: 0, seq: 1000, payload: one },
      { side: 0, seq: 1042, payload: three.slice(0, 9) },
      { side: 1, seq: 5000, ack: 1063, payload: two },
      { side: 0, seq: 1063, payload: four },
      { side: 0, seq: 1084, payload: one },
    ]);
    expect(seen.map((messages) => messages.map((words) => words.slice(15, 21)))).toEqual([
      ["0x0001"],
      [],
      ["0x0002"],
      ["0x0004"],
      ["0x0001"],
    ]);
  });

  it("go on behind a body of which a part was not captured", () => {
    const answer = text("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nContent-Type: text/plain\r\n\r\n");
    const end = 1000 + answer.length + 5000;
    const parts = [
      { seq: 1000, payload: answer },
      { seq: end - 10, payload: text("the end. \n") },
      { seq: end, payload: text("HTTP/1.1 304 Not Modified\r\n\r\n") },
    ];
    expect(summaries(parts)).toEqual([["HTTP/1.1 200 OK"], [], ["HTTP/1.1 304 Not Modified"]]);
  });

  it("are read from the octets that a SYN carries", () => {
    expect(summaries([{ seq: 1000, payload: request, flags: 2 }])).toEqual([["GET /a HTTP/1.1"]]);
  });

  it("of TLS begin with the Client Hello of SSL 2.0 where a client is old", () => {
    const old = [
      0x80,
      9 + 3 + 16,
      1,
      3,
      1,
      0,
      3,
      0,
      0,
      0,
      16,
      0,
      0,
      5,
      ...Array.from({ length: 16 }, () => 7),
    ];
    const octets = Uint8Array.from([...old, ...tlsRecord(20, [1])]);
    expect(summaries(segments(octets, [20])).flat()).toEqual(["Client Hello", "Change Cipher Spec"]);
  });

  it("of TLS are named where the capture begins within what is encrypted", () => {
    const record = Uint8Array.from(tlsRecord(22, [0xaa, 1, 2, 3, 4, 5, 6, 7]));
    expect(summaries(segments(record, []))).toEqual([["Encrypted Handshake Message"]]);
  });

  it("of TLS 1.3 name the second Client Hello, and what asks for it", () => {
    const retry = [2, 0, 0, 38, 3, 3, 0xcf, 0x21, 0xad, 0x74, ...Array.from({ length: 32 }, () => 0)];
    const octets = Uint8Array.from([
      ...tlsRecord(22, retry),
      ...tlsRecord(20, [1]),
      ...tlsRecord(22, hello),
      ...tlsRecord(22, [1, 0, 9, 9]),
    ]);
    expect(summaries(segments(octets, [])).flat()).toEqual([
      "Hello Retry Request",
      "Change Cipher Spec",
      "Client Hello (SNI=www.example, ALPN=h2,http/1.1)",
      "Encrypted Handshake Message",
    ]);
  });

  it("are the same however the octets are cut", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, (cuts) => {
        expect(summaries(segments(handshake, cuts)).flat()).toEqual(told);
      }),
    );
  });

  it("are not looked for behind a header that says it is shorter than any", () => {
    const banner = text("SSH-2.0-x\r\n");
    const parts = [0, 4, 5].map((dataOffset) => ({ seq: 1000, payload: banner, dataOffset }));
    expect(summaries(parts, "192.0.2.2:22").map(({ length }) => length)).toEqual([0, 0, 1]);
  });

  it("of any octets are read without an exception, in visible words", () => {
    const start = fc.constantFrom(
      new Uint8Array(0),
      handshake.slice(0, 40),
      request.slice(0, 20),
      text("HTTP/1.1 200 "),
    );
    fc.assert(
      fc.property(start, fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 6 }), (head, tails) => {
        const octets = Uint8Array.from([...head, ...tails.flatMap((tail) => [...tail])]);
        for (const summary of summaries(segments(octets, [20, 20])).flat())
          expect(summary).toMatch(/^[\u0020-\u007e‹›ˆ…]*$/u);
      }),
      { numRuns: 300 },
    );
  });
});
