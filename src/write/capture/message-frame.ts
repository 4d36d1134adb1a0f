import type { Message } from "../../trace/trace";
import { messageWords } from "../message-words";
import { ethernetFrame, ipFrame, LONGEST_IP_PAYLOAD, protocols, type PacketEnds } from "./frame-layers";
import { bigEndian, joined, utf8 } from "./octets";
import type { MadeFrame } from "./segment-frame";

/** Words that are no protocol's travel as a datagram to the port that discards them (RFC 863). */
const DISCARD = 9;
const ETHERNET_ARP = 0x0806;
const UDP_HEADER_LENGTH = 8;

const DATAGRAM = /^(?:UDP )?(\d{1,5}) → (\d{1,5}) Len=(\d{1,5})$/u;
const ECHO = /^(?:ICMP(?:v6)? )?Echo \(ping\) (request|reply) id=(\d{1,5}) seq=(\d{1,5})$/u;
const ARP = /^(?:ARP )?(?:Who has \S+\? Tell \S+|\S+ is at (\S+))$/u;

/**
 * Gives the frame of a message: a datagram, an echo or an ARP packet as its words say; words a person wrote
 * become the payload of a datagram, and so do those of a protocol of which nothing more is known.
 */
export function messageFrame(message: Message, ends: PacketEnds): MadeFrame {
  const words = messageWords(message);
  const datagram = DATAGRAM.exec(words);
  if (datagram !== null) {
    const [source = 0, destination = 0, length = 0] = datagram.slice(1).map(Number);
    const octets = udpFrame(ends, [source, destination], new Uint8Array(length));
    return { octets, lost: length > 0 ? ["payload that is not known (zeros stand for it)"] : [] };
  }
  const echo = ECHO.exec(words);
  if (echo !== null) return { octets: echoFrame(ends, echo, message.length ?? 0), lost: [] };
  const arp = ends.addresses[0].length === 4 ? ARP.exec(words) : null;
  if (arp !== null) return { octets: arpFrame(ends, arp[1] !== undefined), lost: [] };
  const payload = utf8(words, LONGEST_IP_PAYLOAD - UDP_HEADER_LENGTH);
  const lost =
    message.protocol === undefined ? [] : ["octets of a message (a datagram with its words stands for it)"];
  return { octets: udpFrame(ends, [DISCARD, DISCARD], payload), lost };
}

/** Whether only the words of a message travel. */
export function isFreeText(message: Message): boolean {
  const words = messageWords(message);
  return ![DATAGRAM, ECHO, ARP].some((known) => known.test(words));
}

function udpFrame(ends: PacketEnds, ports: readonly [number, number], payload: Uint8Array): Uint8Array {
  const length = Math.min(payload.length, LONGEST_IP_PAYLOAD - UDP_HEADER_LENGTH);
  const header = bigEndian([ports[0], 2], [ports[1], 2], [UDP_HEADER_LENGTH + length, 2], [0, 2]);
  return ipFrame(ends, protocols.udp, joined([header, payload.subarray(0, length)]), 6);
}

function echoFrame(
  ends: PacketEnds,
  [, kind, identifier, sequence]: RegExpExecArray,
  length: number,
): Uint8Array {
  const isSix = ends.addresses[0].length === 16;
  const isRequest = kind === "request";
  const type = isSix ? (isRequest ? 128 : 129) : isRequest ? 8 : 0;
  const header = bigEndian([type, 1], [0, 3], [Number(identifier), 2], [Number(sequence), 2]);
  const around = 14 + (isSix ? 40 : 20) + header.length;
  const data = new Uint8Array(Math.max(0, Math.min(length - around, LONGEST_IP_PAYLOAD - header.length)));
  return ipFrame(ends, isSix ? protocols.icmpv6 : protocols.icmp, joined([header, data]), 2);
}

function arpFrame({ addresses, hardware }: PacketEnds, isReply: boolean): Uint8Array {
  const end = (which: 0 | 1, isKnown: boolean): readonly Uint8Array[] => [
    isKnown ? bigEndian([0x0200, 2], [hardware[which], 4]) : new Uint8Array(6),
    addresses[which],
  ];
  const head = bigEndian([1, 2], [0x0800, 2], [6, 1], [4, 1], [isReply ? 2 : 1, 2]);
  return ethernetFrame(hardware, ETHERNET_ARP, joined([head, ...end(0, true), ...end(1, isReply)]));
}
