import type { PastedFrame } from "./pasted-frame";

/** What a reader of one shape made of the lines of a text. Every line that is not blank belongs to a frame, or is named here. */
export interface LineReading {
  readonly frames: readonly PastedFrame[];
  /** Lines, from 1, that look like frames but could not be read, or only as messages. */
  readonly unread: readonly number[];
  /** Lines, from 1, in which the reader found nothing of its shape: sentences, or what is too damaged to be told from them. */
  readonly passed: readonly number[];
}
