import { loadUint8, loadBig16 } from "../../capture/load-integer";
import { ipv6At } from "./ipv6";
import { namesByNumber } from "../../base/names-by-number";
import { capturedLength, type Region } from "./region";

/** Octets before what an ICMP error quotes. */
const ICMP_HEADER_LENGTH = 8;
const IDENTIFIER_END = 6;
const TARGET_END = 24;

/** The start of an ICMP message of either version (RFC 792, RFC 4443). */
export interface IcmpHeader {
  /** Octets of it that were captured: a code behind them means nothing. */
  readonly readable: number;
  readonly type: number;
  readonly code: number;
  /** Of an echo and of other requests and replies; undefined for other messages. */
  readonly identifier: number | undefined;
  readonly sequence: number | undefined;
  /** Whom neighbors look for (RFC 4861 §4.3), or where a redirect leads. */
  readonly target: string | undefined;
  /** Whether a packet is quoted behind the header. */
  readonly quotes: boolean;
}

/** Their sequence numbers are shorter (RFC 8335). */
const extendedEchoes: readonly number[] = [42, 43];
const numberedTypes: Record<4 | 6, readonly number[]> = {
  4: [0, 8, 13, 14, 15, 16, 17, 18, ...extendedEchoes],
  6: [128, 129],
};
const errorTypes: Record<4 | 6, readonly number[]> = { 4: [3, 4, 5, 11, 12], 6: [1, 2, 3, 4] };
/** Neighbor solicitation and advertisement, and redirect. */
const targetTypes: Record<4 | 6, readonly number[]> = { 4: [], 6: [135, 136, 137] };

/** Reads the start of an ICMP message as far as it was captured; undefined where nothing was. */
export function parseIcmp(region: Region, version: 4 | 6): IcmpHeader | undefined {
  const { octets, start } = region;
  const readable = capturedLength(region);
  if (readable === 0) return undefined;
  const type = loadUint8(octets, start);
  const isNumbered = numberedTypes[version].includes(type);
  const hasSequence = isNumbered && readable >= ICMP_HEADER_LENGTH && !extendedEchoes.includes(type);
  const hasTarget = readable >= TARGET_END && targetTypes[version].includes(type);
  return {
    readable,
    type,
    code: loadUint8(octets, start + 1),
    identifier: isNumbered && readable >= IDENTIFIER_END ? loadBig16(octets, start + 4) : undefined,
    sequence: hasSequence ? loadBig16(octets, start + 6) : undefined,
    target: hasTarget ? ipv6At(octets, start + ICMP_HEADER_LENGTH) : undefined,
    quotes: errorTypes[version].includes(type),
  };
}

const typeNames: Record<4 | 6, ReadonlyMap<number, string>> = {
  4: namesByNumber(
    "0 Echo (ping) reply|3 Destination unreachable|4 Source quench (flow control)|5 Redirect|" +
      "8 Echo (ping) request|9 Router advertisement|10 Router solicitation|11 Time-to-live exceeded|" +
      "12 Parameter problem|13 Timestamp request|14 Timestamp reply|15 Information request|" +
      "16 Information reply|17 Address mask request|18 Address mask reply|" +
      "42 Extended Echo request|43 Extended Echo reply",
  ),
  6: namesByNumber(
    "1 Destination Unreachable|2 Packet Too Big|3 Time Exceeded|4 Parameter Problem|" +
      "128 Echo (ping) request|129 Echo (ping) reply|130 Multicast Listener Query|" +
      "131 Multicast Listener Report|132 Multicast Listener Done|133 Router Solicitation|" +
      "134 Router Advertisement|135 Neighbor Solicitation|136 Neighbor Advertisement|137 Redirect|" +
      "143 Multicast Listener Report Message v2|155 RPL Control",
  ),
};

/** What the codes of errors mean: by 16 × type + code. */
const codeNames: Record<4 | 6, ReadonlyMap<number, string>> = {
  4: namesByNumber(
    "48 Network unreachable|49 Host unreachable|50 Protocol unreachable|51 Port unreachable|" +
      "52 Fragmentation needed|53 Source route failed|57 Network administratively prohibited|" +
      "58 Host administratively prohibited|61 Communication administratively filtered|" +
      "80 Redirect for network|81 Redirect for host|176 Time to live exceeded in transit|" +
      "177 Fragment reassembly time exceeded",
  ),
  6: namesByNumber(
    "16 no route to destination|17 Administratively prohibited|19 Address unreachable|20 Port unreachable|" +
      "48 hop limit exceeded in transit|49 fragment reassembly time exceeded|" +
      "64 erroneous header field encountered|65 unrecognized Next Header type encountered|" +
      "66 unrecognized IPv6 option encountered",
  ),
};

/** Gives an ICMP message in words: `Echo (ping) request id=1 seq=2`, `Destination unreachable (Port unreachable)`. */
export function describeIcmp(header: IcmpHeader, version: 4 | 6): string {
  const { type, code, identifier, sequence, target } = header;
  const name = typeNames[version].get(type) ?? `Type ${String(type)}`;
  if (sequence !== undefined) return `${name} id=${String(identifier)} seq=${String(sequence)}`;
  if (target !== undefined) return `${name} for ${target}`;
  const reason = codeNames[version].get(16 * type + code);
  return reason === undefined ? name : `${name} (${reason})`;
}
