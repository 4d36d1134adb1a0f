import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ACK, SYN } from "../../src/tcp/flags";
import { RelativeNumbers, type Direction } from "../../src/tcp/relative-numbers";
import { addToSequence } from "../../src/tcp/sequence-number";

it("a handshake counts from 0 on both sides", () => {
  const numbers = new RelativeNumbers();
  expect(numbers.next(0, { flags: SYN, seq: 1000, ack: 0 })).toEqual({ seq: 0, ack: 0 });
  expect(numbers.next(1, { flags: SYN | ACK, seq: 9000, ack: 1001 })).toEqual({ seq: 0, ack: 1 });
  expect(numbers.next(0, { flags: ACK, seq: 1001, ack: 9001 })).toEqual({ seq: 1, ack: 1 });
});

it("a conversation met in the middle counts from 1 on both sides", () => {
  const numbers = new RelativeNumbers();
  expect(numbers.next(0, { flags: ACK, seq: 1000, ack: 9000 })).toEqual({ seq: 1, ack: 1 });
  expect(numbers.next(1, { flags: ACK, seq: 9000, ack: 1010 })).toEqual({ seq: 1, ack: 11 });
});

it("an acknowledgment without its flag stays as it is, and teaches nothing", () => {
  const numbers = new RelativeNumbers();
  expect(numbers.next(0, { flags: SYN, seq: 5, ack: 77 })).toEqual({ seq: 0, ack: 77 });
  expect(numbers.next(1, { flags: ACK, seq: 500, ack: 6 })).toEqual({ seq: 1, ack: 1 });
});

it("shifting all numbers of an end changes no relative number", () => {
  const segment = fc.record({
    direction: fc.constantFrom<Direction>(0, 1),
    flags: fc.constantFrom(SYN, SYN | ACK, ACK),
    seq: fc.integer({ min: 0, max: 0xffffffff }),
    ack: fc.integer({ min: 0, max: 0xffffffff }),
  });
  fc.assert(
    fc.property(fc.array(segment), fc.nat(0xffffffff), fc.nat(0xffffffff), (segments, one, other) => {
      const plain = new RelativeNumbers();
      const shifted = new RelativeNumbers();
      for (const { direction, flags, seq, ack } of segments) {
        const [own, peer] = direction === 0 ? [one, other] : [other, one];
        const moved = {
          flags,
          seq: addToSequence(seq, own),
          ack: (flags & ACK) === 0 ? ack : addToSequence(ack, peer),
        };
        expect(shifted.next(direction, moved)).toEqual(plain.next(direction, { flags, seq, ack }));
      }
    }),
  );
});
