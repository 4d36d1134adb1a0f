import type { Nanoseconds } from "../base/time";
import { describeCompleteness } from "../tcp/completeness";
import type { Anomalies } from "../tcp/what-matters";
import { CONVERSATION_KEY_WORDS, type CaptureIndex, type ConversationColumns } from "./capture-index";
import { outerRowsOf, timeBetween, type OuterRows } from "./conversation-spans";
import { eachWay, endName, type PairFigures } from "./list-conversations";
import { shownCompleteness } from "./shown-completeness";
import { anomaliesWithoutEvents, weighConversations, type Weights } from "./weigh-conversations";

/** What the conversations of a protocol have in common. */
interface List {
  readonly protocol: "TCP" | "UDP";
  readonly columns: ConversationColumns;
  readonly rows: OuterRows;
  /** Whether somebody looked at every segment. */
  readonly isAnalysed: boolean;
}

/**
 * The conversations of a capture, one at a time: TCP before UDP, each in the order of their numbers.
 *
 * Figures are taken from the columns when they are asked for. An object for each conversation, and its texts, take several times
 * as long to make and to collect as to print.
 */
export class ConversationCursor implements PairFigures {
  /** Of the conversation at hand: as in `PairFigures`. */
  protocol: "TCP" | "UDP" = "TCP";
  number = 0;
  /** Whom its client asked for, where whoever goes through the list says so. */
  serverName: string | undefined;
  /** How many there are. */
  readonly count: number;
  readonly #index: CaptureIndex;
  /** By the number of a conversation of TCP; none where nobody looked at every segment. */
  readonly #weights: ReadonlyMap<number, Weights>;
  /** Of TCP and of UDP. */
  readonly #lists: readonly [List, List];
  /** Numbers of TCP, then of UDP from #datagramsFrom on. */
  readonly #numbers: Uint32Array;
  readonly #datagramsFrom: number;
  #list: List;
  #client = 0;
  #weight: Weights | undefined;

  constructor(index: CaptureIndex, isAnalysed: boolean) {
    const { conversations, datagrams } = index;
    this.#index = index;
    const { TCP, UDP } = outerRowsOf(index);
    this.#lists = [
      { protocol: "TCP", columns: conversations, rows: TCP, isAnalysed },
      { protocol: "UDP", columns: datagrams, rows: UDP, isAnalysed: false },
    ];
    this.#list = this.#lists[0];
    this.#weights = isAnalysed ? weighConversations(index) : new Map();
    this.#numbers = new Uint32Array(conversations.count + datagrams.count);
    this.#datagramsFrom = writeNumbers(conversations, this.#numbers, 0);
    this.count = writeNumbers(datagrams, this.#numbers, this.#datagramsFrom);
  }

  /** Goes to a conversation by its place in the list, below `count`; gives itself. */
  at(place: number): this {
    // Both protocols take the same way, so that nothing is compiled anew for the second one.
    const list = this.#lists[place < this.#datagramsFrom ? 0 : 1];
    const number = this.#numbers[place] ?? 0;
    this.number = number;
    this.protocol = list.protocol;
    this.#list = list;
    this.#client = number * 2 + (list.columns.clientDirection[number] ?? 0);
    this.#weight = list.isAnalysed ? this.#weights.get(number) : undefined;
    return this;
  }

  get ends(): readonly [client: string, server: string] {
    return [endName(this.#list.columns, this.#client), endName(this.#list.columns, this.#client ^ 1)];
  }

  /** Whether both addresses are of IPv4, so that `addressOf` gives them. */
  get isIpv4(): boolean {
    return this.#list.columns.key[this.number * CONVERSATION_KEY_WORDS] === 4;
  }

  /** Gives the IPv4 address of an end as a number, 0 is the client. */
  addressOf(end: 0 | 1): number {
    const word = ((this.#client ^ end) & 1) === 0 ? 1 : 5;
    return this.#list.columns.key[this.number * CONVERSATION_KEY_WORDS + word] ?? 0;
  }

  /** Gives its port. */
  portOf(end: 0 | 1): number {
    const ports = this.#list.columns.key[this.number * CONVERSATION_KEY_WORDS + 9] ?? 0;
    return ((this.#client ^ end) & 1) === 0 ? ports >>> 16 : ports & 0xffff;
  }

  get frames(): number {
    const { frames } = this.#list.columns;
    return (frames[this.#client] ?? 0) + (frames[this.#client ^ 1] ?? 0);
  }

  get framesEachWay(): readonly [client: number, server: number] {
    return eachWay(this.#list.columns.frames, this.#client);
  }

  get octetsEachWay(): readonly [client: number, server: number] {
    return eachWay(this.#list.columns.octets, this.#client);
  }

  get payloadEachWay(): readonly [client: number, server: number] {
    return eachWay(this.#list.columns.payloadOctets, this.#client);
  }

  get start(): Nanoseconds {
    const { earliest } = this.#list.rows;
    return timeBetween(this.#index, 0, earliest[this.number] ?? 0);
  }

  get duration(): Nanoseconds {
    const { earliest, latest } = this.#list.rows;
    return timeBetween(this.#index, earliest[this.number] ?? 0, latest[this.number] ?? 0);
  }

  /** Wireshark's words for `tcp.completeness`; undefined of UDP, as all below. */
  get completenessText(): string | undefined {
    if (this.protocol === "UDP") return undefined;
    const latest = this.#list.columns.lastFrame[this.number] ?? 0;
    return describeCompleteness(shownCompleteness(this.#index, this.number, latest));
  }

  /** Segments sent again; undefined without analysis, as all below. */
  get retransmissions(): number | undefined {
    if (!this.#list.isAnalysed) return undefined;
    return this.#weight?.retransmissions ?? this.#index.sentAgain[this.number] ?? 0;
  }

  /** What else went wrong. */
  get anomalies(): Anomalies | undefined {
    if (!this.#list.isAnalysed) return undefined;
    return this.#weight?.anomalies ?? anomaliesWithoutEvents(this.#index, this.number);
  }

  /** The one thing that matters most; undefined where nothing does, too. */
  get matter(): string | undefined {
    return this.#weight?.matter;
  }
}

/** Writes the numbers of the conversations that frames belong to, from a place on; gives the place behind them. */
function writeNumbers(
  { count, firstFrame }: ConversationColumns,
  numbers: Uint32Array,
  from: number,
): number {
  let place = from;
  for (let number = 0; number < count; number += 1) {
    numbers[place] = number;
    if ((firstFrame[number] ?? -1) >= 0) place += 1;
  }
  return place;
}
