import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { formatMac } from "./ethernet";
import { capturedLength, type Region } from "./region";

const HEADER_LENGTH = 8;
const IPV4_LENGTH = 4;
const MAC_LENGTH = 6;

/** An ARP packet for IPv4 (RFC 826). */
export interface ArpPacket {
  /** 1 asks, 2 answers; 3 and 4 the other way round (RFC 903), 8 and 9 too (RFC 2390). */
  readonly operation: number;
  /** Undefined where hardware addresses are none of Ethernet's. */
  readonly senderHardware: string | undefined;
  readonly senderAddress: string;
  readonly targetHardware: string | undefined;
  readonly targetAddress: string;
}

/** Reads an ARP packet; undefined where it is cut, or for other addresses than IPv4's. */
export function parseArp(region: Region): ArpPacket | undefined {
  const { octets, start } = region;
  const hardware = loadUint8(octets, start + 4);
  const length = HEADER_LENGTH + 2 * (hardware + IPV4_LENGTH);
  if (capturedLength(region) < length || loadUint8(octets, start + 5) !== IPV4_LENGTH) return undefined;
  const sender = start + HEADER_LENGTH;
  const target = sender + hardware + IPV4_LENGTH;
  const hardwareAt = (at: number): string | undefined =>
    hardware === MAC_LENGTH ? formatMac(octets, at) : undefined;
  return {
    operation: loadBig16(octets, start + 6),
    senderHardware: hardwareAt(sender),
    senderAddress: formatIpv4(loadBig32(octets, sender + hardware)),
    targetHardware: hardwareAt(target),
    targetAddress: formatIpv4(loadBig32(octets, target + hardware)),
  };
}

/** Gives an ARP packet in Wireshark's words: `Who has 192.0.2.1? Tell 192.0.2.2`. */
export function describeArp(arp: ArpPacket): string {
  const { operation, senderAddress, targetAddress } = arp;
  const [sender, target] = [arp.senderHardware ?? "its sender", arp.targetHardware ?? "its target"];
  if (operation < 3 && senderAddress === targetAddress) return describeAnnouncement(arp);
  switch (operation) {
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
      return `ARP operation ${String(operation)}`;
  }
}

/** Of whom asks for itself, or answers to itself. */
function describeAnnouncement({ operation, targetAddress, targetHardware = "" }: ArpPacket): string {
  if (operation === 2) return `Gratuitous ARP for ${targetAddress} (Reply)`;
  return /[1-9a-f]/u.test(targetHardware)
    ? `Gratuitous ARP for ${targetAddress} (Request)`
    : `ARP Announcement for ${targetAddress}`;
}
