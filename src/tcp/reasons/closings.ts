import { endingOf, otherEnd } from "../conversation-outline";
import type { Finding } from "../finding";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import { newPayload, unseenEnd, type Exchange } from "./exchange";

/** An application that closes later than this after the other end did is worth a word: 200 ms, which people notice. */
const LONG_CLOSE_WAIT = 200e6;

/** Gives who closed and how, what was sent after a FIN, and who did not close. A reset is explained elsewhere. */
export function closingFindings(exchange: Exchange): readonly Finding[] {
  const ways = wayOfClosing(exchange);
  return [...ways, ...([0, 1] as const).flatMap((end) => afterFin(exchange, end))];
}

function wayOfClosing(exchange: Exchange): readonly Finding[] {
  const { outline, completeness, columns } = exchange;
  const ending = endingOf(outline, completeness);
  const last = columns.count - 1;
  switch (ending.kind) {
    case "closed": {
      const { by, segments, isLastAckSeen } = ending;
      const frames = evidence(exchange, finPositions(exchange));
      return [{ kind: "closed", end: by, confidence: "certain", frames, segments, isLastAckSeen }];
    }
    case "closed-by-both": {
      const end: End = outline[0].finFrame < outline[1].finFrame ? 0 : 1;
      const frames = evidence(exchange, finPositions(exchange));
      return [{ kind: "closed-by-both", end, confidence: "certain", frames }];
    }
    case "half-closed":
    case "closed-then-reset":
      return [halfClosed(exchange, ending.by)];
    case "still-open": {
      const end = columns.senderOf(last);
      return [{ kind: "still-open", end, confidence: "certain", frames: evidence(exchange, [last]) }];
    }
    default:
      return [];
  }
}

function halfClosed(exchange: Exchange, end: End): Finding {
  const { finFrame, finAckFrame } = exchange.outline[end];
  const frames = evidence(exchange, [finFrame, finAckFrame]);
  const isAcknowledged = finAckFrame !== -1;
  const isPeerSeen = unseenEnd(exchange) === undefined;
  return { kind: "half-closed", end, confidence: "certain", frames, isAcknowledged, isPeerSeen };
}

function finPositions({ outline: [client, server] }: Exchange): readonly number[] {
  return [client.finFrame, client.finAckFrame, server.finFrame, server.finAckFrame];
}

/** What `end` did after the other end's FIN: sent on, and closed late or never. */
function afterFin(exchange: Exchange, end: End): readonly Finding[] {
  const { columns, outline } = exchange;
  const peer = outline[otherEnd(end)];
  const own = outline[end];
  // Sent before the FIN can have arrived, segments cross it: only what acknowledges it comes after it.
  const from = peer.finAckFrame;
  if (peer.finFrame === -1 || from === -1 || (own.finFrame !== -1 && own.finFrame < peer.finFrame)) return [];
  const sent = newPayload(exchange, end, from, columns.count);
  const octets = sent.reduce((sum, position) => sum + columns.lengthOf(position), 0);
  const found: Finding[] = [];
  const isOneSegment = sent.length === 1 && sent[0] === own.finFrame;
  if (octets > 0 && !isOneSegment) {
    const frames = evidence(exchange, [peer.finFrame, ...sent]);
    found.push({ kind: "sent-after-fin", end, confidence: "certain", frames, octets });
  }
  return [...found, ...closeWait(exchange, end, sent.length > 0 && octets > 0)];
}

/** Silence of an end that has the other's FIN: only its application can end it (RFC 9293 §3.6, case 2). */
function closeWait(exchange: Exchange, end: End, hasSent: boolean): readonly Finding[] {
  const { columns, outline } = exchange;
  const { finAckFrame, rstFrame } = outline[otherEnd(end)];
  // Closing with data that nobody has read sends RST in place of FIN (RFC 9293 §3.6.1).
  const own = outline[end].finFrame === -1 ? outline[end].rstFrame : outline[end].finFrame;
  const ends = own === -1 ? columns.count - 1 : own;
  const span = columns.span(finAckFrame, ends);
  const isResetSinceFin = outline[end].finFrame !== -1 && outline[end].rstFrame !== -1;
  if (span === undefined || hasSent || rstFrame !== -1 || isResetSinceFin || span < LONG_CLOSE_WAIT)
    return [];
  const frames = evidence(exchange, [outline[otherEnd(end)].finFrame, finAckFrame, ends]);
  return [{ kind: "close-wait", end, confidence: "certain", frames, span, isClosed: own !== -1 }];
}
