import type { TcpNumber } from "../../trace/trace";

const LARGEST = 0xffffffff;
const PLAIN = /^\d{1,10}$/u;

/**
 * Gives the number a token `100`, `0x1F2E`, `client` or `client+1-2` stands for; undefined where it
 * does not fit 32 bits or its offset does not fit 31.
 */
export function parseTcpNumber(text: string): TcpNumber | undefined {
  if (PLAIN.test(text)) {
    const plain = Number(text);
    return plain <= LARGEST ? { kind: "number", value: plain } : undefined;
  }
  const sign = text.search(/[+\-−]/u);
  const base = (sign === -1 ? text : text.slice(0, sign)).trimEnd();
  const offset = sign === -1 ? 0 : sumOf(text.slice(sign));
  if (!Number.isSafeInteger(offset)) return undefined;
  if (!/^\d/u.test(base)) {
    return Math.abs(offset) > 0x7fffffff ? undefined : { kind: "symbol", symbol: base, offset };
  }
  const value = /^(?:\d+|0x[\da-f]+)$/iu.test(base) ? Number(base) + offset : NaN;
  return Number.isInteger(value) && value >= 0 && value <= LARGEST ? { kind: "number", value } : undefined;
}

/** Gives the sum of `+1 - 2`. */
function sumOf(text: string): number {
  let sum = 0;
  for (const part of text.replace(/\s/gu, "").split(/(?=[+\-−])/u)) sum += Number(part.replace("−", "-"));
  return sum;
}

/** Gives a number as a list writes it: `100`, `client`, `client+1`. */
export function writeTcpNumber(number: TcpNumber): string {
  if (number.kind === "number") return String(number.value);
  const sign = number.offset < 0 ? "-" : "+";
  return number.offset === 0 ? number.symbol : `${number.symbol}${sign}${String(Math.abs(number.offset))}`;
}
