import { datagramSide, type CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { FrameDissector } from "../frame-dissector";
import { frameOctets } from "../frame-octets";

/** The names clients asked for, by the numbers of the conversations; the first of each. */
export interface ServerNames {
  readonly ofConversations: ReadonlyMap<number, string>;
  readonly ofDatagrams: ReadonlyMap<number, string>;
}

/** Fields that tell whom a client means, by TLS or QUIC, and by HTTP. */
const telling = ["tls.handshake.extensions_server_name", "http.host"] as const;

/**
 * Gives the server names of TLS, DTLS and QUIC and the hosts of HTTP requests in the rows that may hold them, as
 * captured: whoever shows them makes text of them. Of captures with very many conversations only the first have one.
 */
export async function serverNames(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): Promise<ServerNames> {
  const names = { ofConversations: new Map<number, string>(), ofDatagrams: new Map<number, string>() };
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
