import { loadBig16, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ethertype, udpTunnel, type Layer, type NextLayer } from "./next-layer";

const UDP_HEADER_LENGTH = 8;
const TCP_HEADER_LENGTH = 20;
/** All of a TCP header that an ICMP error must quote (RFC 792). */
const QUOTED_LENGTH = 8;
const ICMP_HEADER_LENGTH = 8;

/** TCP: nothing behind it is a layer of the walk. */
export function readTcp(walk: FrameWalk): NextLayer {
  walk.open("tcp", walk.isQuoted ? QUOTED_LENGTH : TCP_HEADER_LENGTH);
  return END;
}

/** UDP-Lite (RFC 3828): its length field says how much of it the checksum covers. */
export function readUdpLite(walk: FrameWalk): NextLayer {
  walk.open("udplite", UDP_HEADER_LENGTH);
  return END;
}

/** UDP: some ports are those of tunnels; the lower one is asked first, as in Wireshark. */
export function readUdp(walk: FrameWalk): NextLayer {
  if (!walk.open("udp", UDP_HEADER_LENGTH) || walk.isQuoted) return END;
  const source = loadBig16(walk.octets, walk.at);
  const destination = loadBig16(walk.octets, walk.at + 2);
  const tunnel = tunnelPort(source, destination);
  if (tunnel === 0) return END;
  const length = loadBig16(walk.octets, walk.at + 4);
  // Of IPv6, length 0 is a jumbogram's; else a datagram shorter than its header holds nothing.
  if (length < UDP_HEADER_LENGTH && (length !== 0 || walk.version === 4)) return END;
  if (length !== 0) walk.limit(length);
  walk.at += UDP_HEADER_LENGTH;
  return udpTunnel(tunnel);
}

/** UDP ports that `walk-frame.ts` knows tunnels of. */
const tunnels: ReadonlySet<number> = new Set([
  434, 1701, 2152, 2268, 3386, 3544, 4341, 4342, 4754, 4789, 4790, 5072, 5247, 6081, 6635, 30030, 37008,
]);

/** Services whose clients may have a tunnel's port by chance. */
const services: ReadonlySet<number> = new Set([
  53, 67, 69, 88, 111, 123, 137, 138, 161, 162, 389, 443, 500, 514,
]);

/** Gives the port by which a datagram is a tunnel's; 0 for others. */
export function tunnelPort(source: number, destination: number): number {
  const low = Math.min(source, destination);
  if (tunnels.has(low)) return low;
  if (services.has(low)) return 0;
  const high = Math.max(source, destination);
  return tunnels.has(high) ? high : 0;
}

/** Requests and replies that carry whatever their sender likes, of either version. */
const echoes: ReadonlySet<number> = new Set([0, 8, 128, 129]);

/** ICMP of either version: errors quote the packet they are about. */
function icmp(name: string, quoting: readonly number[], quoted: NextLayer): Layer {
  return (walk) => {
    if (!walk.open(name, ICMP_HEADER_LENGTH)) return END;
    const type = loadUint8(walk.octets, walk.at);
    if (!quoting.includes(type)) {
      if (echoes.has(type) && walk.captured > ICMP_HEADER_LENGTH) walk.enter("data");
      return END;
    }
    const most = name === "icmp" ? mostQuoted(walk) : Infinity;
    walk.at += ICMP_HEADER_LENGTH;
    walk.isQuoted = true;
    if (walk.captured > 0) walk.end = Math.min(walk.end, walk.at + internetHeaderLength(walk) + most);
    return quoted;
  };
}

const REDIRECT = 5;

/**
 * Octets behind the quoted IP header that Wireshark looks at: of a redirect those that it must have, of other errors
 * as many as the length field of RFC 4884 says, in words, though that counts the IP header, too.
 */
function mostQuoted({ octets, at }: FrameWalk): number {
  if (loadUint8(octets, at) === REDIRECT) return QUOTED_LENGTH;
  const words = loadUint8(octets, at + 5);
  return words === 0 ? Infinity : words * 4;
}

function internetHeaderLength({ octets, at }: FrameWalk): number {
  return (loadUint8(octets, at) & 15) << 2;
}

/** ICMP (RFC 792). */
export const readIcmp = icmp("icmp", [3, 4, 5, 11, 12], ethertype(0x0800));
/** ICMPv6 (RFC 4443). */
export const readIcmpv6 = icmp("icmpv6", [1, 2, 3, 4], ethertype(0x86dd));
