/** A moment as columns hold it: whole seconds since 1970 and nanoseconds beyond them. */
export interface Moment {
  seconds: number;
  nanoseconds: number;
}

const DEFAULT_RESOLUTION = 6;
/** Above it, products of the quick way leave the exact integers of a double. */
const QUICK_LIMIT = 2 ** 36;
const TWO_TO_32 = 2 ** 32;

/**
 * Turns the 64-bit time stamps of a pcapng interface into moments, exactly.
 *
 * `resolution` is the octet of `if_tsresol`: a power of ten, or with the top bit set of two.
 * `offset` is `if_tsoffset`, in seconds.
 */
export class TickClock {
  readonly #ticksPerSecond: bigint;
  readonly #quick: number | undefined;
  readonly #offset: number;

  constructor(resolution = DEFAULT_RESOLUTION, offset = 0) {
    const exponent = BigInt(resolution & 0x7f);
    this.#ticksPerSecond = (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
    const ticks = Number(this.#ticksPerSecond);
    this.#quick = ticks <= QUICK_LIMIT && 1e9 % ticks === 0 ? ticks : undefined;
    this.#offset = offset;
  }

  /** Writes the moment of a time stamp, given as its upper and lower 32 bits, into `moment`. */
  tell(high: number, low: number, moment: Moment): void {
    if (this.#quick === undefined) this.#tellSlowly(high, low, moment);
    else this.#tellQuickly(high, low, moment, this.#quick);
    moment.seconds += this.#offset;
  }

  // Long division by 16-bit digits: no step leaves the exact integers, and none allocates.
  #tellQuickly(high: number, low: number, moment: Moment, ticks: number): void {
    const upper = Math.floor(high / ticks);
    const middle = (high % ticks) * 0x10000 + (low >>> 16);
    const lower = (middle % ticks) * 0x10000 + (low & 0xffff);
    moment.seconds = upper * TWO_TO_32 + Math.floor(middle / ticks) * 0x10000 + Math.floor(lower / ticks);
    moment.nanoseconds = (lower % ticks) * (1e9 / ticks);
  }

  #tellSlowly(high: number, low: number, moment: Moment): void {
    const stamp = (BigInt(high) << 32n) | BigInt(low);
    moment.seconds = Number(stamp / this.#ticksPerSecond);
    moment.nanoseconds = Number(((stamp % this.#ticksPerSecond) * 1_000_000_000n) / this.#ticksPerSecond);
  }
}
