import type { Reassembly } from "./reassembly";

/**
 * Told of the headers of a frame, outer first, while it is walked through.
 *
 * The walk is one object that moves on: what is wanted of it must be taken during the call.
 */
export interface LayerSink {
  /** A header of the layer that Wireshark calls `name` starts at `walk.at`; it may yet prove cut. */
  enter(name: string, walk: FrameWalk): void;
  /** The header just entered is cut by the snap length: it needs `needed` octets. */
  cut(name: string, needed: number, walk: FrameWalk): void;
}

/** Packets within packets that are followed; a frame that claims more is made to hurt. */
const DEEPEST_NESTING = 16;

/** A frame of an aggregate that is yet to be walked through. */
interface LaterFrame {
  readonly octets: Uint8Array;
  readonly at: number;
  readonly end: number;
  readonly wireEnd: number;
}

/** Where a walk through a frame's headers stands: the octets at hand, and how far what is being read reaches. */
export class FrameWalk {
  /** The frame's, or those of a datagram put together from fragments. */
  octets: Uint8Array = new Uint8Array(0);
  /** Where the next header starts, and where the captured octets end. */
  at = 0;
  end = 0;
  /** Where they ended on the wire: at `end`, or beyond where the snap length cut them. */
  wireEnd = 0;
  /** Position of the frame in the capture. */
  row = 0;
  /** IP version of the innermost packet, and where its two addresses stand: not always in `octets`. */
  version = 4;
  addresses = 0;
  addressOctets: Uint8Array = this.octets;
  /** The innermost VLAN so far; 0 for none. */
  vlan = 0;
  /** What follows stands in an ICMP error: it is about another frame. */
  isQuoted = false;
  /** What follows is the start of a datagram whose fragments are not put together: nobody knows how long it is. */
  isPart = false;
  /** What follows is not the first frame of an aggregate. */
  isLater = false;
  /** Fragments seen so far; undefined where datagrams are not put together. */
  readonly reassembly: Reassembly | undefined;
  readonly #sink: LayerSink;
  #packets = 0;
  readonly #later: LaterFrame[] = [];

  constructor(sink: LayerSink, reassembly?: Reassembly) {
    this.#sink = sink;
    this.reassembly = reassembly;
  }

  /** Starts on a frame between two positions. */
  start(octets: Uint8Array, from: number, to: number, originalLength: number): void {
    this.octets = octets;
    this.at = from;
    this.end = to;
    // A frame that claims to be shorter than what was captured of it is as long as that.
    this.wireEnd = from + Math.max(originalLength, to - from);
    this.isQuoted = false;
    this.isPart = false;
    this.isLater = false;
    this.vlan = 0;
    this.#packets = 0;
    this.#later.length = 0;
  }

  /** Another frame of an aggregate stands behind the one at hand. */
  aggregated(at: number, end: number, wireEnd: number): void {
    this.#later.push({ octets: this.octets, at, end, wireEnd });
  }

  /** Goes on with the next frame of an aggregate; gives whether there is one. */
  resume(): boolean {
    const next = this.#later.shift();
    if (next === undefined) return false;
    this.octets = next.octets;
    this.at = next.at;
    this.end = next.end;
    this.wireEnd = next.wireEnd;
    this.isQuoted = false;
    this.isLater = true;
    return true;
  }

  /** Captured octets from here on. */
  get captured(): number {
    return Math.max(0, this.end - this.at);
  }

  /** Names the layer that starts here. */
  enter(name: string): void {
    this.#sink.enter(name, this);
  }

  /** Names the layer that starts here; gives whether its first `needed` octets were captured, and tells where not. */
  open(name: string, needed: number): boolean {
    this.#sink.enter(name, this);
    return this.has(name, needed);
  }

  /** Gives whether the first `needed` octets from here were captured, and tells where not. */
  has(name: string, needed: number): boolean {
    if (this.captured >= needed) return true;
    this.#sink.cut(name, needed, this);
    return false;
  }

  /** What follows ends at most `length` octets from here. */
  limit(length: number): void {
    this.wireEnd = Math.min(this.wireEnd, this.at + length);
    this.end = Math.min(this.end, this.wireEnd);
  }

  /** The addresses of an IP packet stand at a position; gives false where packets are nested too deep. */
  address(version: number, at: number): boolean {
    this.version = version;
    this.addresses = at;
    this.addressOctets = this.octets;
    this.#packets += 1;
    return this.#packets <= DEEPEST_NESTING;
  }

  /** Goes on in a datagram put together from fragments. */
  moveTo(octets: Uint8Array): void {
    this.octets = octets;
    this.at = 0;
    this.end = octets.length;
    this.wireEnd = octets.length;
  }
}
