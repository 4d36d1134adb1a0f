/** Where a packet's text lies in a file: found piece by piece, and never looked at twice. */
export interface TextScanner {
  /** File offset of the packet that has begun and not ended; −1 between packets. */
  readonly start: number;
  /**
   * Looks at octets from `at` on; `offset` is the file offset of `octets[0]`. Gives the position behind the first
   * packet that ends there; −1 where none does, and `seen` tells how far it looked.
   */
  scan(octets: Uint8Array, at: number, offset: number): number;
  /** File offset of what was not looked at yet. */
  readonly seen: number;
  /** Says that the packet found last was taken. */
  taken(): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;
/** Begins every packet of `-T json`. */
const MARK = /* @__PURE__ */ new TextEncoder().encode('"_index"');

/**
 * Finds the objects at the top of JSON, whether they stand in an array (`-T json`) or in lines (`-T ek`).
 *
 * Damage ends with the packet it is in: an object that begins a line, or that names its index, begins a packet.
 */
export class JsonScanner implements TextScanner {
  start = -1;
  seen = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #lastOpen = 0;

  scan(octets: Uint8Array, from: number, offset: number): number {
    let at = from;
    while (at < octets.length) {
      if (this.#inString) at = this.#skipString(octets, at);
      const octet = octets[at];
      if (octet === QUOTE) {
        if (this.#mayBeMark(octets, at)) break;
        this.#inString = true;
        if (this.#isMark(octets, at)) this.#restart(this.#lastOpen);
      } else if (octet === OPEN) this.#open(octets, at, offset);
      else if (octet === CLOSE && this.#closes()) {
        this.seen = offset + at + 1;
        return at + 1;
      }
      at += 1;
    }
    this.seen = offset + Math.min(at, octets.length);
    return -1;
  }

  /** Gives the position behind a string; the end where it goes on there, which its last backslash waits for. */
  #skipString(octets: Uint8Array, from: number): number {
    for (let at = from; at < octets.length; at += 1) {
      const octet = octets[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (octet === BACKSLASH) this.#isEscaped = true;
      else if (octet === QUOTE || octet === LINE_FEED) {
        // A line break within a string is damage, and ends it.
        this.#inString = false;
        return at + 1;
      }
    }
    return octets.length;
  }

  #closes(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    return this.#depth === 0;
  }

  taken(): void {
    this.start = -1;
  }

  #open(octets: Uint8Array, at: number, offset: number): void {
    this.#lastOpen = offset + at;
    const beginsLine = octets[at - 1] === LINE_FEED;
    if (this.#depth === 0 || beginsLine) this.#restart(offset + at);
    else this.#depth += 1;
  }

  #restart(start: number): void {
    this.start = start;
    this.#depth = 1;
  }

  #isMark(octets: Uint8Array, at: number): boolean {
    return this.#depth > 1 && MARK.every((letter, i) => octets[at + i] === letter);
  }

  /** Whether the octets end before it can be told. */
  #mayBeMark(octets: Uint8Array, at: number): boolean {
    if (this.#depth <= 1 || at + MARK.length <= octets.length) return false;
    return octets.subarray(at).every((octet, i) => octet === MARK[i]);
  }
}

const TAG = 0x3c;
const FIRST_TAG = /* @__PURE__ */ new TextEncoder().encode("<packet>");
const LAST_TAG = /* @__PURE__ */ new TextEncoder().encode("</packet>");

/** Finds `<packet>` elements in PDML; within them a new one begins where the last was not closed. */
export class PdmlScanner implements TextScanner {
  start = -1;
  seen = 0;

  scan(octets: Uint8Array, from: number, offset: number): number {
    for (let at = octets.indexOf(TAG, from); at >= 0; at = octets.indexOf(TAG, at + 1)) {
      if (mayBeTag(octets, at)) {
        this.seen = offset + at;
        return -1;
      }
      if (isTag(octets, at, FIRST_TAG)) this.start = offset + at;
      else if (this.start >= 0 && isTag(octets, at, LAST_TAG)) {
        this.seen = offset + at + LAST_TAG.length;
        return at + LAST_TAG.length;
      }
    }
    this.seen = offset + octets.length;
    return -1;
  }

  taken(): void {
    this.start = -1;
  }
}

/** Whether the octets end within what may be one of the tags. */
function mayBeTag(octets: Uint8Array, at: number): boolean {
  const rest = octets.subarray(at, at + LAST_TAG.length);
  return [FIRST_TAG, LAST_TAG].some(
    (tag) => rest.length < tag.length && rest.every((octet, i) => octet === tag[i]),
  );
}

function isTag(octets: Uint8Array, at: number, tag: Uint8Array): boolean {
  return tag.every((letter, i) => octets[at + i] === letter);
}
