import type { ApplicationMessage } from "./packet";

/** What was found in the octets of a stream that are there so far. */
export interface StreamReading {
  /** Octets no longer needed; more than there are where the next ones are not wanted either. */
  readonly consumed: number;
  readonly messages: readonly ApplicationMessage[];
  /** The octets are no longer this protocol's, or it cannot be followed further. */
  readonly isLost?: boolean;
}

/** Reads one direction of a TCP connection as its octets come, in order. */
export interface StreamReader {
  /** `octets` starts where the last call's `consumed` ended. */
  read(octets: Uint8Array): StreamReading;
}
