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
  /** Of the second that was told last, and where it starts among the time stamps; most frames come in the same. */
  #second = -1;
  #high = -1;
  #low = 0;

  constructor(resolution = DEFAULT_RESOLUTION, offset = 0) {
    const exponent = BigInt(resolution & 0x7f);
    this.#ticksPerSecond = (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
    const ticks = Number(this.#ticksPerSecond);
    this.#quick = ticks >= FEWEST_QUICK && ticks <= MOST_QUICK && 1e9 % ticks === 0 ? ticks : undefined;
    this.#offset = offset;
  }

  /** Writes the moment of a time stamp, given as its upper and lower 32 bits, into `moment`. */
  tell(high: number, low: number, moment: Moment): void {
    const ticks = this.#quick;
    if (ticks === undefined) {
      this.#tellSlowly(high, low, moment);
      moment.seconds += this.#offset;
      return;
    }
    const since = low - this.#low;
    if (high !== this.#high || since < 0 || since >= ticks) this.#findSecond(high, low, ticks);
    moment.seconds = this.#second + this.#offset;
    moment.nanoseconds = (low - this.#low) * (1e9 / ticks);
  }

  // The quotient of doubles is off by two at most; what that leaves over is exact in the lower 32 bits.
  #findSecond(high: number, low: number, ticks: number): void {
    let second = Math.floor((high * TWO_TO_32 + low) / ticks);
    let rest = (low - Math.imul(second, ticks)) | 0;
    for (; rest < 0; rest += ticks) second -= 1;
    for (; rest >= ticks; rest -= ticks) second += 1;
    this.#second = second;
    this.#high = high;
    this.#low = low - rest;
  }

  #tellSlowly(high: number, low: number, moment: Moment): void {
    const stamp = (BigInt(high) << 32n) | BigInt(low);
    moment.seconds = Number(stamp / this.#ticksPerSecond);
    moment.nanoseconds = Number(((stamp % this.#ticksPerSecond) * 1_000_000_000n) / this.#ticksPerSecond);
  }
}
