import { LONGEST_FRAME } from "../frame-record";
import { numberOf } from "./dissected-value";
import type { DissectedLayer } from "./packet-layers";

/** Octets of a header, in pieces. */
export type Pieces = readonly (Uint8Array | readonly number[])[];

/** Makes the header of a layer again, as far as its fields tell; `next` are the layers within. */
export type HeaderBuilder = (layer: DissectedLayer, next: readonly DissectedLayer[]) => Pieces;

/** Fields of a layer by their names. */
export type Values = DissectedLayer["values"];

/** Gives the last octet of a number. */
export function byte(value: string | undefined): readonly number[] {
  return [(numberOf(value) ?? 0) & 0xff];
}

/** Gives the last two octets of a number. */
export function word(value: string | undefined | number): readonly number[] {
  const number = typeof value === "number" ? value : (numberOf(value) ?? 0);
  return [(number >>> 8) & 0xff, number & 0xff];
}

/** Gives the last four octets of a number. */
export function long(value: string | undefined): readonly number[] {
  const number = (numberOf(value) ?? 0) >>> 0;
  return [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];
}

/** Gives a field as a number; 0 where it is none. */
export function numberIn(values: Values, name: string): number {
  return numberOf(values.get(name)) ?? 0;
}

/** Gives pieces as one array, never longer than a frame. */
export function joined(pieces: Pieces): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const octets = new Uint8Array(Math.min(length, LONGEST_FRAME));
  let at = 0;
  for (const piece of pieces) {
    if (at + piece.length > octets.length) break;
    octets.set(piece, at);
    at += piece.length;
  }
  return octets;
}
