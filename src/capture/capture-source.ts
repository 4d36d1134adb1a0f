/** Where some octets start and end in a file. */
export interface OctetPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The octets of one capture, from whatever holds them: a file, a vault, a dropped `File`.
 *
 * Nothing is read before it is asked for. Both calls may be made again and again.
 */
export interface CaptureSource {
  /** File name with its extension, for captions and messages. */
  readonly name: string;
  /** Octets in the file, where the host knows. */
  readonly size: number | undefined;
  /** Gives the whole file from its start in pieces of any size; a piece is only valid until the next is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Gives `length` octets from `offset`; fewer where the file ends earlier. */
  octets(offset: number, length: number): Promise<Uint8Array>;
  /** Gives several such pieces, where a source is faster at some together than at one after the other. */
  pieces?(places: readonly OctetPlace[]): Promise<readonly Uint8Array[]>;
}
