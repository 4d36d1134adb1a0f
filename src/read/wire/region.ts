import type { FaultPlace } from "./packet";

/** Part of a frame's octets: one header and all that follows it. */
export interface Region {
  readonly octets: Uint8Array;
  /** Where it starts in `octets`. */
  readonly start: number;
  /** Where the captured octets of it end. */
  readonly end: number;
  /** Where it ended on the wire: at `end`, or beyond where the snap length cut it. */
  readonly wireEnd: number;
}

/** Gives how many octets of a region were captured. */
export function capturedLength(region: Region): number {
  return Math.max(0, region.end - region.start);
}

/** Gives how many octets a region had on the wire. */
export function wireLength(region: Region): number {
  return Math.max(0, region.wireEnd - region.start);
}

/** Gives what follows a header of `length` octets. */
export function after({ octets, start, end, wireEnd }: Region, length: number): Region {
  return { octets, start: start + length, end, wireEnd };
}

/** Gives the first `length` octets of a region; all of it where it is shorter. */
export function limited(region: Region, length: number): Region {
  const wireEnd = Math.min(region.wireEnd, region.start + length);
  return { ...region, end: Math.min(region.end, wireEnd), wireEnd };
}

/** Gives what is to be said where a region is too short for its header. */
export function cutAt(region: Region, layer: string, needed: number): FaultPlace {
  return { layer, offset: region.start, found: capturedLength(region), needed };
}
