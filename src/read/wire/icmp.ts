import { loadUint8, loadBig16 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets before what an ICMP error quotes. */
const ICMP_HEADER_LENGTH = 8;
const SHORTEST = 4;

/** The start of an ICMP message of either version (RFC 792, RFC 4443). */
export interface IcmpHeader {
  readonly type: number;
  readonly code: number;
  /** Of an echo; undefined for other messages. */
  readonly identifier: number | undefined;
  readonly sequence: number | undefined;
  /** Whether a packet is quoted behind the header. */
  readonly quotes: boolean;
}

const echoTypes: Record<4 | 6, readonly number[]> = { 4: [0, 8], 6: [128, 129] };
const errorTypes: Record<4 | 6, readonly number[]> = { 4: [3, 4, 5, 11, 12], 6: [1, 2, 3, 4] };

/** Reads the start of an ICMP message; undefined where it is cut. */
export function parseIcmp(region: Region, version: 4 | 6): IcmpHeader | undefined {
  const { octets, start } = region;
  if (capturedLength(region) < SHORTEST) return undefined;
  const type = loadUint8(octets, start);
  const hasEcho = capturedLength(region) >= ICMP_HEADER_LENGTH && echoTypes[version].includes(type);
  return {
    type,
    code: loadUint8(octets, start + 1),
    identifier: hasEcho ? loadBig16(octets, start + 4) : undefined,
    sequence: hasEcho ? loadBig16(octets, start + 6) : undefined,
    quotes: errorTypes[version].includes(type),
  };
}

const words4: ReadonlyMap<number, string> = new Map([
  [0, "Echo (ping) reply"],
  [3, "Destination unreachable"],
  [5, "Redirect"],
  [8, "Echo (ping) request"],
  [11, "Time-to-live exceeded"],
  [12, "Parameter problem"],
]);

const unreachable4: ReadonlyMap<number, string> = new Map([
  [0, "Network unreachable"],
  [1, "Host unreachable"],
  [2, "Protocol unreachable"],
  [3, "Port unreachable"],
  [4, "Fragmentation needed"],
  [13, "Communication administratively filtered"],
]);

const words6: ReadonlyMap<number, string> = new Map([
  [1, "Destination Unreachable"],
  [2, "Packet Too Big"],
  [3, "Time Exceeded"],
  [4, "Parameter Problem"],
  [128, "Echo (ping) request"],
  [129, "Echo (ping) reply"],
  [133, "Router Solicitation"],
  [134, "Router Advertisement"],
  [135, "Neighbor Solicitation"],
  [136, "Neighbor Advertisement"],
  [143, "Multicast Listener Report Message v2"],
]);

/** Gives an ICMP message in words: `Echo (ping) request id=1 seq=2`, `Destination unreachable (Port unreachable)`. */
export function describeIcmp(header: IcmpHeader, version: 4 | 6): string {
  const name = (version === 4 ? words4 : words6).get(header.type) ?? `Type ${String(header.type)}`;
  if (header.sequence !== undefined)
    return `${name} id=${String(header.identifier)} seq=${String(header.sequence)}`;
  const reason = version === 4 && header.type === 3 ? unreachable4.get(header.code) : undefined;
  return reason === undefined ? name : `${name} (${reason})`;
}
