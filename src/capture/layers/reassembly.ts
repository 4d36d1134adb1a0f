/** No IP datagram is longer (RFC 791 §3.1). */
const LONGEST_DATAGRAM = 65_535;
/** Datagrams waiting for fragments; the oldest is given up. */
const MOST_DATAGRAMS = 1024;
/** Fragments kept of one datagram. */
const MOST_FRAGMENTS = 8192;

interface Fragment {
  readonly offset: number;
  readonly octets: Uint8Array;
}

interface Datagram {
  /** By offset, equal ones as they came. */
  readonly fragments: Fragment[];
  readonly rows: number[];
  /** Octets of the whole datagram; undefined until a last fragment is seen, of several the first one counts. */
  length: number | undefined;
  /** Octets of all fragments. */
  held: number;
}

/** One fragment as its header describes it. */
export interface FragmentPlace {
  /** Source, destination, identification and protocol, as text. */
  readonly key: string;
  /** In octets, from the start of the datagram. */
  readonly offset: number;
  readonly hasMore: boolean;
  readonly row: number;
}

/**
 * Puts datagrams together from their fragments (RFC 791 §3.2, RFC 8200 §4.5), in whatever order they come.
 *
 * Holds a bounded number of datagrams of bounded length; what contradicts itself is put together as in Wireshark.
 */
export class Reassembly {
  readonly #waiting = new Map<string, Datagram>();
  /** Rows of the fragments each datagram was made of, by the row that completed it. */
  readonly parts = new Map<number, readonly number[]>();

  /** Takes a fragment; gives the whole datagram where this one completes it. */
  add(octets: Uint8Array, { key, offset, hasMore, row }: FragmentPlace): Uint8Array | undefined {
    if (offset + octets.length > LONGEST_DATAGRAM) return undefined;
    const datagram = this.#waiting.get(key) ?? this.#open(key);
    if (datagram.fragments.length >= MOST_FRAGMENTS) return undefined;
    const { fragments } = datagram;
    let later = fragments.length;
    while (later > 0 && (fragments[later - 1]?.offset ?? 0) > offset) later -= 1;
    fragments.splice(later, 0, { offset, octets: octets.slice() });
    datagram.held += octets.length;
    datagram.rows.push(row);
    if (!hasMore) datagram.length ??= offset + octets.length;
    const whole = wholeDatagram(datagram);
    if (whole === undefined) return undefined;
    this.#waiting.delete(key);
    this.parts.set(row, datagram.rows);
    return whole;
  }

  #open(key: string): Datagram {
    if (this.#waiting.size >= MOST_DATAGRAMS) {
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
    const datagram: Datagram = { fragments: [], rows: [], length: undefined, held: 0 };
    this.#waiting.set(key, datagram);
    return datagram;
  }
}

/** Of octets that were sent twice Wireshark takes those of the fragment that starts first, then of the one that came first. */
function wholeDatagram({ fragments, length, held }: Datagram): Uint8Array | undefined {
  if (length === undefined || held < length) return undefined;
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const { offset, octets } of fragments) {
    if (filled === length) break;
    if (offset > filled) return undefined;
    const rest = octets.subarray(filled - offset, length - offset);
    whole.set(rest, filled);
    filled += rest.length;
  }
  return filled === length ? whole : undefined;
}
