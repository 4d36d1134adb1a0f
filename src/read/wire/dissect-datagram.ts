import { namesByNumber } from "../../base/names-by-number";
import { loadUint8 } from "../../capture/load-integer";
import { readCoded } from "./coded-datagram";
import { readDhcp } from "./dhcp";
import { readDns } from "./dns";
import { readDtls } from "./dtls";
import type { EarlierDatagrams } from "./earlier-datagrams";
import { readNbns } from "./nbns";
import { readNtp } from "./ntp";
import type { ApplicationMessage, LinkEnds, Packet } from "./packet";
import { readQuic } from "./quic";
import type { QuicHellos } from "./quic-hellos";
import { endOfHead, mayStartLine, readHead } from "./start-line";
import { after, capturedLength, limited, wireLength, type Region } from "./region";
import { readStun } from "./stun";
import { UDP_HEADER_LENGTH, type UdpHeader } from "./udp";

const TFTP_PORT = 69;

type MessageReader = (region: Region) => ApplicationMessage | undefined;

/** Readers by the port of either end. */
const readersByPort: ReadonlyMap<number, MessageReader> = new Map<number, MessageReader>([
  [53, (region) => readDns(region, "dns")],
  [67, readDhcp],
  [68, readDhcp],
  [123, readNtp],
  [137, readNbns],
  [1900, readDiscovery],
  [5060, readStartLine],
  [5353, (region) => readDns(region, "mdns")],
  [5355, (region) => readDns(region, "llmnr")],
]);

/** Adds the message in a packet's innermost datagram, where its port or its octets tell what it is; `data` where not. */
export function dissectDatagram(packet: Packet, earlier: EarlierDatagrams): void {
  const { innermost } = packet;
  const datagram = packet.udp.find((header) => header === innermost?.transport);
  if (innermost === undefined || datagram === undefined || packet.protocols.at(-1) !== "udp") return;
  const payload = datagramPayload(datagram);
  if (capturedLength(payload) === 0 || isTooShort(datagram, innermost)) return;
  const { sourcePort, destinationPort } = datagram;
  const ends = [
    `${innermost.source} ${String(sourcePort)}`,
    `${innermost.destination} ${String(destinationPort)}`,
  ];
  // As in Wireshark, the lower port is asked first.
  const ports = [Math.min(sourcePort, destinationPort), Math.max(sourcePort, destinationPort)];
  const message =
    readByPort(payload, ports) ??
    readByStart(payload, earlier.hellos) ??
    readLater(payload, earlier.protocolOf(ends));
  if (message === undefined) {
    nameDatagram(packet, payload, ports);
    return;
  }
  packet.messages.push(message);
  packet.protocols.push(message.protocol);
  if (isRemembered.has(message.protocol)) earlier.know(ends[0] ?? "", message.protocol);
}

/** Of IPv6, length 0 is a jumbogram's; else a datagram shorter than its header holds nothing. */
function isTooShort({ length }: UdpHeader, { source }: LinkEnds): boolean {
  return length < UDP_HEADER_LENGTH && (length !== 0 || !source.includes(":"));
}

/** Protocols whose later datagrams do not say what they are. */
const isRemembered: ReadonlySet<string> = new Set(["quic", "tftp"]);

function readByPort(payload: Region, ports: readonly number[]): ApplicationMessage | undefined {
  for (const port of ports) {
    const reader = readersByPort.get(port);
    const message = reader === undefined ? readCoded(payload, port) : reader(payload);
    if (message !== undefined) return message;
  }
  return undefined;
}

function readByStart(payload: Region, hellos: QuicHellos): ApplicationMessage | undefined {
  return readQuic(payload, hellos) ?? readDtls(payload) ?? readStun(payload);
}

/** Reads a datagram of an end that is known: a transfer's is sent to another port, QUIC's is protected. */
function readLater(payload: Region, protocol: string | undefined): ApplicationMessage | undefined {
  if (protocol === "tftp") return readCoded(payload, TFTP_PORT);
  const isProtected = protocol === "quic" && loadUint8(payload.octets, payload.start) >> 6 === 1;
  if (!isProtected) return undefined;
  const length = String(wireLength(payload));
  return { protocol, name: "QUIC", summary: `Protected Payload Len=${length}`, fields: {} };
}

/** Protocols that are known by their port alone, and of whose messages at most the kind is told. */
const namedByPort = namesByNumber(
  "319 ptp|320 ptp|520 rip|521 ripng|646 ldp|698 olsr|1985 hsrp|2029 hsrp|3222 glbp|3503 mpls-echo|" +
    "3784 bfd|3785 bfd|4342 lisp|4784 bfd|5246 capwap|6343 sflow|6696 babel|6784 bfd",
);

function nameDatagram(packet: Packet, region: Region, ports: readonly number[]): void {
  const name = ports.map((port) => namedByPort.get(port)).find((known) => known !== undefined) ?? "data";
  packet.protocols.push(name);
  if (name !== "data") packet.layer = { name, region };
}

/** Gives the payload of a datagram: no longer than its header says. */
export function datagramPayload({ octets, length }: UdpHeader): Region {
  const datagram = length < UDP_HEADER_LENGTH ? octets : limited(octets, length);
  return after(datagram, UDP_HEADER_LENGTH);
}

function readDiscovery(region: Region): ApplicationMessage | undefined {
  const message = readStartLine(region);
  return message && { ...message, protocol: "ssdp", name: "SSDP" };
}

/** Reads the head of a SIP message (RFC 3261 §7), or of SSDP's, which look like HTTP; one that is cut as far as it goes. */
function readStartLine({ octets, start, end }: Region): ApplicationMessage | undefined {
  const payload = octets.subarray(start, end);
  if (!mayStartLine(payload)) return undefined;
  const head = endOfHead(payload);
  return readHead(payload, head < 0 ? payload.length : head)?.message;
}
