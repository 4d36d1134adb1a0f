import { readDhcp } from "./dhcp";
import { readDns } from "./dns";
import { readNtp } from "./ntp";
import type { ApplicationMessage, Packet } from "./packet";
import { readQuic } from "./quic";
import type { QuicHellos } from "./quic-hellos";
import { endOfHead, mayStartLine, readHead } from "./start-line";
import { after, capturedLength, limited, type Region } from "./region";
import { UDP_HEADER_LENGTH, type UdpHeader } from "./udp";

type MessageReader = (region: Region, hellos: QuicHellos) => ApplicationMessage | undefined;

/** Readers by the port of either end. */
const readersByPort: ReadonlyMap<number, MessageReader> = new Map<number, MessageReader>([
  [53, (region) => readDns(region, "dns")],
  [67, readDhcp],
  [68, readDhcp],
  [123, readNtp],
  [443, readQuic],
  [1900, readDiscovery],
  [5060, readStartLine],
  [5353, (region) => readDns(region, "mdns")],
  [5355, (region) => readDns(region, "llmnr")],
]);

/** Adds the message in a packet's innermost datagram, where its port tells what it is; `data` where not. */
export function dissectDatagram(packet: Packet, hellos: QuicHellos): void {
  const datagram = packet.udp.find((header) => header === packet.innermost?.transport);
  if (datagram === undefined || packet.protocols.at(-1) !== "udp") return;
  const payload = datagramPayload(datagram);
  const { sourcePort, destinationPort } = datagram;
  // As in Wireshark, the lower port is asked first.
  const reader =
    readersByPort.get(Math.min(sourcePort, destinationPort)) ??
    readersByPort.get(Math.max(sourcePort, destinationPort));
  const message = (reader ?? readQuic)(payload, hellos);
  if (message !== undefined) {
    packet.messages.push(message);
    packet.protocols.push(message.protocol);
  } else if (capturedLength(payload) > 0) packet.protocols.push("data");
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
