import type { ApplicationMessage } from "./packet";
import { printableText } from "./printable-text";
import { endOfHead, LONGEST_HEAD, mayStartLine, readHead, type MessageHead } from "./start-line";
import type { StreamReader, StreamReading } from "./stream-reader";

const LONGEST_CHUNK_LINE = 256;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * Reads one direction of an HTTP/1, SIP or RTSP connection (RFC 9112): the head of each message, at the
 * segment that completes it. Bodies are stepped over by their length or their chunks.
 */
export class HttpReader implements StreamReader {
  /** Between the chunks of a body. */
  #isChunked = false;

  read(octets: Uint8Array): StreamReading {
    const messages: ApplicationMessage[] = [];
    let at = 0;
    while (at < octets.length) {
      const step: Step = this.#isChunked
        ? this.#chunk(octets.subarray(at))
        : this.#head(octets.subarray(at), messages);
      if (step === "lost") return { consumed: at, messages, isLost: true };
      if (step === "more") break;
      at += step;
    }
    return { consumed: at, messages };
  }

  #head(octets: Uint8Array, messages: ApplicationMessage[]): Step {
    // Empty lines before a start line are none's (RFC 9112 §2.2), and keep SIP's connections alive.
    if (octets[0] === CARRIAGE_RETURN || octets[0] === LINE_FEED) return 1;
    const line = octets.indexOf(LINE_FEED) + 1;
    const isOther = line > 0 && readHead(octets, line) === undefined;
    if (isOther || (octets.length >= 3 && !mayStartLine(octets))) return "lost";
    const end = endOfHead(octets);
    if (end < 0) return octets.length > LONGEST_HEAD ? "lost" : "more";
    const head = readHead(octets, end);
    if (head === undefined) return "lost";
    messages.push(head.message);
    this.#isChunked = head.headers.get("transfer-encoding")?.toLowerCase().endsWith("chunked") === true;
    return this.#isChunked ? end : end + bodyLength(head);
  }

  #chunk(octets: Uint8Array): Step {
    const line = octets.indexOf(LINE_FEED);
    if (line < 0) return octets.length > LONGEST_CHUNK_LINE ? "lost" : "more";
    const size = /^[0-9a-f]{1,8}/iu.exec(printableText(octets.subarray(0, line), LONGEST_CHUNK_LINE))?.[0];
    if (size === undefined) return "lost";
    const length = Number.parseInt(size, 16);
    if (length > 0) return line + 1 + length + 2;
    const end =
      octets[line + 1] === CARRIAGE_RETURN || octets[line + 1] === LINE_FEED
        ? line + 3
        : endOfHead(octets, line);
    if (end < 0) return "more";
    this.#isChunked = false;
    return end;
  }
}

/** Octets to step over, or why not. */
type Step = number | "more" | "lost";

/**
 * A response without a length goes on to the end of the connection, but for those that never have a body, or open a
 * tunnel (RFC 9110 §9.3.6): what is in it has no type.
 */
function bodyLength({ headers, code, message }: MessageHead): number {
  if (code !== undefined && (code < 200 || code === 204 || code === 304)) return 0;
  const length = Number(headers.get("content-length") ?? Number.NaN);
  if (Number.isSafeInteger(length) && length >= 0) return length;
  const isTunnel = code === 200 && !headers.has("content-type");
  return code === undefined || isTunnel || message.protocol !== "http" ? 0 : Number.MAX_SAFE_INTEGER;
}
