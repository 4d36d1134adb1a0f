import { datagramSide, type CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { FrameDissector } from "../frame-dissector";
import { frameOctets, type FrameOctets } from "../frame-octets";

/** Frames with payload of a client that are looked at: a name stands in its first message. */
const FRAMES_EACH = 4;
/** More frames than these are not read again for the names in them. */
const MOST_FRAMES = 4000;

const CHECK_SEQUENCE = 4;
const TLS_HANDSHAKE = 0x16;
const LETTER_A = 0x41;
const LETTER_Z = 0x5a;
const QUIC_LONG = 0xc0;

/** The names clients asked for, by the numbers of the conversations; the first of each. */
export interface ServerNames {
  readonly ofConversations: ReadonlyMap<number, string>;
  readonly ofDatagrams: ReadonlyMap<number, string>;
}

/** Fields that tell whom a client means, by TLS or QUIC, and by HTTP. */
const telling = ["tls.handshake.extensions_server_name", "http.host"] as const;

/**
 * Gives the server names of TLS and QUIC and the hosts of HTTP requests, as captured: whoever shows them makes text
 * of them. Of captures with very many conversations only the first have one.
 */
export async function serverNames(source: CaptureSource, index: CaptureIndex): Promise<ServerNames> {
  const names = { ofConversations: new Map<number, string>(), ofDatagrams: new Map<number, string>() };
  const dissector = new FrameDissector(index);
  const silent = new Set<number>();
  const told = new Set<number>();
  for await (const frame of frameOctets(source, index, firstRows(index))) {
    const column = index.frames.conversation[frame.row] ?? -1;
    if (silent.has(column)) continue;
    if (!told.has(column) && frame.told === undefined && !mayTell(frame, index)) {
      silent.add(column);
      continue;
    }
    told.add(column);
    const { messages } = dissector.next(frame);
    const name = messages.flatMap(({ fields }) => telling.flatMap((field) => fields[field] ?? [])).at(0);
    const known = column >= 0 ? names.ofConversations : names.ofDatagrams;
    const number = (column >= 0 ? column : datagramSide(column)) >> 1;
    if (name !== undefined && !known.has(number)) known.set(number, String(name));
  }
  return names;
}

/**
 * Whether a frame's payload begins as what names a server: a TLS handshake, an HTTP method, or a long header of
 * QUIC (RFC 9000 §17.2). Taking every frame apart for it would be most of what a large list costs.
 */
function mayTell({ row, octets }: FrameOctets, { frames }: CaptureIndex): boolean {
  const start = (frames.originalLength[row] ?? 0) - (frames.payloadLength[row] ?? 0);
  const isTcp = (frames.conversation[row] ?? -1) >= 0;
  // Behind the payload there may be the frame's check sequence.
  return [start, start - CHECK_SEQUENCE].some((at) => {
    const first = octets[at] ?? 0;
    return isTcp ? first === TLS_HANDSHAKE || (first >= LETTER_A && first <= LETTER_Z) : first >= QUIC_LONG;
  });
}

/** The first rows with payload that the client of each conversation sent. */
function firstRows({ frames, frameCount, conversations, datagrams }: CaptureIndex): readonly number[] {
  const rows: number[] = [];
  const seen = new Map<number, number>();
  const isOfClient = (column: number): boolean => {
    const side = column >= 0 ? column : datagramSide(column);
    const { clientDirection } = column >= 0 ? conversations : datagrams;
    return clientDirection[side >> 1] === (side & 1);
  };
  for (let row = 0; row < frameCount && rows.length < MOST_FRAMES; row += 1) {
    const column = frames.conversation[row] ?? -1;
    if (column === -1 || frames.payloadLength[row] === 0) continue;
    const count = seen.get(column) ?? 0;
    if (count >= FRAMES_EACH || !isOfClient(column)) continue;
    seen.set(column, count + 1);
    rows.push(row);
  }
  return rows;
}
