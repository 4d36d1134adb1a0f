import { SAW_ACK, SAW_DATA } from "./completeness";
import type { End } from "./tcp-state";

/** What one end of a conversation did first; positions are those of its segments in any order of time, −1 where never. */
export interface EndOutline {
  readonly segments: number;
  readonly synFrame: number;
  readonly synAckFrame: number;
  readonly finFrame: number;
  /** Where the other end first acknowledged the FIN. */
  readonly finAckFrame: number;
  readonly rstFrame: number;
}

/** How a conversation began; `by` is the end that opened. */
export type Opening =
  | { readonly kind: "opened" | "syn-unseen"; readonly by: End }
  | { readonly kind: "opened-by-both" | "open-before" };

/** How a conversation ended; `by` is the end that did it first, positions as in `EndOutline`. */
export type Ending =
  | { readonly kind: "refused" | "no-answer" | "half-closed"; readonly by: End }
  | { readonly kind: "reset"; readonly by: End; readonly isByBoth: boolean }
  | { readonly kind: "closed-then-reset"; readonly by: End; readonly resetBy: End }
  | {
      readonly kind: "closed";
      readonly by: End;
      /** Seen of the three or four that a close takes. */
      readonly segments: number;
      readonly isLastAckSeen: boolean;
    }
  | { readonly kind: "closed-by-both" | "handshake-unfinished" | "still-open" };

/** Gives how a conversation began, from what client and server did first. */
export function openingOf([client, server]: readonly [EndOutline, EndOutline]): Opening {
  if (client.synFrame >= 0 && server.synFrame >= 0) return { kind: "opened-by-both" };
  if (client.synFrame >= 0) return { kind: "opened", by: 0 };
  return server.synAckFrame >= 0 ? { kind: "syn-unseen", by: 0 } : { kind: "open-before" };
}

/** Gives how a conversation ended, from what client and server did first and its `tcp.completeness`. */
export function endingOf(ends: readonly [EndOutline, EndOutline], completeness: number): Ending {
  const [client, server] = ends;
  const reset = firstOf(ends, (end) => end.rstFrame);
  if (
    reset !== undefined &&
    !isOutlived(ends[reset], ends[otherEnd(reset)]) &&
    !isOver(ends, ends[reset].rstFrame)
  )
    return resetEnding(ends, reset, completeness);
  const closer = firstOf(ends, (end) => end.finFrame);
  if (closer !== undefined) return finEnding(ends, closer);
  // Who acknowledges had an answer, also where only one direction was captured.
  if (client.synFrame >= 0 && server.segments === 0 && (completeness & SAW_ACK) === 0)
    return { kind: "no-answer", by: 1 };
  if (client.synFrame >= 0 && client.segments === 1) return { kind: "handshake-unfinished" };
  return { kind: "still-open" };
}

/** Gives the other end. */
export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}

/** Whether both ends still closed with FIN after the reset: then it was not accepted (RFC 5961 §3.2). */
function isOutlived(resetter: EndOutline, peer: EndOutline): boolean {
  return resetter.finFrame > resetter.rstFrame && peer.finFrame > resetter.rstFrame;
}

/** Whether both ends had closed with FIN, and knew it of each other, before a reset: it answers a late segment. */
function isOver(ends: readonly [EndOutline, EndOutline], rstFrame: number): boolean {
  return ends.every(
    ({ finFrame, finAckFrame }) => finFrame !== -1 && finAckFrame !== -1 && finAckFrame < rstFrame,
  );
}

function resetEnding(ends: readonly [EndOutline, EndOutline], by: End, completeness: number): Ending {
  const [client, server] = ends;
  const isUnanswered = server.synAckFrame === -1 && (completeness & SAW_DATA) === 0;
  if (by === 1 && client.synFrame >= 0 && server.synFrame === -1 && isUnanswered)
    return { kind: "refused", by };
  const closer = firstOf(ends, (end) => end.finFrame);
  if (closer !== undefined && ends[closer].finFrame < ends[by].rstFrame)
    return { kind: "closed-then-reset", by: closer, resetBy: by };
  return { kind: "reset", by, isByBoth: ends[otherEnd(by)].rstFrame >= 0 };
}

function finEnding(ends: readonly [EndOutline, EndOutline], by: End): Ending {
  const first = ends[by];
  const second = ends[otherEnd(by)];
  if (second.finFrame === -1) return { kind: "half-closed", by };
  const isCrossing =
    first.finAckFrame === -1 ? second.finAckFrame === -1 : second.finFrame < first.finAckFrame;
  if (isCrossing) return { kind: "closed-by-both" };
  const isLastAckSeen = second.finAckFrame !== -1;
  // A FIN that acknowledges the other end's FIN spares a segment.
  const segments = (first.finAckFrame === second.finFrame ? 3 : 4) - (isLastAckSeen ? 0 : 1);
  return { kind: "closed", by, segments, isLastAckSeen };
}

function firstOf(
  [client, server]: readonly [EndOutline, EndOutline],
  frameOf: (end: EndOutline) => number,
): End | undefined {
  const [own, others] = [frameOf(client), frameOf(server)];
  if (own === -1) return others === -1 ? undefined : 1;
  return others === -1 || own < others ? 0 : 1;
}
