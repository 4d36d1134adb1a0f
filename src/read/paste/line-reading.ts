import type { PastedFrame } from "./pasted-frame";

/** What a reader of one shape made of the lines of a text. */
export interface LineReading {
  readonly frames: readonly PastedFrame[];
  /** Lines, from 1, that look like frames but could not be read, or only as messages. */
  readonly unread: readonly number[];
}
