import { CONVERSATION_KEY_WORDS, type ConversationColumns } from "./capture-index";
import {
  beginRare,
  conversationColumns,
  emptyFacts,
  FACT_WORDS,
  grownFacts,
  HASH,
  type ConversationFacts,
} from "./conversation-facts";
import { HAS_SHORT_KEY, HIGH, LIVE_WORDS, LOW, PAIR, STATE } from "./live-conversations";
import type { TransportPlace } from "./locate-transport";

const SMALLEST_CAPACITY = 64;
const SMALLEST_SLOTS = 256;
/** Room that nobody has touched takes no memory, and what is copied less often less time. */
const GROWTH = 4;
const FREE = -1;
/** Numbers that may be left out, all together. */
const MOST_LEFT_OUT = 1_000_000;
/** Places where a conversation is looked for first: few enough to stay in the cache. */
const NEAR_SLOTS = 4096;
const FIRST_HASH = 0x811c9dc5;

/**
 * The conversations of a capture while it is being indexed: facts, and a hash of the endpoint pairs.
 *
 * A pair used again keeps its slot and gets a new conversation; older ones stay among the facts.
 */
export class ConversationTable {
  /** Grow; whoever keeps them over `find` or `split` keeps old ones. */
  facts: ConversationFacts;
  count = 0;
  #slots = new Int32Array(SMALLEST_SLOTS).fill(FREE);
  #capacity = SMALLEST_CAPACITY;
  #usedSlots = 0;
  /** Some conversation that was found by a hash, by its lowest bits. */
  readonly #near = new Int32Array(NEAR_SLOTS);
  /** Numbers of conversations that were not seen, and the number the next new one has. */
  readonly #leftOut = new Set<number>();
  #expected = FREE;
  /** The key of the segment at hand. */
  readonly #key = new Int32Array(CONVERSATION_KEY_WORDS);

  constructor(kind: "TCP" | "UDP") {
    this.facts = emptyFacts(SMALLEST_CAPACITY, kind === "UDP");
  }

  /** Gives conversation × 2 + direction of the segment at a place, of a new conversation where its pair is new. */
  find(place: TransportPlace): number {
    return place.version === 4 ? this.#find4(place) : this.#find6(place);
  }

  /** Of IPv4 only the first word of each address is in use. */
  #find4({ view, addressView, addresses, header }: TransportPlace): number {
    const ports = view.getInt32(header);
    const sender = addressView.getInt32(addresses);
    const receiver = addressView.getInt32(addresses + 4);
    const order = (ports >>> 16) - (ports & 0xffff);
    const isSentHigher = sender >>> 0 > receiver >>> 0;
    const isReverse = order > 0 || (order === 0 && isSentHigher);
    // Either direction is as likely: without a branch nothing waits for a wrong guess.
    const direction = Number(isReverse);
    const change = (sender ^ receiver) & -direction;
    const low = sender ^ change;
    const high = receiver ^ change;
    const pair = (ports << (direction << 4)) | (ports >>> ((2 - direction) << 4));
    const hash = mixed(mixed(mixed(FIRST_HASH, low), high), pair);
    const near = this.#near[hash & (NEAR_SLOTS - 1)] ?? 0;
    const { words } = this.facts.live;
    if (words[near * LIVE_WORDS + PAIR] === pair && isBetween(words, near, low, high))
      return near * 2 + direction;
    return this.#findFar4(hash, pair, low, high) * 2 + direction;
  }

  #findFar4(hash: number, pair: number, low: number, high: number): number {
    const slots = this.#slots;
    const { words } = this.facts.live;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let found = slots[slot] ?? FREE; found !== FREE; found = slots[slot] ?? FREE) {
      if (words[found * LIVE_WORDS + PAIR] === pair && isBetween(words, found, low, high)) {
        this.#near[hash & (NEAR_SLOTS - 1)] = found;
        return found;
      }
      slot = (slot + 1) & mask;
    }
    const key = this.#key;
    key.fill(0);
    key[0] = 4;
    key[1] = low;
    key[5] = high;
    key[9] = pair;
    return this.#add(slot, hash);
  }

  #find6(place: TransportPlace): number {
    const direction = this.#takeKey6(place);
    const hash = this.#hash6();
    const near = this.#near[hash & (NEAR_SLOTS - 1)] ?? 0;
    if (this.#isKeyOf(near, hash)) return near * 2 + direction;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    let conversation = this.#slots[slot] ?? FREE;
    while (conversation !== FREE) {
      if (this.#isKeyOf(conversation, hash)) {
        this.#near[hash & (NEAR_SLOTS - 1)] = conversation;
        return conversation * 2 + direction;
      }
      slot = (slot + 1) & mask;
      conversation = this.#slots[slot] ?? FREE;
    }
    return this.#add(slot, hash) * 2 + direction;
  }

  /** Gives a new conversation between the ends of the one that `find` gave last, and makes it the one it gives. */
  split(conversation: number): number {
    const start = conversation * CONVERSATION_KEY_WORDS;
    this.#key.set(this.facts.keys.subarray(start, start + CONVERSATION_KEY_WORDS));
    const hash = this.#hashOf(conversation);
    const added = this.#append(hash);
    this.#slots[this.#slotOf(conversation)] = added;
    this.#near[hash & (NEAR_SLOTS - 1)] = added;
    return added;
  }

  /** Of the latest conversation, just made: `find` gives it no more, and its number is free again unless it is kept. */
  withdraw(isKept: boolean): void {
    this.#slots[this.#slotOf(this.count - 1)] = FREE;
    this.#usedSlots -= 1;
    if (!isKept) this.count -= 1;
  }

  /** Says which number the next conversation has if it is new, so that those before it may be missing; −1 where nobody knows. */
  expect(number: number): void {
    this.#expected = number;
    if (number > this.count && number - this.count + this.#leftOut.size <= MOST_LEFT_OUT) {
      this.#key.fill(0);
      this.#expected = FREE;
      while (this.count < number) this.#leftOut.add(this.#append(0));
    }
  }

  /** Gives the columns, each exactly as long as there are conversations. */
  finish(): ConversationColumns {
    return conversationColumns(this.facts, this.count);
  }

  /** Written out: in a loop V8 calls what reads each number. */
  #takeKey6({ view, addressView, version, addresses, header }: TransportPlace): number {
    const source = view.getUint16(header);
    const destination = view.getUint16(header + 2);
    const isInOrder = source === destination ? isLower(addressView, addresses) : source < destination;
    const direction = isInOrder ? 0 : 1;
    const low = addresses + 16 * direction;
    const high = addresses + 16 * (1 - direction);
    const key = this.#key;
    key[0] = version;
    key[1] = addressView.getInt32(low);
    key[2] = addressView.getInt32(low + 4);
    key[3] = addressView.getInt32(low + 8);
    key[4] = addressView.getInt32(low + 12);
    key[5] = addressView.getInt32(high);
    key[6] = addressView.getInt32(high + 4);
    key[7] = addressView.getInt32(high + 8);
    key[8] = addressView.getInt32(high + 12);
    key[9] = isInOrder ? (source << 16) | destination : (destination << 16) | source;
    return direction;
  }

  #hash6(): number {
    let hash = FIRST_HASH;
    for (let i = 1; i < CONVERSATION_KEY_WORDS; i += 1) hash = mixed(hash, this.#key[i] ?? 0);
    return hash;
  }

  #hashOf(conversation: number): number {
    return this.facts.words[conversation * FACT_WORDS + HASH] ?? 0;
  }

  #slotOf(conversation: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hashOf(conversation) & mask;
    while (this.#slots[slot] !== conversation) slot = (slot + 1) & mask;
    return slot;
  }

  #isKeyOf(conversation: number, hash: number): boolean {
    const { keys, words } = this.facts;
    const at = conversation * CONVERSATION_KEY_WORDS;
    const key = this.#key;
    if (words[conversation * FACT_WORDS + HASH] !== hash) return false;
    for (let i = 0; i < CONVERSATION_KEY_WORDS; i += 1) {
      if (keys[at + i] !== key[i]) return false;
    }
    return true;
  }

  #add(slot: number, hash: number): number {
    const added = this.#append(hash);
    this.#slots[slot] = added;
    this.#usedSlots += 1;
    if (this.#usedSlots * 2 > this.#slots.length) this.#rehash();
    return added;
  }

  #append(hash: number): number {
    const isLeftOut = this.#leftOut.size > 0 && this.#leftOut.delete(this.#expected);
    const added = isLeftOut ? this.#expected : this.count;
    if (added === this.#capacity) {
      this.#capacity *= GROWTH;
      this.facts = grownFacts(this.facts, this.#capacity);
    }
    if (!isLeftOut) this.count += 1;
    this.#write(added, hash);
    return added;
  }

  #write(conversation: number, hash: number): void {
    const key = this.#key;
    const { keys, words, live, rare } = this.facts;
    const at = conversation * CONVERSATION_KEY_WORDS;
    beginRare(rare, conversation);
    words[conversation * FACT_WORDS + HASH] = hash;
    for (let i = 0; i < CONVERSATION_KEY_WORDS; i += 1) keys[at + i] = key[i] ?? 0;
    const place = conversation * LIVE_WORDS;
    live.words[place + PAIR] = key[9] ?? 0;
    live.words[place + LOW] = key[1] ?? 0;
    live.words[place + HIGH] = key[5] ?? 0;
    live.words[place + STATE] = key[0] === 4 ? HAS_SHORT_KEY : 0;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(FREE);
    for (const conversation of this.#slots) {
      if (conversation === FREE) continue;
      let slot = this.#hashOf(conversation) & (slots.length - 1);
      while (slots[slot] !== FREE) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = conversation;
    }
    this.#slots = slots;
  }
}

/** Gives whether the first of two IPv6 addresses that follow each other is not the higher one. */
function isLower(view: DataView, at: number): boolean {
  let order = 0;
  for (let i = 0; order === 0 && i < 16; i += 4) order = view.getUint32(at + i) - view.getUint32(at + 16 + i);
  return order <= 0;
}

/** Gives whether a conversation is one of IPv4 between two addresses. */
function isBetween(words: Int32Array, conversation: number, low: number, high: number): boolean {
  const at = conversation * LIVE_WORDS;
  return (
    words[at + LOW] === low && words[at + HIGH] === high && ((words[at + STATE] ?? 0) & HAS_SHORT_KEY) !== 0
  );
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
