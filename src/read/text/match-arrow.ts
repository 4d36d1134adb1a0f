import { isBlankAt, isBlankOrEnd } from "./character";

/** An arrow as written: where it ends, which way it points, what its style says. */
export interface WrittenArrow {
  readonly end: number;
  readonly direction: "right" | "left" | "both";
  readonly lost: boolean;
  readonly dashed: boolean;
}

const signs: ReadonlyMap<string, Pick<WrittenArrow, "direction" | "dashed">> = new Map([
  ["→", { direction: "right", dashed: false }],
  ["⟶", { direction: "right", dashed: false }],
  ["➔", { direction: "right", dashed: false }],
  ["➜", { direction: "right", dashed: false }],
  ["⇒", { direction: "right", dashed: false }],
  ["⇢", { direction: "right", dashed: true }],
  ["←", { direction: "left", dashed: false }],
  ["⟵", { direction: "left", dashed: false }],
  ["⇐", { direction: "left", dashed: false }],
  ["⇠", { direction: "left", dashed: true }],
  ["↔", { direction: "both", dashed: false }],
  ["⟷", { direction: "both", dashed: false }],
  ["⇔", { direction: "both", dashed: false }],
]);

const [DASH, LESS, X] = [0x2d, 0x3c, 0x78];

// Phones turn `--` into a dash as they type.
const longDashes: ReadonlySet<string> = new Set(["–", "—"]);

/** Gives the arrow that starts at `at`, if one does. An `x` is a head or tail only beside a blank. */
export function matchArrow(line: string, at: number): WrittenArrow | undefined {
  const code = line.charCodeAt(at);
  // Most characters of a name: no arrow starts with a letter but x, nor with a digit.
  if (code < 0x80 && code !== DASH && code !== LESS && code !== X) return undefined;
  const character = line.charAt(at);
  if (isDash(character)) return rightArrow(line, at);
  if (character === "<") return leftArrow(line, at);
  if (character === "x") return lostLeftArrow(line, at);
  const sign = signs.get(character);
  if (sign === undefined) return undefined;
  const lost = sign.direction === "right" && hasLostHead(line, at + 1);
  return { ...sign, lost, end: at + (lost ? 2 : 1) };
}

/** Gives the offset after the dashes that start at `at`; `at` where there is none. */
export function skipDashes(line: string, at: number): number {
  let next = at;
  while (isDash(line.charAt(next))) next += 1;
  return next;
}

function rightArrow(line: string, at: number): WrittenArrow | undefined {
  const head = skipDashes(line, at);
  const dashed = isDashed(line, at, head);
  if (hasLostHead(line, head)) return { end: head + 1, direction: "right", lost: true, dashed };
  const end = skipHeads(line, head, ">");
  if (end === head) {
    return line.charAt(head) === ")" ? { end: head + 1, direction: "right", lost: false, dashed } : undefined;
  }
  const lost = hasLostHead(line, end);
  return { end: lost ? end + 1 : end, direction: "right", lost, dashed };
}

function leftArrow(line: string, at: number): WrittenArrow | undefined {
  const tail = skipHeads(line, at, "<");
  const end = skipDashes(line, tail);
  if (end === tail) return undefined;
  const dashed = isDashed(line, tail, end);
  const both = line.charAt(end) === ">";
  return { end: both ? end + 1 : end, direction: both ? "both" : "left", lost: false, dashed };
}

function lostLeftArrow(line: string, at: number): WrittenArrow | undefined {
  if (at === 0 || !isBlankAt(line, at - 1)) return undefined;
  const tail = skipHeads(line, at + 1, "<");
  const end = skipDashes(line, tail);
  if (end === tail || !isBlankAt(line, end)) return undefined;
  return { end, direction: "left", lost: true, dashed: isDashed(line, tail, end) };
}

function hasLostHead(line: string, at: number): boolean {
  return line.charAt(at) === "x" && isBlankAt(line, at + 1) && !isBlankOrEnd(line, at - 1);
}

function skipHeads(line: string, at: number, head: string): number {
  if (line.charAt(at) !== head) return at;
  return line.charAt(at + 1) === head ? at + 2 : at + 1;
}

function isDash(character: string): boolean {
  return character === "-" || character === "−" || longDashes.has(character);
}

function isDashed(line: string, start: number, end: number): boolean {
  return end - start > 1 || longDashes.has(line.charAt(start));
}
