import fc from "fast-check";
import { expect, it } from "vitest";
import { TickClock } from "../../src/capture/tick-clock";

const word = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff));
/** So that seconds are whole numbers of a double: 285 million years of milliseconds are more. */
const high = fc.oneof(fc.nat(0x7fffffff), fc.constantFrom(0, 1, 0x18bcfe56, 0x7fffffff));
const resolution = fc.oneof(
  fc.nat(12),
  fc.nat(40).map((exponent) => 0x80 | exponent),
);

it("tells any moment as whole numbers do", () => {
  fc.assert(
    fc.property(high, word, resolution, (upper, lower, octet) => {
      fc.pre(upper < 0x100000 || octet > 3);
      const exponent = BigInt(octet & 0x7f);
      const ticks = (octet & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
      const stamp = (BigInt(upper) << 32n) | BigInt(lower);
      const moment = { seconds: 0, nanoseconds: 0 };
      new TickClock(octet, 7).tell(upper, lower, moment);
      const nanoseconds = Number(((stamp % ticks) * 1_000_000_000n) / ticks);
      expect(moment).toEqual({ seconds: Number(stamp / ticks) + 7, nanoseconds });
    }),
    { numRuns: 2000 },
  );
});

it("tells a moment the same whatever it told before", () => {
  const step = fc.oneof(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.integer());
  fc.assert(
    fc.property(high, word, fc.array(step), resolution, (upper, lower, steps, octet) => {
      fc.pre(upper < 0x100000 || octet > 3);
      const clock = new TickClock(octet);
      const moment = { seconds: 0, nanoseconds: 0 };
      let stamp = (BigInt(upper) << 32n) | BigInt(lower);
      for (const each of steps) {
        stamp = BigInt.asUintN(63, stamp + BigInt(each));
        const [first, second] = [Number(stamp >> 32n), Number(stamp & 0xffffffffn)];
        if (first >= 0x100000 && octet <= 3) return;
        clock.tell(first, second, moment);
        const fresh = { seconds: 0, nanoseconds: 0 };
        new TickClock(octet).tell(first, second, fresh);
        expect(moment).toEqual(fresh);
      }
    }),
    { numRuns: 1000 },
  );
});
