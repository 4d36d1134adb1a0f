import { endingOf, openingOf } from "../conversation-outline";
import type { Finding } from "../finding";
import { ACK, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import type { Exchange } from "./exchange";

/** Gives who opened, or why the connection was not opened. */
export function openingFindings(exchange: Exchange): readonly Finding[] {
  const { outline, completeness } = exchange;
  const ending = endingOf(outline, completeness);
  if (ending.kind === "no-answer") {
    const syns = positionsOf(exchange, ({ flags }) => (flags & (SYN | ACK)) === SYN);
    const frames = evidence(exchange, syns);
    return [{ kind: "no-answer", end: ending.by, confidence: "certain", frames, attempts: syns.length }];
  }
  if (ending.kind === "refused") {
    const frames = evidence(exchange, [outline[0].synFrame, outline[1].rstFrame]);
    return [{ kind: "refused", end: ending.by, confidence: "certain", frames }];
  }
  const opening = openingOf(outline);
  switch (opening.kind) {
    case "opened":
      return opened(exchange, opening.by);
    case "opened-by-both":
      return openedByBoth(exchange);
    case "syn-unseen": {
      const frames = evidence(exchange, [outline[1].synAckFrame]);
      return [{ kind: "syn-unseen", end: opening.by, confidence: "certain", frames }];
    }
    case "open-before": {
      const end = exchange.steps[0]?.segment.from ?? 0;
      return [{ kind: "open-before", end, confidence: "certain", frames: evidence(exchange, [0]) }];
    }
  }
}

function opened(exchange: Exchange, by: End): readonly Finding[] {
  const { outline, roundTrip, steps } = exchange;
  const { synAckFrame } = outline[1];
  const third = steps.findIndex(
    ({ segment }, at) => at > synAckFrame && segment.from === by && (segment.flags & (SYN | ACK)) === ACK,
  );
  const syn = lastBefore(exchange, synAckFrame, by);
  if (synAckFrame === -1 || third === -1) {
    const frames = evidence(exchange, [outline[by].synFrame, synAckFrame]);
    return [{ kind: "handshake-unfinished", end: by, confidence: "certain", frames }];
  }
  const frames = evidence(exchange, [syn, synAckFrame, third]);
  return [{ kind: "opened", end: by, confidence: "certain", frames, roundTrip }];
}

/** The SYN that was answered is the latest before the answer. */
function lastBefore({ steps, outline }: Exchange, position: number, by: End): number {
  for (let at = position - 1; at >= 0; at -= 1) {
    const segment = steps[at]?.segment;
    if (segment?.from === by && (segment.flags & (SYN | ACK)) === SYN) return at;
  }
  return outline[by].synFrame;
}

function openedByBoth(exchange: Exchange): readonly Finding[] {
  const [client, server] = exchange.outline;
  const positions = [client.synFrame, server.synFrame, client.synAckFrame, server.synAckFrame];
  const end: End = client.synFrame < server.synFrame ? 0 : 1;
  const frames = evidence(exchange, positions);
  return [{ kind: "opened-by-both", end, confidence: "certain", frames, roundTrip: exchange.roundTrip }];
}

function positionsOf({ steps }: Exchange, isMeant: (segment: ObservedSegment) => boolean): readonly number[] {
  return steps.flatMap(({ segment }, position) => (isMeant(segment) ? [position] : []));
}
