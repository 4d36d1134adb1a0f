import { PAUSE_ROUND_TRIPS } from "../tcp/reasons/pauses";
import { grown } from "./growing-column";

/** In nanoseconds: a shorter wait is never the thing that matters most (src/tcp/what-matters.ts). */
export const SILENCE = 500e6;
const SMALLEST_CAPACITY = 64;

/** The longest silences of conversations, by number. */
export interface Pauses {
  /** Ended by an application, in nanoseconds; 0 for none that is long. */
  readonly pauses: Float64Array;
  /** The direction that ended it. */
  readonly pausedBy: Uint8Array;
}

/** Keeps of each conversation the longest silence that an application ended. */
export class LongestSilences {
  #spans = new Float64Array(SMALLEST_CAPACITY);
  #endedBy = new Uint8Array(SMALLEST_CAPACITY);

  /** Notes that a side (conversation × 2 + direction) spoke again, so many nanoseconds after all that was new before. */
  note(side: number, span: number): void {
    const number = side >> 1;
    if (number >= this.#spans.length) this.#resize(2 * number);
    if (span <= (this.#spans[number] ?? 0)) return;
    this.#spans[number] = span;
    this.#endedBy[number] = side & 1;
  }

  /** Gives those of so many conversations; `roundTripOf` is asked where there is one, as a few round trips are the way's and no application's. */
  finish(count: number, roundTripOf: (number: number) => number): Pauses {
    this.#resize(count);
    for (const [number, span] of this.#spans.entries())
      if (span !== 0 && span < PAUSE_ROUND_TRIPS * roundTripOf(number)) this.#spans[number] = 0;
    return { pauses: this.#spans, pausedBy: this.#endedBy };
  }

  #resize(count: number): void {
    this.#spans = grown(Float64Array, this.#spans, count);
    this.#endedBy = grown(Uint8Array, this.#endedBy, count);
  }
}
