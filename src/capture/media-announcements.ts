import type { TransportPlace } from "./locate-transport";
import { endOf, readSip, type SipMessage } from "./sip-message";

/** Ends and calls that are kept; the oldest is given up. */
const MOST = 100_000;
/** No message is longer that is not meant to do harm. */
const MOST_READ = 0x4000;
const NONE = -1;

/** A conversation of all that one end sends, and of what comes to it from ends of which nobody spoke. */
export interface AnnouncedMedia {
  readonly owner: string;
  /** The row of the message by which Wireshark dates it. */
  readonly since: number;
  /** Of its conversation; −1 before a datagram came. Then also the direction in which its owner sends. */
  number: number;
  way: number;
}

type Ends = readonly [from: string, to: string];

/** The latest request of a call, by its number and method. */
interface Request {
  readonly cseq: readonly [number: string, method: string];
  readonly row: number;
  isAnswered: boolean;
}

/**
 * Where SIP says that media will flow (RFC 3264). In Wireshark such an end has a conversation of its own with everybody;
 * what a final answer tells holds since the request.
 */
export class MediaAnnouncements {
  readonly #media = new Map<string, AnnouncedMedia>();
  /** By call and both ends. */
  readonly #requests = new Map<string, Request>();

  /** Reads what may be a message of SIP: payload from one position to another, in the packet at a place. */
  hear(place: TransportPlace, [start, end]: readonly [start: number, end: number], row: number): void {
    const last = Math.min(place.captured, end, start + MOST_READ);
    const message = readSip(String.fromCharCode(...place.octets.subarray(start, last)));
    if (message === undefined) return;
    const since = this.#dated(message, [endOf(place, 0), endOf(place, 1)], row);
    if (since !== NONE) for (const owner of message.media) this.#announce(owner, since);
  }

  /** Gives what was announced of the sender, else of the receiver of a datagram. */
  find(place: TransportPlace): AnnouncedMedia | undefined {
    if (this.#media.size === 0) return undefined;
    return this.#media.get(endOf(place, 0)) ?? this.#media.get(endOf(place, 1));
  }

  /** Gives the row since which what a message tells holds; −1 where it tells nothing new. */
  #dated({ status, callId, cseq }: SipMessage, [from, to]: Ends, row: number): number {
    const key = [callId, ...(status === 0 ? [from, to] : [to, from])].join(" ");
    const known = this.#requests.get(key);
    const isSame = known?.cseq.join() === cseq.join();
    if (status !== 0) return isSame ? (answered(known, status) ?? row) : row;
    if (known?.cseq[0] !== cseq[0]) put(this.#requests, key, { cseq, row, isAnswered: false });
    // What is sent again is not followed again.
    return isSame && cseq[1] !== "ACK" ? NONE : row;
  }

  #announce(owner: string, since: number): void {
    const known = this.#media.get(owner);
    if (known === undefined || known.since < since)
      put(this.#media, owner, { owner, since, number: NONE, way: 0 });
  }
}

/** Gives the row of a request if an answer is its first final one. */
function answered(request: Request, status: number): number | undefined {
  if (request.isAnswered || status < 200) return undefined;
  request.isAnswered = true;
  return request.row;
}

function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  const [oldest = ""] = map.size < MOST ? [] : map.keys();
  map.delete(oldest);
  map.set(key, value);
}
