import type { IndexProgress } from "../pipeline";

/** Between two messages, in milliseconds: often enough to see that it moves. */
const INTERVAL = 100;

/** What progress needs of stderr. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A line of progress on a terminal, rewritten in place; on anything else nothing is shown. */
export interface Progress {
  readonly show: IndexProgress;
  /** Takes the line away, before other words are written. */
  readonly clear: () => void;
}

/**
 * Gives progress on a screen. `size` is the number of octets to come, where known; `now` gives
 * milliseconds that only go forward.
 */
export function createProgress(screen: ProgressScreen, now: () => number): Progress {
  if (screen.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let last = now();
  let shown = false;
  return {
    show({ octets, frames }) {
      if (now() - last < INTERVAL) return;
      last = now();
      shown = true;
      screen.write(`\r\u001b[K${formatOctets(octets)}, ${formatCount(frames)} packets`);
    },
    clear() {
      if (shown) screen.write("\r\u001b[K");
      shown = false;
    },
  };
}

/** Gives a number of octets for people: `812 B`, `1.2 MB` (decimal units, as disks are sold). */
export function formatOctets(octets: number): string {
  if (octets < 1000) return `${String(octets)} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = octets / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${oneDecimal(value)} ${units[unit] ?? "TB"}`;
}

/** As `toFixed` does, which is slow: it is only asked where a number could as well be rounded down. */
function oneDecimal(value: number): string {
  const tenths = value * 10;
  if (Math.abs(tenths - Math.floor(tenths) - 0.5) < 1e-6) return value.toFixed(1);
  const rounded = Math.round(tenths);
  return `${String((rounded - (rounded % 10)) / 10)}.${String(rounded % 10)}`;
}

/** Gives a whole number with a comma between thousands: `45,678`. */
export function formatCount(count: number): string {
  if (count < 1000) return String(count);
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ",");
}
