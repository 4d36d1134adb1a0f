import { endingOf, openingOf, otherEnd } from "../conversation-outline";
import type { Finding } from "../finding";
import { ACK, RST, SYN } from "../flags";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import { unseenEnd, type Exchange } from "./exchange";
import type { SegmentColumns } from "./segment-columns";

/** Gives who opened, or why the connection was not opened. */
export function openingFindings(exchange: Exchange): readonly Finding[] {
  const { outline, completeness } = exchange;
  const ending = endingOf(outline, completeness);
  if (ending.kind === "no-answer") {
    const syns = bareSyns(exchange);
    const frames = evidence(exchange, syns);
    return [{ kind: "no-answer", end: ending.by, confidence: "certain", frames, attempts: syns.length }];
  }
  if (ending.kind === "refused") {
    const frames = evidence(exchange, [outline[0].synFrame, outline[1].rstFrame]);
    return [{ kind: "refused", end: ending.by, confidence: "certain", frames }];
  }
  // A reset may belong to anything: it shows no connection.
  if (isOnlyResets(exchange.columns)) return [];
  const unseen = unseenEnd(exchange);
  if (unseen !== undefined) return oneWay(exchange, unseen);
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
      const end = exchange.columns.senderOf(0);
      return [{ kind: "open-before", end, confidence: "certain", frames: evidence(exchange, [0]) }];
    }
  }
}

function isOnlyResets(columns: SegmentColumns): boolean {
  for (let at = 0; at < columns.count; at += 1) if (!columns.hasFlag(at, RST)) return false;
  return true;
}

function oneWay(exchange: Exchange, unseen: End): readonly Finding[] {
  const { outline } = exchange;
  const seen = otherEnd(unseen);
  const first = firstAcknowledgment(exchange, -1, seen);
  const frames = evidence(exchange, [first === -1 ? 0 : first]);
  const { synFrame } = outline[seen];
  const opening: readonly Finding[] =
    synFrame === -1
      ? []
      : [
          {
            kind: "opened",
            end: seen,
            confidence: "certain",
            frames: evidence(exchange, [synFrame, first]),
            roundTrip: undefined,
          },
        ];
  return [...opening, { kind: "one-way", end: unseen, confidence: "certain", frames }];
}

function opened(exchange: Exchange, by: End): readonly Finding[] {
  const { outline, roundTrip } = exchange;
  const { synAckFrame } = outline[1];
  const third = firstAcknowledgment(exchange, synAckFrame, by);
  const syn = lastBefore(exchange, synAckFrame, by);
  if (synAckFrame === -1 || third === -1) {
    const frames = evidence(exchange, [outline[by].synFrame, synAckFrame]);
    return [{ kind: "handshake-unfinished", end: by, confidence: "certain", frames }];
  }
  const frames = evidence(exchange, [syn, synAckFrame, third]);
  return [{ kind: "opened", end: by, confidence: "certain", frames, roundTrip }];
}

function firstAcknowledgment({ columns }: Exchange, after: number, by: End): number {
  for (let at = after + 1; at < columns.count; at += 1)
    if (columns.from[at] === by && openingFlags(columns, at) === ACK) return at;
  return -1;
}

/** The SYN that was answered is the latest before the answer. */
function lastBefore({ columns, outline }: Exchange, position: number, by: End): number {
  for (let at = position - 1; at >= 0; at -= 1)
    if (columns.from[at] === by && openingFlags(columns, at) === SYN) return at;
  return outline[by].synFrame;
}

function openedByBoth(exchange: Exchange): readonly Finding[] {
  const [client, server] = exchange.outline;
  const positions = [client.synFrame, server.synFrame, client.synAckFrame, server.synAckFrame];
  const end: End = client.synFrame < server.synFrame ? 0 : 1;
  const frames = evidence(exchange, positions);
  return [{ kind: "opened-by-both", end, confidence: "certain", frames, roundTrip: exchange.roundTrip }];
}

function bareSyns({ columns }: Exchange): readonly number[] {
  const positions: number[] = [];
  for (let at = 0; at < columns.count; at += 1) if (openingFlags(columns, at) === SYN) positions.push(at);
  return positions;
}

function openingFlags(columns: SegmentColumns, at: number): number {
  return columns.flagsOf(at) & (SYN | ACK);
}
