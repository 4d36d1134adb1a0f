import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";

/** Gives the length of the whole message that starts some octets; undefined where that is not there yet, 0 where it is none. */
export type Measure = (octets: Uint8Array) => number | undefined;

/** Gives an unsigned number of `size` octets; below 0 of as many, the low one first. */
export function numberAt(octets: Uint8Array, at: number, size: number): number {
  let number = 0;
  const count = Math.abs(size);
  for (let i = 0; i < count; i += 1)
    number = number * 256 + loadUint8(octets, at + (size < 0 ? count - 1 - i : i));
  return number;
}

/** Lengths that are more than a number at a place, by the names of protocols. */
export const lengths: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["MQTT", lengthOfMqtt],
  ["LDAP", lengthOfBer],
  ["PGSQL", lengthOfPgsql],
  ["RESP", lengthOfResp],
]);

/** MQTT 3.1.1 §2.2.3: seven bits an octet, the low ones first. */
function lengthOfMqtt(octets: Uint8Array): number | undefined {
  let length = 0;
  for (let at = 1; at < 5; at += 1) {
    if (at >= octets.length) return undefined;
    const octet = loadUint8(octets, at);
    length += (octet & 127) * 128 ** (at - 1);
    if (octet < 128) return at + 1 + length;
  }
  return 0;
}

/** A sequence (X.690 §8.1.3): its length in one octet, or how many octets hold it. */
export function lengthOfBer(octets: Uint8Array): number | undefined {
  if (octets[0] !== 0x30) return 0;
  if (octets.length < 2) return undefined;
  const first = loadUint8(octets, 1);
  const count = first & 127;
  if (first < 128) return 2 + first;
  if (count === 0 || count > 4) return 0;
  return octets.length < 2 + count ? undefined : 2 + count + numberAt(octets, 2, count);
}

/** PostgreSQL: a type and a length without it; what a client starts with has no type. */
function lengthOfPgsql(octets: Uint8Array): number | undefined {
  const isStart = octets[0] === 0;
  if (octets.length < (isStart ? 8 : 5)) return undefined;
  if (isStart) return loadBig16(octets, 4) === 3 || loadBig16(octets, 4) === 1234 ? loadBig32(octets, 0) : 0;
  const length = loadBig32(octets, 1);
  return /[\w]/u.test(String.fromCharCode(loadUint8(octets, 0))) && length >= 4 ? 1 + length : 0;
}

const MOST_LINES = 512;

/** Redis: a line, behind which a text of that length stands, or as many values. */
function lengthOfResp(octets: Uint8Array): number | undefined {
  let at = 0;
  let left = 1;
  for (let lines = 0; left > 0; lines += 1) {
    const text = String.fromCharCode(...octets.subarray(at, at + 256));
    const [line, mark, count = ""] = /^([+:$*-])([^\n]*)\n/u.exec(text) ?? [];
    if (line === undefined || lines > MOST_LINES)
      return lines > MOST_LINES || /^(?:[^+:$*-]|.{255})/su.test(text) ? 0 : undefined;
    const number = Math.max(0, Number(count) || 0);
    at += line.length + (mark === "$" && !count.startsWith("-") ? number + 2 : 0);
    left += (mark === "*" ? number : 0) - 1;
  }
  return at;
}
