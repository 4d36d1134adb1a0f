import type { Diagnostic } from "../base/diagnostic";
import type { CaptureFormat, CaptureInterface } from "./capture-index";

/** Where a reader is told that nothing more of the file is wanted. */
export const STOP = Number.POSITIVE_INFINITY;

/**
 * Takes a container file apart, whole records at a time.
 *
 * The caller keeps what a call left over and gives it again with more octets behind it.
 */
export interface RecordReader {
  readonly format: CaptureFormat;
  readonly interfaces: readonly CaptureInterface[];
  readonly diagnostics: readonly Diagnostic[];
  /** Host names by address, where the file holds them. */
  readonly names?: ReadonlyMap<string, string>;
  /**
   * Reads the whole records from `position` on; `offset` is the file offset of `octets[0]`.
   * Gives where the first record that is not whole starts; a position beyond the end when
   * octets up to there are to be skipped; `STOP` where the file cannot be followed further.
   */
  read(octets: Uint8Array, position: number, offset: number): number;
  /** Gives how many octets from `position` the record there needs, as far as can be told; at least its header. */
  needed(octets: Uint8Array, position: number): number;
}
