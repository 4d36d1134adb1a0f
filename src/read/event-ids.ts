import { fingerprint8, type TextStart } from "../base/fingerprint";

/**
 * Gives the events of a trace their ids: by content, and among equal ones by occurrence.
 *
 * An event inserted before others changes only the ids of those with the very same content.
 */
export class EventIds {
  readonly #occurrences = new Map<string, number>();

  /**
   * Gives the id of the next event; `identity`, behind what stands `before` it, is all that makes it this event, except
   * its place and time.
   */
  next(identity: string, before?: TextStart): string {
    const fingerprint = fingerprint8(identity, before);
    const occurrence = (this.#occurrences.get(fingerprint) ?? 0) + 1;
    this.#occurrences.set(fingerprint, occurrence);
    return occurrence === 1 ? fingerprint : `${fingerprint}.${String(occurrence)}`;
  }
}
