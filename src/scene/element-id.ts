import { generateKeyBetween } from "fractional-indexing";
import { fingerprint32, fingerprint8 } from "../base/fingerprint";
import type { Origin } from "./scene";

/** What every element has of its own: its id, and its place in the order. */
export interface Stamp {
  readonly id: string;
  readonly index: string;
}

/** Gives the next element its stamp; each origin once, back to front. */
export type StampSource = (origin: Pick<Origin, "event" | "part">) => Stamp;

/** More elements of a drawing than these never share a fingerprint. */
export const MOST_TURNS = 4;

/** Gives the id of a generated element; the next turns are for where another element has it already. */
export function elementId({ event, part }: Pick<Origin, "event" | "part">, turn = 1): string {
  const origin = `${part}\n${event}`;
  return fingerprint8(turn === 1 ? origin : `${origin}\n${String(turn)}`);
}

/** Whether an id follows from a mark. That of a copy, which takes the mark along, does not. */
export function isIdOf(id: string, origin: Pick<Origin, "event" | "part">): boolean {
  for (let turn = 1; turn <= MOST_TURNS; turn += 1) if (elementId(origin, turn) === id) return true;
  return false;
}

/**
 * Gives a source of 8-character ids that depend on what an element stands for, never on its place.
 *
 * Where two origins share a fingerprint, the one asked for later gets the next: same drawing, same ids.
 * Indices are fractional, increasing in the order of asking.
 */
export function elementStamps(): StampSource {
  const used = new Set<string>();
  let index: string | null = null;
  return (origin) => {
    let id = elementId(origin);
    for (let turn = 2; used.has(id); turn += 1) id = elementId(origin, turn);
    used.add(id);
    index = generateKeyBetween(index, null);
    return { id, index };
  };
}

/** Gives the id of a group: as stable as the event it stands for. */
export function groupId(event: string): string {
  return fingerprint8(`group\n${event}`);
}

/**
 * Gives the seed of an element's hand-drawn strokes: same id, same strokes. In 1 … 2¹⁶−1.
 *
 * No two of a page look alike with that many, and digits that mean nothing are what compresses worst in a note.
 */
export function strokeSeed(id: string): number {
  return fingerprint32(id, 3) & 0xffff || 1;
}
