/** One frame as the container file holds it; readers fill the same object again and again. */
export interface FrameRecord {
  /** Where the frame's octets start and end in the array at hand. */
  start: number;
  end: number;
  /** Where they start in the file. */
  offset: number;
  /** Whole seconds since 1970, and nanoseconds beyond them. */
  seconds: number;
  nanoseconds: number;
  originalLength: number;
  /** Position in the list of interfaces. */
  interfaceNumber: number;
  /** What a person wrote about it. */
  comment: string | undefined;
}

/** Gives a record to be filled. */
export function emptyFrameRecord(): FrameRecord {
  return {
    start: 0,
    end: 0,
    offset: 0,
    seconds: 0,
    nanoseconds: 0,
    originalLength: 0,
    interfaceNumber: 0,
    comment: undefined,
  };
}

/** `FrameRecord.interfaceNumber` of what Wireshark counts as a frame but is none: a block of another kind. */
export const NO_INTERFACE = 0xffff;

/** Takes one frame; the octets and the record are only valid during the call. */
export type FrameSink = (octets: Uint8Array, record: FrameRecord) => void;

/** The most octets one frame may hold, as in libpcap; a larger length is damage, and nothing is allocated for it. */
export const LONGEST_FRAME = 262_144;
