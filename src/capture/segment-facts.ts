import type { TransportPlace } from "./locate-transport";

/** The segment at hand; filled again and again. Numbers of 32 bits are signed, as they are only compared and kept. */
export interface SegmentFacts {
  /** Row of its frame. */
  row: number;
  flags: number;
  seq: number;
  ack: number;
  /** As on the wire. */
  window: number;
  /** Octets of payload by the headers, and where they start. */
  payloadLength: number;
  payload: number;
  /** Of its header. */
  readonly place: TransportPlace;
  /** Whether the header fits in its packet; else Wireshark learns nothing of its numbers. */
  isWhole: boolean;
  /** Shift of its window scale option; −1 without one. */
  windowShift: number;
  /** Value of its timestamps option, 0 without one; and 1 where it carries SACK. */
  timestamp: number;
  hasSack: number;
  /** Its options are cut or damaged so that Wireshark stops reading there. */
  areOptionsBroken: boolean;
  /** Opens a conversation between ports that had one before. */
  isReuse: boolean;
}

/** Gives facts to be filled, of segments whose headers are at a place that moves. */
export function emptySegmentFacts(place: TransportPlace): SegmentFacts {
  return {
    row: 0,
    flags: 0,
    seq: 0,
    ack: 0,
    window: 0,
    payloadLength: 0,
    payload: 0,
    place,
    isWhole: true,
    windowShift: -1,
    timestamp: 0,
    hasSack: 0,
    areOptionsBroken: false,
    isReuse: false,
  };
}
