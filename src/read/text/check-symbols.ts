import type { Diagnostic } from "../../base/diagnostic";
import { FIN, SYN } from "../../tcp/flags";
import type { ConversationSegments } from "../../trace/conversation-segments";
import type { Segment, TcpNumber } from "../../trace/trace";
import { fieldPlace } from "./field-place";
import { finding } from "./finding";
import { writeTcpNumber } from "./tcp-number";

type SymbolNumber = Extract<TcpNumber, { readonly kind: "symbol" }>;

/** Gives acknowledgments that count from the symbol of their sender's own numbers, as warnings in their lines. */
export function checkSymbols(
  conversations: readonly ConversationSegments[],
  lines: readonly string[],
): readonly Diagnostic[] {
  return conversations.flatMap(({ ends, events }) => {
    const next = new Map<number, SymbolNumber>();
    return events.flatMap((event): Diagnostic[] => {
      learn(next, event);
      const [own, peer] = [next.get(event.from), next.get(event.to)];
      const { ack } = event;
      if (ack?.kind !== "symbol" || ends[0] === ends[1] || peer === undefined) return [];
      if (ack.symbol !== own?.symbol || ack.symbol === peer.symbol) return [];
      const found = writeTcpNumber(ack);
      const line = event.line ?? 1;
      const place = fieldPlace(lines[line - 1] ?? "", line, "ack", found);
      return [finding("check-ack-own", "warning", place, { found, needed: writeTcpNumber(peer) })];
    });
  });
}

function learn(next: Map<number, SymbolNumber>, { from, seq, flags, payloadLength = 0 }: Segment): void {
  if (seq?.kind !== "symbol") return;
  const octets = payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
  const known = next.get(from);
  const end = { ...seq, offset: seq.offset + octets };
  if (known === undefined || (known.symbol === seq.symbol && end.offset > known.offset)) next.set(from, end);
}
