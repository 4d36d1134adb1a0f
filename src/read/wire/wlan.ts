import { namesByNumber } from "../../base/names-by-number";
import { loadUint8 } from "../../capture/load-integer";
import { formatMac } from "./ethernet";
import type { LinkEnds } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

/** By 16 × type + subtype (IEEE 802.11 §9.2.4.1.3), in Wireshark's words. */
const kinds = namesByNumber(
  "0 Association Request|1 Association Response|2 Reassociation Request|3 Reassociation Response|" +
    "4 Probe Request|5 Probe Response|8 Beacon frame|10 Disassociate|" +
    "11 Authentication|12 Deauthentication|13 Action|" +
    "24 802.11 Block Ack Req|25 802.11 Block Ack|26 Power-Save poll|27 Request-to-send|28 Clear-to-send|" +
    "29 Acknowledgement|30 CF-End|32 Data|36 Null function (No data)|40 QoS Data|" +
    "44 QoS Null function (No data)",
);

/** Octets before the elements of management frames that name their network. */
const beforeElements: ReadonlyMap<number, number> = new Map([
  [0, 4],
  [2, 10],
  [4, 0],
  [5, 12],
  [8, 12],
]);

const HEADER_LENGTH = 24;
const FIRST = 4;
const SECOND = 10;
const THIRD = 16;
const FOURTH = 24;
const PROTECTED = 0x40;

/** Gives what a frame of 802.11 is: its kind, number and network; undefined where even its receiver is cut. */
export function describeWlan(region: Region): string | undefined {
  const { octets, start } = region;
  const length = capturedLength(region);
  if (length < SECOND) return undefined;
  const kind = kindOf(region);
  const words = [kinds.get(kind) ?? `Type/Subtype ${String(kind)}`];
  if (kind >> 4 !== 1 && length >= HEADER_LENGTH) words.push(`SN=${String(sequenceNumber(octets, start))}`);
  const network = networkName(region, kind);
  if (network !== undefined) words.push(`SSID=${network === "" ? "Wildcard (Broadcast)" : `"${network}"`}`);
  if ((loadUint8(octets, start + 1) & PROTECTED) !== 0) words.push("protected");
  return words.join(", ");
}

/** 16 × type + subtype. */
function kindOf({ octets, start }: Region): number {
  const control = loadUint8(octets, start);
  return ((control >> 2) & 3) * 16 + (control >> 4);
}

function sequenceNumber(octets: Uint8Array, start: number): number {
  return (loadUint8(octets, start + 23) << 4) | (loadUint8(octets, start + 22) >> 4);
}

/** The first element, where it is the network's name. */
function networkName({ octets, start, end }: Region, kind: number): string | undefined {
  const fixed = beforeElements.get(kind);
  if (fixed === undefined) return undefined;
  const at = start + HEADER_LENGTH + fixed;
  const length = loadUint8(octets, at + 1);
  if (at + 2 + length > end || loadUint8(octets, at) !== 0) return undefined;
  return defuse(printableText(octets.subarray(at + 2, at + 2 + length)));
}

/** Gives between whom a frame of 802.11 goes, as far as its addresses say; of an acknowledgment they name the receiver alone. */
export function wlanEnds(region: Region): LinkEnds | undefined {
  const { octets, start } = region;
  const at = (place: number): string | undefined =>
    capturedLength(region) < place + 6 ? undefined : formatMac(octets, start + place);
  const kind = kindOf(region);
  const direction = kind >> 4 === 2 ? loadUint8(octets, start + 1) & 3 : 0;
  const hasSender = kind >> 4 !== 1 || !(kind === 28 || kind === 29);
  const source = direction === 3 ? FOURTH : direction === 2 ? THIRD : SECOND;
  const ends = {
    source: hasSender ? at(source) : undefined,
    destination: at((direction & 1) === 1 ? THIRD : FIRST),
  };
  const { source: from = "Source", destination: to } = ends;
  return to === undefined ? undefined : { source: from, destination: to };
}
