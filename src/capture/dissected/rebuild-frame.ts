import { LONGEST_FRAME } from "../frame-record";
import { numberOf, octetsOf } from "./dissected-value";
import { linkTypeOfEncapsulation } from "./encapsulations";
import { packetValue, type DissectedLayer } from "./packet-layers";
import { headerBuilders } from "./rebuild-headers";

/** A frame made again of what a dissection tells about it. */
export interface RebuiltFrame {
  readonly octets: Uint8Array;
  /** A number of the tcpdump registry; −1 where it is not known. */
  readonly linkType: number;
  /** Octets that were captured of it: fewer, or more, than could be made again. */
  readonly capturedLength: number;
  /** Octets it had on the wire. */
  readonly originalLength: number;
}

const RAW_IP = 101;
/** The same, of one version alone. */
const bareIp: readonly number[] = [228, 229];

/** Link types of the layers a frame may begin with. */
const firstLayers: ReadonlyMap<string, number> = new Map([
  ["eth", 1],
  ["sll", 113],
  ["ip", RAW_IP],
  ["ipv6", RAW_IP],
]);

/** Layers whose octets are told: what they carry is in them, and nothing has to be made again behind them. */
const carriers: ReadonlyMap<string, readonly [payload: string, length: string, header: number]> = new Map([
  ["tcp", ["tcp_payload", "tcp_len", 0]],
  ["udp", ["udp_payload", "udp_length", 8]],
]);

/**
 * Gives the frame of a packet: its own octets where the text holds them (`-x`), else its headers made again from
 * their fields, as far as they are of known kinds, and the payload.
 *
 * What is not told is zero, up to the length that was captured; but a payload that is missing stays missing.
 */
export function rebuildFrame(layers: readonly DissectedLayer[]): RebuiltFrame {
  const encapsulation = linkTypeOfEncapsulation(numberOf(packetValue(layers, "frame_encap_type")));
  const captured = Math.min(numberOf(packetValue(layers, "frame_cap_len")) ?? 0, LONGEST_FRAME);
  const raw = octetsOf(packetValue(layers, "frame_raw"));
  const told = numberOf(packetValue(layers, "frame_len"));
  if (raw.length > 0) {
    const lengths = { capturedLength: raw.length, originalLength: told ?? raw.length };
    return { octets: raw, linkType: encapsulation === -1 ? 1 : encapsulation, ...lengths };
  }
  const start = layers.findIndex(({ name }) => firstLayers.has(name));
  const { octets, isWhole, first } = headers(start < 0 ? [] : layers.slice(start));
  const filled = isWhole && octets.length < captured ? padded(octets, captured) : octets;
  const lengths = {
    capturedLength: captured === 0 ? filled.length : captured,
    originalLength: Math.min(told ?? filled.length, 0xffff_ffff),
  };
  return { octets: filled, linkType: linkTypeOf(first, encapsulation), ...lengths };
}

function linkTypeOf(first: string | undefined, encapsulation: number): number {
  const linkType = firstLayers.get(first ?? "") ?? encapsulation;
  return linkType === RAW_IP && bareIp.includes(encapsulation) ? encapsulation : linkType;
}

interface Headers {
  readonly octets: Uint8Array;
  /** Whether nothing that is told to be there is missing. */
  readonly isWhole: boolean;
  /** The layer they begin with. */
  readonly first: string | undefined;
}

/** Gives the headers of layers; where one between them cannot be made again, those of the packet within. */
function headers(layers: readonly DissectedLayer[]): Headers {
  const pieces: (Uint8Array | readonly number[])[] = [];
  const first = layers[0]?.name;
  for (const [at, layer] of layers.entries()) {
    const next = layers.slice(at + 1);
    const builder = headerBuilders.get(layer.name);
    if (builder === undefined) {
      const within = next.findIndex(({ name }) => name === "ip" || name === "ipv6");
      if (within >= 0) return headers(next.slice(within));
      break;
    }
    pieces.push(...builder(layer, next));
    const carried = carriedOctets(layer);
    // An older Wireshark does not tell what a datagram carries: the tunnel's layers follow.
    if (carried !== undefined && (layer.name === "tcp" || carried.found > 0))
      return { octets: joined(pieces), isWhole: carried.found >= carried.told, first };
  }
  return { octets: joined(pieces), isWhole: true, first };
}

function carriedOctets({ name, values }: DissectedLayer): { found: number; told: number } | undefined {
  const carrier = carriers.get(name);
  if (carrier === undefined) return undefined;
  const [payload, length, header] = carrier;
  return {
    found: octetsOf(values.get(payload)).length,
    told: (numberOf(values.get(length)) ?? 0) - header,
  };
}

function joined(pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const octets = new Uint8Array(Math.min(length, LONGEST_FRAME));
  let at = 0;
  for (const piece of pieces) {
    if (at + piece.length > octets.length) break;
    octets.set(piece, at);
    at += piece.length;
  }
  return octets;
}

function padded(octets: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(octets);
  return whole;
}
