import { type FramedProtocol, framedByPort } from "./framed-protocols";
import type { ApplicationMessage } from "./packet";
import { defuse } from "./printable-text";
import type { StreamReader, StreamReading } from "./stream-reader";

/** A message is told of where it ends, as in Wireshark; a longer one where so many octets of it are there. */
const MOST_NEEDED = 65_536;
/** No message is longer: a larger length is no length. */
const LONGEST_MESSAGE = 1 << 28;

/** Gives a reader for what starts with some octets between two ports; undefined where none of their protocols does. */
export function framedReader(
  octets: Uint8Array,
  sourcePort: number,
  destinationPort: number,
): StreamReader | undefined {
  for (const [port, isRequest] of [
    [destinationPort, true],
    [sourcePort, false],
  ] as const) {
    const protocols = framedByPort.get(port);
    if (protocols !== undefined && told(octets, protocols, isRequest) !== undefined)
      return new FramedReader(protocols, isRequest);
  }
  return undefined;
}

/** A message, its length, and whether it is all there is to be said. */
interface Told {
  readonly length: number;
  /** Undefined where more octets are needed. */
  readonly message: ApplicationMessage | undefined;
}

/** Gives the first message of some octets, or that more are needed; undefined where they are of none of the protocols. */
function told(
  octets: Uint8Array,
  protocols: readonly FramedProtocol[],
  isRequest: boolean,
): Told | undefined {
  for (const { protocol, name, measure, describe } of protocols) {
    const length = measure(octets);
    if (length === undefined) return { length: 0, message: undefined };
    if (length <= 0 || length > LONGEST_MESSAGE) continue;
    if (octets.length < Math.min(length, MOST_NEEDED)) return { length, message: undefined };
    const summary = describe(octets.subarray(0, length), isRequest);
    if (summary === undefined) continue;
    return { length, message: { protocol, name, summary: defuse(summary), fields: {} } };
  }
  return undefined;
}

/** Reads one direction of a protocol whose messages say how long they are; equal ones behind each other are told of once. */
class FramedReader implements StreamReader {
  readonly #protocols: readonly FramedProtocol[];
  readonly #isRequest: boolean;

  constructor(protocols: readonly FramedProtocol[], isRequest: boolean) {
    this.#protocols = protocols;
    this.#isRequest = isRequest;
  }

  read(octets: Uint8Array): StreamReading {
    const messages: ApplicationMessage[] = [];
    let at = 0;
    while (at < octets.length) {
      const next = told(octets.subarray(at), this.#protocols, this.#isRequest);
      if (next === undefined) return { consumed: at, messages, isLost: true };
      if (next.message === undefined) break;
      if (next.message.summary !== messages.at(-1)?.summary) messages.push(next.message);
      at += next.length;
    }
    return { consumed: at, messages };
  }
}
