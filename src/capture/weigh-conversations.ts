import type { Nanoseconds } from "../base/time";
import type { Finding } from "../tcp/finding";
import { countAnomalies, countRetransmissions, whatMatters, type Anomalies } from "../tcp/what-matters";
import type { CaptureIndex } from "./capture-index";
import {
  calmFindings,
  findInConversations,
  isUnanswered,
  whereAnythingHappened,
} from "./conversation-findings";
import { conversationSpan } from "./conversation-spans";
import { conversationEnd } from "./list-conversations";
import { explainResets } from "./plain-resets";

/** What the findings of a conversation come to. */
export interface Weights {
  readonly retransmissions: number;
  readonly anomalies: Anomalies;
  /** The one thing that matters most; undefined where nothing does. */
  readonly matter: string | undefined;
}

const noAnomalies: Anomalies = {};
const noAnswer: Anomalies = { unanswered: 1 };

/** Gives what was found in the TCP conversations of a capture, by number; of those in which nothing happened but plain repeats, and silences that are not long, none. */
export function weighConversations(index: CaptureIndex): ReadonlyMap<number, Weights> {
  const weights = new Map<number, Weights>();
  const wanted = whereAnythingHappened(index);
  for (const [number, span] of index.pauses.entries())
    if (span > 0 && wanted[number] === 0)
      weights.set(number, weighPlain(index, number, calmFindings(index, number)));
  for (const [number, reset] of explainResets(index)) {
    weights.set(number, weighPlain(index, number, [reset]));
    wanted[number] = 0;
  }
  if (wanted.includes(1))
    findInConversations(index, wanted, (number, findings) => {
      weights.set(number, {
        retransmissions: countRetransmissions(findings),
        anomalies: countAnomalies(findings),
        matter: whatMatters(findings, circumstancesOf(index, number)),
      });
    });
  return weights;
}

/** Where everything else was plain. */
function weighPlain(index: CaptureIndex, number: number, findings: readonly Finding[]): Weights {
  return {
    retransmissions: index.sentAgain[number] ?? 0,
    anomalies: countAnomalies(findings),
    matter: whatMatters(findings, circumstancesOf(index, number)),
  };
}

/** Gives what the reasons would find where nothing happened: at most that nobody answered the only SYN. */
export function anomaliesWithoutEvents(index: CaptureIndex, number: number): Anomalies {
  return isUnanswered(index, number) ? noAnswer : noAnomalies;
}

function circumstancesOf(
  index: CaptureIndex,
  number: number,
): { readonly duration: Nanoseconds; readonly serverPort: number } {
  const { conversations } = index;
  const serverSide = (number * 2 + (conversations.clientDirection[number] ?? 0)) ^ 1;
  return {
    duration: conversationSpan(index, "TCP", number).duration,
    serverPort: conversationEnd(conversations, serverSide).port,
  };
}
