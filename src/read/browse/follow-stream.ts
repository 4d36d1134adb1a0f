import type { CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { SYN } from "../../tcp/flags";
import { sequenceDistance } from "../../tcp/sequence-number";
import { FrameDissector } from "../frame-dissector";
import { frameOctets } from "../frame-octets";
import type { TcpHeader } from "../wire/tcp";

/** Octets of a stream that are shown; more would fill a window nobody reads to its end. */
const OCTETS_SHOWN = 262_144;

/** What both ends of a conversation said, in the order it was first seen. */
export interface StreamText {
  readonly turns: readonly StreamTurn[];
  /** Whether there was more than is shown. */
  readonly isCut: boolean;
}

/** What one end said until the other spoke. */
export interface StreamTurn {
  readonly fromClient: boolean;
  /** The frame the turn starts in, from 1. */
  readonly frame: number;
  /** Printable ASCII and line breaks; every other octet is a dot. */
  readonly text: string;
}

/**
 * Gives the payload of a conversation, each octet once; what was repeated is left out, and what is missing
 * is told in its place. Segments out of order stand where they were seen.
 */
export async function followStream(
  source: CaptureSource,
  index: CaptureIndex,
  conversation: number,
): Promise<StreamText> {
  const { frames, conversations } = index;
  const clientSide = conversation * 2 + (conversations.clientDirection[conversation] ?? 0);
  const rows = Array.from({ length: index.frameCount }, (_, row) => row).filter(
    (row) => (frames.conversation[row] ?? -1) >> 1 === conversation && (frames.payloadLength[row] ?? 0) > 0,
  );
  const stream = new StreamTurns();
  const dissector = new FrameDissector(index);
  for await (const frame of frameOctets(source, index, rows)) {
    const { row } = frame;
    const packet = dissector.next(frame);
    const header = packet.tcp[0];
    if (header !== undefined) stream.take(header, row + 1, frames.conversation[row] === clientSide);
    if (stream.isFull) break;
  }
  return { turns: stream.turns, isCut: stream.isFull };
}

class StreamTurns {
  readonly turns: { readonly fromClient: boolean; readonly frame: number; text: string }[] = [];
  #length = 0;
  readonly #next = new Map<boolean, number>();

  get isFull(): boolean {
    return this.#length >= OCTETS_SHOWN;
  }

  take({ seq, rest }: TcpHeader, frame: number, fromClient: boolean): void {
    if (seq === undefined || rest === undefined || rest.payloadLength <= 0) return;
    const start = seq + ((rest.flags & SYN) === 0 ? 0 : 1);
    const expected = this.#next.get(fromClient) ?? start;
    const ahead = sequenceDistance(expected, start);
    const known = Math.max(0, -ahead);
    if (known >= rest.payloadLength) return;
    const { octets, start: from, end } = rest.payload;
    const missing = ahead > 0 ? `[${String(ahead)} octets not captured here]` : "";
    this.#add(missing + printable(octets.subarray(Math.min(end, from + known), end)), frame, fromClient);
    this.#next.set(fromClient, (start + rest.payloadLength) >>> 0);
  }

  #add(text: string, frame: number, fromClient: boolean): void {
    const shown = text.slice(0, OCTETS_SHOWN - this.#length);
    this.#length += shown.length;
    const last = this.turns.at(-1);
    if (last?.fromClient === fromClient) last.text += shown;
    else this.turns.push({ fromClient, frame, text: shown });
  }
}

function printable(octets: Uint8Array): string {
  const characters: string[] = [];
  for (const octet of octets) {
    const isText = (octet >= 0x20 && octet <= 0x7e) || octet === 0x0a || octet === 0x09;
    if (octet !== 0x0d) characters.push(isText ? String.fromCharCode(octet) : ".");
  }
  return characters.join("");
}
