/** Codes that fit beside an octet and a flag in 32 bits. */
const SMALL_CODES = 0x800000;

/** Flag beside the first octet that followed a phrase: others have followed it, too. */
const MORE = 0x100;

/**
 * Codes of phrases by the code of all but the last unit, and the last unit.
 *
 * Nearly every phrase of a drawing has been followed by one unit only, and that an octet: it stands beside the code
 * it leads to, in one number, so that following it is one look at little memory, and so is learning that nothing
 * else has followed it. Other octets are in a table, and what is no octet in another.
 */
export class PhraseTree {
  /** Where the phrase found last ends. */
  end = 0;
  readonly #units: Uint8Array | Uint16Array;
  /** By code: the code with the first octet that followed, times 512, the flag, and that octet; 0: none. */
  #firsts: Uint32Array;
  readonly #octets: OctetTable;
  readonly #others = new PhraseTable();

  constructor(units: Uint8Array | Uint16Array) {
    this.#units = units;
    this.#firsts = new Uint32Array(Math.max(64, units.length >> 3));
    this.#octets = new OctetTable(units.length >> 5);
  }

  /** Gives the longest phrase that stands at `start`, whose first unit has the code `single`; sets `end`. */
  findLongest(start: number, single: number): number {
    const units = this.#units;
    const firsts = this.#firsts;
    let code = single;
    let at = start + 1;
    for (; at < units.length; at += 1) {
      const unit = units[at] ?? 0;
      const first = firsts[code] ?? 0;
      // No phrase leads to code 0, so that an empty entry is never taken for the octet 0.
      if ((first & 0xff) === unit && first !== 0) {
        code = first >>> 9;
        continue;
      }
      const next = (first & MORE) === 0 ? 0 : this.#findOther(code, unit);
      if (next === 0) break;
      code = next;
    }
    this.end = at;
    return code;
  }

  #findOther(phrase: number, unit: number): number {
    return unit > 0xff || phrase >= SMALL_CODES
      ? this.#others.find(phrase, unit)
      : this.#octets.find(phrase * 0x100 + unit);
  }

  add(phrase: number, unit: number, code: number): void {
    if (phrase >= this.#firsts.length) this.#grow(phrase);
    const first = this.#firsts[phrase] ?? 0;
    if (first === 0 && unit <= 0xff && code < SMALL_CODES) {
      this.#firsts[phrase] = code * 0x200 + unit;
      return;
    }
    this.#firsts[phrase] = first | MORE;
    if (unit > 0xff || phrase >= SMALL_CODES) this.#others.add(phrase, unit, code);
    else this.#octets.add(phrase * 0x100 + unit, code);
  }

  #grow(phrase: number): void {
    const larger = new Uint32Array(Math.max(2 * this.#firsts.length, phrase + 1));
    larger.set(this.#firsts);
    this.#firsts = larger;
  }
}

/**
 * Codes by (phrase, octet) in one number below 2³¹: open addressing, at most two thirds full. A key and its code lie beside
 * each other.
 */
class OctetTable {
  #mask: number;
  #entries: Int32Array;
  #used = 0;

  constructor(size: number) {
    this.#mask = 2 ** Math.max(10, 32 - Math.clz32(size)) - 1;
    this.#entries = new Int32Array(2 * (this.#mask + 1));
  }

  /** Gives the code, or 0 where the key is not known. */
  find(key: number): number {
    return this.#entries[this.#place(key) + 1] ?? 0;
  }

  add(key: number, code: number): void {
    const at = this.#place(key);
    this.#entries[at] = key;
    this.#entries[at + 1] = code;
    this.#used += 1;
    if (this.#used * 3 > this.#mask * 2) this.#grow();
  }

  #place(key: number): number {
    const entries = this.#entries;
    const hash = Math.imul(key, 0x9e3779b1);
    let at = 2 * ((hash ^ (hash >>> 15)) & this.#mask);
    // Phrases are numbered from 3, so that no key is 0.
    for (let found = entries[at]; found !== key && found !== 0; found = entries[at])
      at = (at + 2) & (2 * this.#mask);
    return at;
  }

  #grow(): void {
    const entries = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(2 * entries.length);
    for (let at = 0; at < entries.length; at += 2) {
      const key = entries[at] ?? 0;
      if (key === 0) continue;
      const place = this.#place(key);
      this.#entries[place] = key;
      this.#entries[place + 1] = entries[at + 1] ?? 0;
    }
  }
}

/** Numbers of one entry: phrase, unit, code, and one unused, so that an entry never lies in two lines of the cache. */
const ENTRY = 4;

/** Codes of phrases by (code of all but the last unit, last unit): open addressing, at most half full. */
class PhraseTable {
  #mask = 0xfff;
  #entries = new Int32Array(ENTRY * (this.#mask + 1));
  #used = 0;

  /** Gives the code, or 0 where the phrase is not known. */
  find(phrase: number, unit: number): number {
    return this.#entries[this.#place(phrase, unit) + 2] ?? 0;
  }

  add(phrase: number, unit: number, code: number): void {
    this.#put(phrase, unit, code);
    this.#used += 1;
    if (this.#used * 2 > this.#mask) this.#grow();
  }

  #put(phrase: number, unit: number, code: number): void {
    const at = this.#place(phrase, unit);
    this.#entries[at] = phrase;
    this.#entries[at + 1] = unit;
    this.#entries[at + 2] = code;
  }

  #place(phrase: number, unit: number): number {
    const entries = this.#entries;
    const hash = Math.imul(Math.imul(phrase, 0x85ebca6b) ^ unit, 0x9e3779b1);
    let at = ENTRY * ((hash ^ (hash >>> 15)) & this.#mask);
    while (entries[at + 2] !== 0 && (entries[at] !== phrase || entries[at + 1] !== unit)) {
      at = (at + ENTRY) & (ENTRY * this.#mask);
    }
    return at;
  }

  #grow(): void {
    const entries = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(2 * entries.length);
    for (let at = 0; at < entries.length; at += ENTRY) {
      const code = entries[at + 2] ?? 0;
      if (code !== 0) this.#put(entries[at] ?? 0, entries[at + 1] ?? 0, code);
    }
  }
}
