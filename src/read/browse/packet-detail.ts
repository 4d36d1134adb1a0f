import type { CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { findField, knownFields, needsAnalysis } from "../fields/known-fields";
import { FrameDissector, withFragments } from "../frame-dissector";
import { frameOctets } from "../frame-octets";
import type { Packet } from "../wire/packet";

/** Octets of a frame that are shown: the rest is counted. */
const OCTETS_SHOWN = 65_536;

/** A frame in full. */
export interface PacketDetail {
  readonly row: number;
  /** By layer, as Wireshark abbreviates it; only fields the frame has. */
  readonly layers: readonly PacketLayer[];
  /** As captured, at most the first 65,536. */
  readonly octets: Uint8Array;
  readonly capturedLength: number;
}

/** The fields of one layer: Wireshark's names, and values as `tshark -T fields` prints them. */
export interface PacketLayer {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** Gives a frame's fields and octets; undefined where there is no such frame, or the file has become shorter. */
export async function showPacket(
  source: CaptureSource,
  index: CaptureIndex,
  row: number,
): Promise<PacketDetail | undefined> {
  if (!(row >= 0 && row < index.frameCount)) return undefined;
  const dissector = new FrameDissector(index);
  for await (const frame of frameOctets(source, index, withFragments(index, [row]))) {
    const { row: at, octets } = frame;
    const packet = dissector.next(frame);
    if (at !== row) continue;
    return {
      row,
      layers: layersOf(index, row, packet),
      octets: octets.slice(0, OCTETS_SHOWN),
      capturedLength: octets.length,
    };
  }
  return undefined;
}

function layersOf(index: CaptureIndex, row: number, packet: Packet): readonly PacketLayer[] {
  const facts = { index, row, packet, analysis: undefined };
  const layers = new Map<string, { name: string; value: string }[]>();
  for (const name of knownFields) {
    // The analysis of one frame needs all those before it.
    if (needsAnalysis(name)) continue;
    const value = findField(name)?.cells(facts, index.rules).join(", ") ?? "";
    if (value === "") continue;
    const layer = name.slice(0, name.indexOf("."));
    const fields = layers.get(layer) ?? [];
    fields.push({ name, value });
    layers.set(layer, fields);
  }
  return [...layers].map(([name, fields]) => ({ name, fields }));
}
