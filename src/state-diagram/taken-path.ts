import { RST } from "../tcp/flags";
import { connectionStates } from "../tcp/connection-states";
import type { End, StateChange } from "../tcp/tcp-state";
import type { ConversationSegments } from "../trace/conversation-segments";
import { figureTransitions, type FigureTransition } from "./state-figure";

/** One change of state of one end, as it is shown in the figure. */
export interface PathStep {
  readonly end: End;
  /** Undefined where the end's state was not known before. */
  readonly from: StateChange["from"];
  readonly to: StateChange["to"];
  /** When: the number of the segment that caused it, `before 1`, or `after 9`. */
  readonly when: string;
  /** No segment of this end shows it. */
  readonly isAssumed: boolean;
  /** The arrow of the figure; undefined for what the figure leaves out, such as resets. */
  readonly transition: FigureTransition | undefined;
  /** Says in a few words what the figure has no arrow for. */
  readonly words: string;
}

/** Gives what both ends of a conversation went through, in the order of its causes. */
export function takenPath({ segments }: ConversationSegments): readonly PathStep[] {
  return connectionStates(segments).map((change): PathStep => {
    const segment = segments[change.cause.segment];
    const isReset = ((segment?.flags ?? 0) & RST) !== 0;
    return {
      end: change.end,
      from: change.from,
      to: change.to,
      when: momentOf(change, segment?.number ?? change.cause.segment + 1, segments.length),
      isAssumed: change.provenBy === undefined,
      transition: transitionOf(change, isReset),
      words: wordsOf(change, isReset),
    };
  });
}

function momentOf({ cause }: StateChange, number: number, count: number): string {
  if (cause.kind === "call") return `before ${String(number)}`;
  return cause.kind === "timer" && cause.segment === count - 1 ? `after ${String(number)}` : String(number);
}

/** RFC 9293's figure leaves resets out, but for the one that leads back to LISTEN. */
function transitionOf(change: StateChange, isReset: boolean): FigureTransition | undefined {
  const { from, to, cause } = change;
  const isLeftOut = to === "CLOSED" && (isReset || cause.kind === "call") && cause.kind !== "timer";
  if (from === undefined || isLeftOut) return undefined;
  return figureTransitions.find(
    (each) => each.isUnseen !== true && each.from === from && (each.to === to || isEnd(each.to, to)),
  );
}

function isEnd(id: FigureTransition["to"], to: StateChange["to"]): boolean {
  return id === "CLOSED at the end" && to === "CLOSED";
}

function wordsOf({ from, to, cause }: StateChange, isReset: boolean): string {
  if (from === undefined) return "known from here on";
  if (from === to) return "rcv FIN again: 2MSL anew";
  if (cause.kind === "call") return "record lost → CLOSED";
  if (isReset) return `${cause.kind === "sent" ? "snd" : "rcv"} RST → ${to}`;
  return from === "TIME-WAIT" && to === "SYN-RECEIVED" ? "rcv new SYN → SYN-RECEIVED" : `→ ${to}`;
}
