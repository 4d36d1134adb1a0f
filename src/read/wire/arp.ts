import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { formatMac } from "./ethernet";
import { capturedLength, wireLength, type Region } from "./region";

const HEADER_LENGTH = 8;
const IPV4_LENGTH = 4;
const MAC_LENGTH = 6;
const ETHERTYPE_IPV4 = 0x0800;
/** Hardware whose addresses are those of Ethernet, and one that has a packet of another form. */
const ETHERNET = 1;
const IEEE_802 = 6;
const ATM = 19;
const REVERSE_ERROR = 7;

/** An ARP packet (RFC 826). Addresses are undefined where they are of another kind, or were not captured. */
export interface ArpPacket {
  /** 1 asks, 2 answers; 3 and 4 the other way round (RFC 903), 8 and 9 too (RFC 2390). */
  readonly operation: number;
  /** Of Ethernet. */
  readonly senderHardware: string | undefined;
  /** Of IPv4. */
  readonly senderAddress: string | undefined;
  readonly targetHardware: string | undefined;
  readonly targetAddress: string | undefined;
}

/** How many of the four addresses Wireshark puts into words, by operation: where one of those is cut it shows none. */
const addressesInWords: readonly number[] = [0, 4, 4, 3, 4, 3, 4, 0, 3, 2, 0, 2, ...new Array<number>(11), 2];

/** Reads an ARP packet as far as it was captured; undefined where not even its operation was. */
export function parseArp(region: Region): ArpPacket | undefined {
  const { octets, start } = region;
  const captured = capturedLength(region);
  const kind = loadBig16(octets, start);
  if (captured < HEADER_LENGTH || kind === ATM) return undefined;
  const hardware = loadUint8(octets, start + 4);
  const length = loadUint8(octets, start + 5);
  const operation = loadBig16(octets, start + 6);
  /** Where so many of the addresses end. */
  const endOf = (count: number): number =>
    HEADER_LENGTH + Math.ceil(count / 2) * hardware + Math.floor(count / 2) * length;
  const isWhole = wireLength(region) >= endOf(4);
  const isTold = (count: number): boolean =>
    isWhole && captured >= Math.max(endOf(count), endOf(addressesInWords[operation] ?? 0));
  const hasMacs = (kind === ETHERNET || kind === IEEE_802) && hardware === MAC_LENGTH;
  const hasIpv4 = loadBig16(octets, start + 2) === ETHERTYPE_IPV4 && length === IPV4_LENGTH;
  const hardwareAt = (before: number): string | undefined =>
    hasMacs && isTold(before + 1) ? formatMac(octets, start + endOf(before)) : undefined;
  const addressAt = (before: number): string | undefined =>
    hasIpv4 && isTold(before + 1) ? formatIpv4(loadBig32(octets, start + endOf(before))) : undefined;
  return {
    operation,
    senderHardware: hardwareAt(0),
    senderAddress: addressAt(1),
    targetHardware: hardwareAt(2),
    targetAddress: operation === REVERSE_ERROR ? undefined : addressAt(3),
  };
}

/** Gives an ARP packet in Wireshark's words: `Who has 192.0.2.1? Tell 192.0.2.2`. */
export function describeArp(arp: ArpPacket): string {
  const { operation, senderAddress, targetAddress } = arp;
  const words =
    senderAddress === undefined || targetAddress === undefined
      ? undefined
      : describeAddresses(arp, senderAddress, targetAddress);
  return words ?? `ARP operation ${String(operation)}`;
}

function describeAddresses(arp: ArpPacket, senderAddress: string, targetAddress: string): string | undefined {
  const [sender, target] = [arp.senderHardware ?? "its sender", arp.targetHardware ?? "its target"];
  if (arp.operation < 3 && senderAddress === targetAddress) return describeAnnouncement(arp, targetAddress);
  switch (arp.operation) {
    case 1:
      return `Who has ${targetAddress}? ${senderAddress === "0.0.0.0" ? "(ARP Probe)" : `Tell ${senderAddress}`}`;
    case 2:
      return `${senderAddress} is at ${sender}`;
    case 3:
    case 8:
      return `Who is ${target}? Tell ${sender}`;
    case 4:
      return `${target} is at ${targetAddress}`;
    case 9:
      return `${sender} is at ${senderAddress}`;
    default:
      return undefined;
  }
}

/** Of whom asks for itself, or answers to itself. */
function describeAnnouncement({ operation, targetHardware = "" }: ArpPacket, targetAddress: string): string {
  if (operation === 2) return `Gratuitous ARP for ${targetAddress} (Reply)`;
  return /[1-9a-f]/u.test(targetHardware)
    ? `Gratuitous ARP for ${targetAddress} (Request)`
    : `ARP Announcement for ${targetAddress}`;
}
