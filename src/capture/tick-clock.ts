/** A moment as columns hold it: whole seconds since 1970 and nanoseconds beyond them. */
export interface Moment {
  seconds: number;
  nanoseconds: number;
}

const DEFAULT_RESOLUTION = 6;
/** Ticks per second, from and to, of the quick way: fewer leave a rounded quotient too far off, more the integers of 32 bits. */
const FEWEST_QUICK = 1e3;
const MOST_QUICK = 1e9;
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
    this.#quick = ticks >= FEWEST_QUICK && ticks <= MOST_QUICK && 1e9 % ticks === 0 ? ticks : undefined;
    this.#offset = offset;
  }

  /** Writes the moment of a time stamp, given as its upper and lower 32 bits, into `moment`. */
  tell(high: number, low: number, moment: Moment): void {
    if (this.#quick === undefined) this.#tellSlowly(high, low, moment);
    else this.#tellQuickly(high, low, moment, this.#quick);
    moment.seconds += this.#offset;
  }

  // The quotient of doubles is off by two at most; what that leaves over is exact in the lower 32 bits.
  #tellQuickly(high: number, low: number, moment: Moment, ticks: number): void {
    let seconds = Math.floor((high * TWO_TO_32 + low) / ticks);
    let rest = (low - Math.imul(seconds, ticks)) | 0;
    for (; rest < 0; rest += ticks) seconds -= 1;
    for (; rest >= ticks; rest -= ticks) seconds += 1;
    moment.seconds = seconds;
    moment.nanoseconds = rest * (1e9 / ticks);
  }

  #tellSlowly(high: number, low: number, moment: Moment): void {
    const stamp = (BigInt(high) << 32n) | BigInt(low);
    moment.seconds = Number(stamp / this.#ticksPerSecond);
    moment.nanoseconds = Number(((stamp % this.#ticksPerSecond) * 1_000_000_000n) / this.#ticksPerSecond);
  }
}
