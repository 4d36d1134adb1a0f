import { fingerprint8 } from "../base/fingerprint";

/**
 * Gives the events of a trace their ids: by content, and among equal ones by occurrence.
 *
 * An event inserted before others changes only the ids of those with the very same content.
 */
export class EventIds {
  readonly #occurrences = new Map<string, number>();

  /** Gives the id of the next event; `identity` is all that makes it this event, except its place and time. */
  next(identity: string): string {
    const fingerprint = fingerprint8(identity);
    const occurrence = (this.#occurrences.get(fingerprint) ?? 0) + 1;
    this.#occurrences.set(fingerprint, occurrence);
    return occurrence === 1 ? fingerprint : `${fingerprint}.${String(occurrence)}`;
  }
}
