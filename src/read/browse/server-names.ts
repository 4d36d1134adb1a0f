import { datagramSide, type CaptureIndex, type ConversationColumns } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { FrameDissector } from "../frame-dissector";
import { isDissection } from "../dissected-frame";
import { frameOctets } from "../frame-octets";

/** Frames with payload of a client that are looked at: a name stands in its first message. */
const FRAMES_EACH = 4;
/** More frames than these are not read again for the names in them. */
const MOST_FRAMES = 4000;

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
  const rows = firstRows(index);
  const dissector = new FrameDissector(index);
  for await (const frame of frameOctets(source, index, rows)) {
    const column = index.frames.conversation[frame.row] ?? -1;
    const { messages } = dissector.next(frame);
    const name = messages.flatMap(({ fields }) => telling.flatMap((field) => fields[field] ?? [])).at(0);
    const known = column >= 0 ? names.ofConversations : names.ofDatagrams;
    const number = (column >= 0 ? column : datagramSide(column)) >> 1;
    if (name !== undefined && !known.has(number)) known.set(number, String(name));
  }
  return names;
}

/** The first rows with payload that clients sent, where it may name a server. Of a dissection's frames there is no payload to look at. */
function firstRows(index: CaptureIndex): readonly number[] {
  const { frames, frameCount, conversations, datagrams } = index;
  const left = { segments: framesLeft(index, conversations), datagrams: framesLeft(index, datagrams) };
  const rows: number[] = [];
  if (!left.segments.includes(FRAMES_EACH) && !left.datagrams.includes(FRAMES_EACH)) return rows;
  for (let row = 0; row < frameCount && rows.length < MOST_FRAMES; row += 1) {
    const column = frames.conversation[row] ?? -1;
    if (column === -1 || frames.payloadLength[row] === 0) continue;
    const counts = column >= 0 ? left.segments : left.datagrams;
    const side = column >= 0 ? column : datagramSide(column);
    const count = counts[side] ?? 0;
    if (count === 0) continue;
    counts[side] = count - 1;
    rows.push(row);
  }
  return rows;
}

/** Gives, by side, how many of its frames are to be looked at. */
function framesLeft({ format }: CaptureIndex, conversations: ConversationColumns): Uint8Array {
  const { count, clientDirection, mayNameServer } = conversations;
  const left = new Uint8Array(2 * count);
  for (let number = 0; number < count; number += 1) {
    const client = 2 * number + (clientDirection[number] ?? 0);
    if (mayNameServer[client] === 1 || isDissection(format)) left[client] = FRAMES_EACH;
  }
  return left;
}
