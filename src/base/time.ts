/** A span or a time since the start of its trace; exact up to 104 days. */
export type Nanoseconds = number & { readonly unit: "ns" };

/** Time since 1970-01-01 00:00 UTC. */
export type EpochNanoseconds = bigint & { readonly unit: "ns since 1970" };

const NANOSECONDS_PER_SECOND = 1e9;

/** Gives a number of nanoseconds its unit. */
export function nanoseconds(value: number): Nanoseconds {
  return value as Nanoseconds;
}

/** Gives a number of nanoseconds since 1970 its unit. */
export function epochNanoseconds(value: bigint): EpochNanoseconds {
  return value as EpochNanoseconds;
}

/** Gives seconds with a fixed number of decimals: `1.500000`. */
export function formatSeconds(time: Nanoseconds, decimals = 6): string {
  return (time / NANOSECONDS_PER_SECOND).toFixed(decimals);
}

/** Gives a span for people, three significant digits in the largest fitting unit: `17.3 ms`, `5.01 s`. */
export function formatSpan(span: Nanoseconds): string {
  const size = Math.abs(span);
  if (size >= 1e9) return `${digits(span / 1e9)} s`;
  if (size >= 1e6) return `${digits(span / 1e6)} ms`;
  if (size >= 1e3) return `${digits(span / 1e3)} µs`;
  return `${String(Math.round(span))} ns`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.sign(value) * Math.round(size));
  const scale = size < 10 ? 100 : 10;
  const scaled = size * scale;
  const rounded = Math.round(scaled);
  // Where it could as well be rounded down, the digits of the number itself decide: that takes three times as long.
  if (Math.abs(scaled - Math.floor(scaled) - 0.5) < 1e-6) return String(Number(value.toPrecision(3)));
  const rest = rounded % scale;
  const whole = `${value < 0 ? "-" : ""}${String((rounded - rest) / scale)}`;
  if (rest === 0) return whole;
  if (scale === 10 || rest % 10 === 0) return `${whole}.${String(scale === 10 ? rest : rest / 10)}`;
  return `${whole}.${rest < 10 ? "0" : ""}${String(rest)}`;
}
