import { formatOctets } from "../base/octets";
import { formatSpan, type Nanoseconds } from "../base/time";
import {
  endingOf,
  openingOf,
  otherEnd,
  type EndOutline,
  type Ending,
  type Opening,
} from "./conversation-outline";
import type { Finding } from "./finding";
import { countRetransmissions, whatMatters } from "./what-matters";

/** What one end of a conversation did. */
export interface EndFacts extends EndOutline {
  /** As people read it: `192.0.2.1:80`, or a name. */
  readonly name: string;
  readonly payloadOctets: number;
}

/** What a verdict is made of. */
export interface ConversationFacts {
  readonly client: EndFacts;
  readonly server: EndFacts;
  /** Undefined without a clock. */
  readonly duration: Nanoseconds | undefined;
  readonly completeness: number;
  /** Port of the server, where it is known. */
  readonly serverPort?: number | undefined;
  /** Left out where nobody looked at every segment: then neither repeats are counted nor reasons given. */
  readonly findings?: readonly Finding[];
  /** Segments sent again, where they were counted apart from the findings. */
  readonly retransmissions?: number;
}

/**
 * Gives a conversation in one line: who opened it, who ended it and how, duration, payload from client and
 * from server; and where the reasons are known, retransmissions and the one thing that matters most.
 */
export function verdict(facts: ConversationFacts): string {
  const { client, server, duration, completeness, findings = [] } = facts;
  const ends = acceptedEnds([client, server], findings);
  const names = [client.name, server.name] as const;
  const repeats = facts.retransmissions ?? countRetransmissions(findings);
  const matter = whatMatters(findings, { duration, serverPort: facts.serverPort });
  return [
    openingWords(openingOf(ends), names),
    endingWords(endingOf(ends, completeness), names),
    ...(duration === undefined ? [] : [formatSpan(duration)]),
    `client sent ${formatOctets(client.payloadOctets)}, server ${formatOctets(server.payloadOctets)}`,
    ...(repeats === 0 ? [] : [`${String(repeats)} retransmission${repeats === 1 ? "" : "s"}`]),
    ...(matter === undefined ? [] : [matter]),
  ].join(", ");
}

/** A reset that was ignored ended nothing: it is left out where no other reset is found. */
function acceptedEnds(
  [client, server]: readonly [EndOutline, EndOutline],
  findings: readonly Finding[],
): readonly [EndOutline, EndOutline] {
  const isIgnored = findings.some(({ kind }) => kind === "reset-ignored");
  const isReset = findings.some(({ kind }) => kind === "reset" || kind === "refused");
  if (!isIgnored || isReset) return [client, server];
  return [
    { ...client, rstFrame: -1 },
    { ...server, rstFrame: -1 },
  ];
}

type Names = readonly [client: string, server: string];

function openingWords(opening: Opening, names: Names): string {
  switch (opening.kind) {
    case "opened":
      return `opened by ${names[opening.by]}`;
    case "syn-unseen":
      return `opened by ${names[opening.by]} (its SYN was not captured)`;
    case "opened-by-both":
      return "opened by both ends at once";
    case "open-before":
      return "already open when the capture starts";
  }
}

function endingWords(ending: Ending, names: Names): string {
  switch (ending.kind) {
    case "refused":
      return `refused by ${names[ending.by]} (RST)`;
    case "no-answer":
      return `no answer from ${names[ending.by]}`;
    case "handshake-unfinished":
      return "handshake not finished";
    case "still-open":
      return "not closed in this capture";
    case "half-closed":
      return `half closed by ${names[ending.by]} (FIN)`;
    case "closed-by-both":
      return "closed by both ends at once (FIN)";
    case "closed":
      return `closed by ${names[ending.by]} with ${String(ending.segments)} segments (FIN)${ending.isLastAckSeen ? "" : ", the last ACK not captured"}`;
    case "closed-then-reset":
      return `closed by ${names[ending.by]} (FIN), then reset by ${names[ending.resetBy]} (RST)`;
    case "reset":
      return ending.isByBoth
        ? `reset by ${names[ending.by]}, then by ${names[otherEnd(ending.by)]} (RST)`
        : `reset by ${names[ending.by]} (RST)`;
  }
}
