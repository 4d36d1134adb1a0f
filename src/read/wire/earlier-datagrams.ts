import { QuicHellos } from "./quic-hellos";

/** Ends that are remembered; the one that was named first is forgotten. */
const MOST_ENDS = 1024;

/** What the datagrams before tell about those to come. */
export class EarlierDatagrams {
  readonly hellos = new QuicHellos();
  readonly #protocols = new Map<string, string>();

  /** Remembers what an end (its address and port) speaks: later datagrams of it do not say so themselves. */
  know(end: string, protocol: string): void {
    this.#protocols.set(end, protocol);
    for (const oldest of this.#protocols.keys()) {
      if (this.#protocols.size <= MOST_ENDS) break;
      this.#protocols.delete(oldest);
    }
  }

  /** Gives what the first of some ends speaks that is known. */
  protocolOf(ends: readonly string[]): string | undefined {
    for (const end of ends) {
      const protocol = this.#protocols.get(end);
      if (protocol !== undefined) return protocol;
    }
    return undefined;
  }
}
