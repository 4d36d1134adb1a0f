import { LONGEST_FRAME } from "../frame-record";

/** Gives a number as Wireshark writes it, decimal or hexadecimal, or a truth value; undefined for anything else. */
export function numberOf(value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  if (/^true$/iu.test(value)) return 1;
  if (/^false$/iu.test(value)) return 0;
  const number = /^(?:\d{1,15}|0x[\da-fA-F]{1,12})$/u.test(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

/** Gives octets written as `48:65` or `4865`; never more than a frame holds. */
export function octetsOf(value: string | undefined): Uint8Array {
  const digits = (value ?? "").slice(0, 3 * LONGEST_FRAME).replaceAll(":", "");
  if (!/^[\da-fA-F]*$/u.test(digits)) return new Uint8Array(0);
  const octets = new Uint8Array(Math.min(digits.length >> 1, LONGEST_FRAME));
  for (let i = 0; i < octets.length; i += 1) octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return octets;
}

/** Gives the octets of an address of 4, 6 or 16; zeros where it is none. */
export function addressOctets(value: string | undefined, length: 4 | 6 | 16): Uint8Array {
  const text = value ?? "";
  const octets = length === 6 ? octetsOf(text) : length === 4 ? ipv4Octets(text) : ipv6Octets(text);
  return octets.length === length ? octets : new Uint8Array(length);
}

function ipv4Octets(text: string): Uint8Array {
  const parts = text.split(".").map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
    ? Uint8Array.from(parts)
    : new Uint8Array(0);
}

function ipv6Octets(text: string): Uint8Array {
  const [head = "", tail] = text.split("::");
  const first = groupsOf(head);
  const last = groupsOf(tail ?? "");
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return new Uint8Array(0);
  const groups = [...first, ...new Array<number>(missing).fill(0), ...last];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16) & 0xffff];
    const [a = 0, b = 0, c = 0, d = 0] = ipv4Octets(group);
    return [(a << 8) | b, (c << 8) | d];
  });
}

/** Whole seconds since 1970, and nanoseconds beyond them. */
interface MomentParts {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Gives a time since 1970, of `1.5` or of an ISO 8601 time in UTC; 1970 itself where it is none. */
export function timeOf(value = ""): MomentParts {
  const [, date, rest = ""] = /^(\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?/u.exec(value) ?? [];
  const seconds = date === undefined ? Number.NaN : Date.parse(`${date}Z`) / 1000;
  if (!Number.isNaN(seconds)) return { seconds, nanoseconds: Number(rest.padEnd(9, "0")) };
  return plainTime(value);
}

function plainTime(value: string): MomentParts {
  const [, whole = "0", rest = ""] = /^(-?\d{1,13})(?:\.(\d{1,10}))?/u.exec(value) ?? [];
  // Of a damaged fraction above a second Wireshark writes all nanoseconds, in ten digits.
  if (rest.length > 9)
    return { seconds: Number(whole) + Number(rest[0]), nanoseconds: Number(rest.slice(1)) };
  const nanoseconds = Number(rest.padEnd(9, "0"));
  // Before 1970 the fraction counts backwards.
  if (!whole.startsWith("-") || nanoseconds === 0) return { seconds: Number(whole), nanoseconds };
  return { seconds: Number(whole) - 1, nanoseconds: 1e9 - nanoseconds };
}
