import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissectFrame } from "../../../src/read/wire/dissect-frame";
import { TcpStreams } from "../../../src/read/wire/tcp-streams";
import { segmentFrame } from "../../support/packet-builder";
import { clientHello, tlsRecord } from "./hello-builder";

interface Part {
  readonly seq: number;
  readonly payload: Uint8Array;
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

  it("are the same however the octets are cut", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, (cuts) => {
        expect(summaries(segments(handshake, cuts)).flat()).toEqual(told);
      }),
    );
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
