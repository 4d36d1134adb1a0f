/** A larger shift counts as this (RFC 7323 §2.3). */
export const MAX_WINDOW_SHIFT = 14;

/** Gives what a window is multiplied by. */
export function windowMultiplier(shift: number): number {
  return 2 ** Math.min(shift, MAX_WINDOW_SHIFT);
}
