import { LONGEST_FRAME } from "../frame-record";
import { numberOf, octetsOf } from "./dissected-value";
import { linkTypeOfEncapsulation } from "./encapsulations";
import { packetValue, type DissectedLayer } from "./packet-layers";
import { joined, numberIn, type Pieces } from "./header-pieces";
import { cookedFor, headerBuilders } from "./rebuild-headers";
import { isCompleted } from "./rebuild-packet";

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
const COOKED = 113;
/** Links whose frames begin with the same layer as another's: IP of one version alone, the second cooked capture. */
const likeOthers: ReadonlyMap<number, string> = new Map([
  [228, "ip"],
  [229, "ipv6"],
  [276, "sll"],
]);

/** Link types of the layers a frame may begin with. */
const firstLayers: ReadonlyMap<string, number> = new Map([
  ["eth", 1],
  ["sll", COOKED],
  ["ip", RAW_IP],
  ["ipv6", RAW_IP],
  // Behind a link that cannot be made again, a cooked one.
  ["arp", COOKED],
  ["mpls", COOKED],
  ["pppoes", COOKED],
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
  const length = numberOf(packetValue(layers, "frame_len"));
  const told = length === undefined ? undefined : Math.min(length, 0xffff_ffff);
  const captured = numberOf(packetValue(layers, "frame_cap_len"));
  const raw = octetsOf(packetValue(layers, "frame_raw"));
  if (raw.length > 0) {
    const lengths = { capturedLength: raw.length, originalLength: told ?? raw.length };
    return { octets: raw, linkType: encapsulation === -1 ? 1 : encapsulation, ...lengths };
  }
  return {
    ...frameOfFields(layers, encapsulation, captured),
    ...(told === undefined ? {} : { originalLength: told }),
  };
}

function frameOfFields(
  layers: readonly DissectedLayer[],
  encapsulation: number,
  captured: number | undefined,
): RebuiltFrame {
  const start = layers.findIndex(({ name }) => firstLayers.has(name));
  const capturedLength = Math.min(captured ?? 0, LONGEST_FRAME);
  // Zeros would be taken for headers.
  if (start < 0) {
    const linkType = captured === 0 ? encapsulation : -1;
    return { octets: new Uint8Array(0), linkType, capturedLength, originalLength: capturedLength };
  }
  const { octets, missing, first } = headers(layers.slice(start));
  const fit = captured === undefined ? octets : fitted(octets, missing === 0, captured, layers);
  const filled = joined([...linkFor(first ?? ""), fit]);
  return {
    octets: filled,
    linkType: linkTypeOf(first, encapsulation),
    capturedLength: captured === undefined ? filled.length : capturedLength,
    originalLength: filled.length + (Number.isFinite(missing) ? missing : 0),
  };
}

/** Cuts headers where the frame was cut, or fills them up to there; a datagram that was put together is longer than its frame. */
function fitted(
  octets: Uint8Array,
  isWhole: boolean,
  captured: number,
  layers: readonly DissectedLayer[],
): Uint8Array {
  if (octets.length > captured)
    return layers.some(({ values }) => isCompleted(values)) ? octets : octets.subarray(0, captured);
  return isWhole ? padded(octets, Math.min(captured, LONGEST_FRAME)) : octets;
}

function linkTypeOf(first: string | undefined, encapsulation: number): number {
  if (first !== undefined && likeOthers.get(encapsulation) === first) return encapsulation;
  return firstLayers.get(first ?? "") ?? encapsulation;
}

interface Headers {
  readonly octets: Uint8Array;
  /** Octets that are told to be there and were not printed; infinite where the last header itself is cut. */
  readonly missing: number;
  /** The layer they begin with. */
  readonly first: string | undefined;
}

/** Gives the headers of layers; where one between them cannot be made again, those of the packet within. */
function headers(layers: readonly DissectedLayer[]): Headers {
  const first = layers[0]?.name;
  const pieces: (Uint8Array | readonly number[])[] = [];
  for (const [at, layer] of layers.entries()) {
    const next = layers.slice(at + 1);
    const builder = headerBuilders.get(layer.name);
    if (isDamaged(layer)) {
      pieces.push(versionAndLength(layer));
      return { octets: joined(pieces), missing: Number.POSITIVE_INFINITY, first };
    }
    if (builder === undefined) {
      const within = next.findIndex(({ name }) => name === "ip" || name === "ipv6");
      if (within >= 0) return headers(next.slice(within));
      break;
    }
    pieces.push(...builder(layer, next));
    const carried = carriedOctets(layer);
    // An older Wireshark does not tell what a datagram carries: the tunnel's layers follow.
    if (carried !== undefined && (layer.name === "tcp" || carried.found > 0))
      return { octets: joined(pieces), missing: Math.max(0, carried.told - carried.found), first };
  }
  return { octets: joined(pieces), missing: 0, first };
}

/** Gives the header of a cooked link before a layer that has lost its own. */
function linkFor(first: string): Pieces {
  return first !== "sll" && firstLayers.get(first) === COOKED ? cookedFor(first) : [];
}

/** Of a header that is no header Wireshark tells no addresses. */
function isDamaged({ name, values }: DissectedLayer): boolean {
  return (name === "ip" || name === "ipv6") && values.has(`${name}_version`) && !values.has(`${name}_src`);
}

function versionAndLength({ name, values }: DissectedLayer): readonly number[] {
  return [((numberIn(values, `${name}_version`) << 4) | (numberIn(values, `${name}_hdr_len`) >> 2)) & 0xff];
}

function carriedOctets({ name, values }: DissectedLayer): { found: number; told: number } | undefined {
  const carrier = carriers.get(name);
  if (carrier === undefined) return undefined;
  const [payload, length, header] = carrier;
  return {
    found: octetsOf(values.get(payload)).length,
    // Where no length is told the header itself is cut.
    told: (numberOf(values.get(length)) ?? Number.POSITIVE_INFINITY) - header,
  };
}

function padded(octets: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(octets);
  return whole;
}
