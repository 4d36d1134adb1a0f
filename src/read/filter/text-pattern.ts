import { parsePattern, type CharacterRange, type PatternFault, type PatternNode } from "./parse-pattern";

type Step =
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly CharacterRange[] }
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" }
  | { readonly kind: "split"; readonly to: readonly number[] }
  | { readonly kind: "found" };

const LONGEST_PATTERN = 1000;
const MOST_STEPS = 4000;

/**
 * A regular expression that is sought in time linear in the text, whatever the pattern: packets and
 * patterns are both strangers' texts. It ignores case, as Wireshark's `matches` does.
 */
export class TextPattern {
  readonly #steps: readonly Step[];

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  /** Gives the pattern, or where it is not understood; too long a pattern fails at its end. */
  static compile(source: string): TextPattern | PatternFault {
    if (source.length > LONGEST_PATTERN) return { offset: LONGEST_PATTERN };
    const node = parsePattern(source);
    if ("offset" in node) return node;
    const steps: Step[] = [];
    const fits = append(steps, node);
    return fits ? new TextPattern([...steps, { kind: "found" }]) : { offset: source.length };
  }

  /** Tells whether the pattern occurs in a text. */
  test(text: string): boolean {
    const lower = text.toLowerCase();
    const marks = new Uint32Array(this.#steps.length);
    let current: number[] = [];
    for (let at = 0; at <= lower.length; at += 1) {
      if (this.#enter(0, { text: lower, at, into: current, marks })) return true;
      const code = lower.charCodeAt(at);
      const next: number[] = [];
      for (const index of current) {
        const step = this.#steps[index];
        if (at === lower.length || step?.kind !== "set" || !holds(step, code)) continue;
        if (this.#enter(index + 1, { text: lower, at: at + 1, into: next, marks })) return true;
      }
      current = next;
    }
    return false;
  }

  /** Adds the steps that wait for a character from `first` on; tells whether the end is among them. */
  #enter(first: number, search: Search): boolean {
    const open = [first];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (search.marks[index] === search.at + 1) continue;
      search.marks[index] = search.at + 1;
      const step = this.#steps[index];
      if (step === undefined || step.kind === "found") return true;
      if (step.kind === "set") search.into.push(index);
      else if (step.kind === "split") open.push(...step.to);
      else if (isAt(step.kind, search.text, search.at)) open.push(index + 1);
    }
    return false;
  }
}

interface Search {
  readonly text: string;
  readonly at: number;
  readonly into: number[];
  /** For each step the offset, plus one, at which it was entered last. */
  readonly marks: Uint32Array;
}

function holds(
  step: { readonly negated: boolean; readonly ranges: readonly CharacterRange[] },
  code: number,
): boolean {
  return step.negated !== step.ranges.some(([first, last]) => code >= first && code <= last);
}

function isAt(kind: "start" | "end" | "boundary" | "no-boundary", text: string, at: number): boolean {
  if (kind === "start") return at === 0;
  if (kind === "end") return at === text.length;
  const isBoundary = /\w/u.test(text.charAt(at - 1)) !== /\w/u.test(text.charAt(at));
  return isBoundary === (kind === "boundary");
}

/** Appends the steps of a node; false where they grow too many. */
function append(steps: Step[], node: PatternNode): boolean {
  if (steps.length > MOST_STEPS) return false;
  if (node.kind === "sequence") return node.parts.every((part) => append(steps, part));
  if (node.kind === "choice") return appendChoice(steps, node.parts);
  if (node.kind === "repeat") return appendRepeat(steps, node);
  steps.push(node);
  return true;
}

function appendChoice(steps: Step[], parts: readonly PatternNode[]): boolean {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return append(steps, only);
  const fork = reserve(steps);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const part of parts) {
    starts.push(steps.length);
    if (!append(steps, part)) return false;
    ends.push(reserve(steps));
  }
  steps[fork] = { kind: "split", to: starts };
  for (const end of ends) steps[end] = { kind: "split", to: [steps.length] };
  return true;
}

function appendRepeat(
  steps: Step[],
  node: { readonly part: PatternNode; readonly min: number; readonly max: number },
): boolean {
  for (let count = 0; count < node.min; count += 1) if (!append(steps, node.part)) return false;
  if (node.max === Infinity) {
    const fork = reserve(steps);
    if (!append(steps, node.part)) return false;
    steps.push({ kind: "split", to: [fork] });
    steps[fork] = { kind: "split", to: [fork + 1, steps.length] };
    return true;
  }
  const forks: number[] = [];
  for (let count = node.min; count < node.max; count += 1) {
    forks.push(reserve(steps));
    if (!append(steps, node.part)) return false;
  }
  for (const fork of forks) steps[fork] = { kind: "split", to: [fork + 1, steps.length] };
  return true;
}

function reserve(steps: Step[]): number {
  steps.push({ kind: "found" });
  return steps.length - 1;
}
