import type { CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { flagNames } from "../../tcp/flags";
import { segmentDraft } from "../capture-segment";
import { rowTime } from "../fields/frame-fields";
import { frameEnds, summarizeFrame } from "../frame-ends";
import { FrameDissector, linkTypeOf, withFragments } from "../frame-dissector";
import { frameOctets } from "../frame-octets";
import type { Packet } from "../wire/packet";

/** A frame in one line of a list. Texts are as captured: whoever shows them makes text of them, nothing else. */
export interface PacketLine {
  readonly row: number;
  /** Seconds since the first frame, with six decimals. */
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly length: number;
  readonly summary: string;
  /** Wireshark's `tcp.stream`; −1 for a frame of none. */
  readonly conversation: number;
}

/** Gives the lines of some frames; `rows` rises. Ends early where the file has become shorter. */
export async function listPackets(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): Promise<readonly PacketLine[]> {
  const lines: PacketLine[] = [];
  const known = rows.filter((row) => row >= 0 && row < index.frameCount);
  const dissector = new FrameDissector(index);
  const wanted = new Set(known);
  for await (const frame of frameOctets(source, index, withFragments(index, known))) {
    const { row } = frame;
    const packet = dissector.next(frame);
    if (!wanted.has(row)) continue;
    lines.push(packetLine(index, row, packet));
  }
  return lines;
}

function packetLine(index: CaptureIndex, row: number, packet: Packet): PacketLine {
  const { source, destination } = frameEnds(packet);
  const length = index.frames.originalLength[row] ?? 0;
  const side = index.frames.conversation[row] ?? -1;
  return {
    row,
    time: relativeTime(index, row),
    source: source.address,
    destination: destination.address,
    length,
    conversation: side < 0 ? -1 : side >> 1,
    ...(describeSegment(index, row, packet) ?? summarizeFrame(packet, linkTypeOf(index, row), length)),
  };
}

function relativeTime({ frames }: CaptureIndex, row: number): string {
  const micros = (rowTime(frames, row) - rowTime(frames, 0)) / 1000n;
  const size = micros < 0n ? -micros : micros;
  return `${micros < 0n ? "-" : ""}${String(size / 1_000_000n)}.${String(size % 1_000_000n).padStart(6, "0")}`;
}

/** Gives a segment as `50000 → 80 [SYN] Seq=0 Win=64240 Len=0`; undefined for other frames. */
function describeSegment(
  index: CaptureIndex,
  row: number,
  packet: Packet,
): { readonly protocol: string; readonly summary: string } | undefined {
  const header = packet.tcp[0];
  const segment = segmentDraft(index, row, packet, undefined);
  if (header === undefined || segment === undefined) return undefined;
  const ack = segment.relativeAck === undefined ? "" : ` Ack=${String(segment.relativeAck)}`;
  const payload = segment.payload === undefined ? "" : `  ${segment.payload}`;
  const ports = `${String(header.sourcePort)} → ${String(header.destinationPort)}`;
  const flags = flagNames(segment.flags).join(", ");
  const numbers = `Seq=${String(segment.relativeSeq)}${ack} Win=${String(segment.scaledWindow)}`;
  return {
    protocol: "TCP",
    summary: `${ports} [${flags}] ${numbers} Len=${String(segment.payloadLength)}${payload}`,
  };
}
