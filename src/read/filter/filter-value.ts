import type { FilterType, FilterValue, ValueRange } from "./filter";

const INTEGER = /^-?(?:\d{1,20}|0x[\da-f]{1,16})$/iu;
const FLOAT = /^-?\d{1,20}(?:\.\d{1,12})?$/u;
const ETHER = /^[\da-f]{2}(?:[:-][\da-f]{2}){5}$/iu;

/** What a value of each type looks like, for messages. */
export const valueExamples: Record<FilterType, string> = {
  integer: "a number such as 443 or 0x1bb",
  float: "seconds such as 1.5",
  boolean: "1, 0, true or false",
  string: 'a text such as "example.com"',
  ipv4: "an address such as 192.0.2.1 or 192.0.2.0/24",
  ipv6: "an address such as 2001:db8::1 or 2001:db8::/32",
  ether: "an address such as 00:00:5e:00:53:01",
  protocol: "a text",
};

/** Gives the values a literal stands for, ready to compare; undefined where it is none of the type. */
export function parseFilterValue(text: string, type: FilterType): ValueRange | undefined {
  if (type === "ipv4") return parseNetwork(text, 32, ipv4Number);
  if (type === "ipv6") return parseNetwork(text, 128, ipv6Number);
  const value = parseSingle(text, type);
  return value === undefined ? undefined : { low: value, high: value };
}

function parseSingle(text: string, type: FilterType): FilterValue | undefined {
  if (type === "integer") return INTEGER.test(text) ? exactNumber(text) : undefined;
  if (type === "float") return FLOAT.test(text) ? Number(text) : undefined;
  if (type === "boolean") return parseBoolean(text.toLowerCase());
  if (type === "ether") return ETHER.test(text) ? etherText(text) : undefined;
  return text;
}

function exactNumber(text: string): number | bigint {
  const isNegative = text.startsWith("-");
  const size = BigInt(isNegative ? text.slice(1) : text);
  const value = isNegative ? -size : size;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function parseBoolean(text: string): boolean | undefined {
  if (text === "1" || text === "true") return true;
  return text === "0" || text === "false" ? false : undefined;
}

function etherText(text: string): string {
  return text.toLowerCase().replaceAll("-", ":");
}

function parseNetwork(
  text: string,
  bits: number,
  parse: (text: string) => bigint | undefined,
): ValueRange | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const number = parse(address);
  if (number === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { low: number, high: number };
  if (!/^\d{1,3}$/u.test(length) || Number(length) > bits) return undefined;
  const free = BigInt(bits - Number(length));
  const low = (number >> free) << free;
  return { low, high: low + (1n << free) - 1n };
}

/** Gives a frame's value in the form the literals of its type have; undefined where it has another shape. */
export function comparableValue(value: FilterValue, type: FilterType): FilterValue | undefined {
  if (type === "ipv4") return typeof value === "string" ? ipv4Number(value) : undefined;
  if (type === "ipv6") return typeof value === "string" ? ipv6Number(value) : undefined;
  if (type === "ether") return typeof value === "string" ? etherText(value) : undefined;
  if (type === "boolean")
    return typeof value === "boolean" ? value : parseBoolean(String(value).toLowerCase());
  if (type === "integer" || type === "float") return numberOf(value);
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: FilterValue): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return typeof value === "string" && value !== "" ? Number(value) : undefined;
}

function ipv4Number(text: string): bigint | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text)) return undefined;
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return BigInt(parts.reduce((sum, part) => sum * 256 + part, 0));
}

function ipv6Number(text: string): bigint | undefined {
  const plain = text.length > 45 ? undefined : withoutDots(text);
  const halves = plain?.split("::") ?? [];
  if (halves.length === 0 || halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...rest];
  if (!groups.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** Gives `::ffff:192.0.2.1` as `::ffff:c000:201`; undefined where the dotted part is no address. */
function withoutDots(text: string): string | undefined {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/u.exec(text);
  if (dotted === null) return text;
  const tail = ipv4Number(dotted[2] ?? "");
  if (tail === undefined) return undefined;
  return `${dotted[1] ?? ""}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
}
