import { nanoseconds, formatSpan } from "../base/time";
import { formatOctets } from "../base/octets";
import { assertNever } from "../base/assert-never";
import { otherEnd } from "./conversation-outline";
import type { Confidence, Finding, PauseCause } from "./finding";
import { repeatWords } from "./repeat-words";
import type { End } from "./tcp-state";

/** What words need beside the findings: how the ends are called, and their ports where they are known. */
export interface Naming {
  /** Client and server, as a person reads them. */
  readonly names: readonly [string, string];
  readonly ports: readonly [number | undefined, number | undefined];
}

/** Gives the words before what is not certain, with a space after them. */
function hedge(confidence: Confidence): string {
  switch (confidence) {
    case "certain":
      return "";
    case "likely":
      return "most likely ";
    case "possible":
      return "possibly ";
  }
}

/** Gives a span for people. */
export function spanWords(span: number): string {
  return formatSpan(nanoseconds(span));
}

/**
 * Gives what findings of one kind say, as a sentence without its full stop and without its frames.
 *
 * Several are one sentence where `areAlike` says so; the first speaks for what they share. Empty for none.
 */
export function findingWords(findings: readonly Finding[], naming: Naming): string {
  const [finding] = findings;
  if (finding === undefined) return "";
  const own = naming.names[finding.end];
  const peer = naming.names[otherEnd(finding.end)];
  switch (finding.kind) {
    case "repeat":
      return repeatWords(findings, own, peer);
    case "pause":
      return pauseWords(findings, own, peer);
    case "reset":
      return resetWords(finding, own, peer);
    case "not-captured":
      return gapWords(findings, own, peer);
    case "closed":
    case "closed-by-both":
    case "half-closed":
    case "sent-after-fin":
    case "close-wait":
    case "still-open":
      return closingWords(finding, own, peer);
    default:
      return openingWords(finding, own, { peer, port: naming.ports[finding.end] });
  }
}

function gapWords(findings: readonly Finding[], own: string, peer: string): string {
  const sum = findings.reduce((all, each) => all + (each.kind === "not-captured" ? each.octets : 0), 0);
  const octets = `${formatOctets(sum)} from ${own} are not in the capture`;
  return findings[0]?.confidence === "certain"
    ? `${octets}, but ${peer} acknowledged them, so they did arrive`
    : `${octets}, and nothing acknowledges them: lost, or not captured`;
}

/** Gives whether two findings are told in one sentence. */
export function areAlike(one: Finding, other: Finding): boolean {
  if (one.end !== other.end) return false;
  if (one.kind === "repeat" && other.kind === "repeat") return one.what === other.what;
  if (one.kind === "not-captured" && other.kind === "not-captured")
    return one.confidence === other.confidence;
  return one.kind === "pause" && other.kind === "pause" && one.cause === other.cause;
}

type Kind<K extends Finding["kind"]> = Extract<Finding, { readonly kind: K }>;

function openingWords(
  finding: Exclude<Finding, Kind<"repeat" | "pause" | "reset" | "not-captured" | ClosingKind>>,
  own: string,
  { peer, port }: { readonly peer: string; readonly port: number | undefined },
): string {
  switch (finding.kind) {
    case "opened":
      return `${own} opened the connection to ${peer}${roundTripWords(finding.roundTrip)}`;
    case "opened-by-both":
      return `${own} and ${peer} opened at the same moment: their SYNs crossed, and each answered with SYN,ACK`;
    case "syn-unseen":
      return `${own} opened the connection to ${peer}; its SYN was not captured`;
    case "open-before":
      return `The connection between ${own} and ${peer} was open before the first segment`;
    case "one-way":
      return `Nothing of ${own} was captured, but ${peer} acknowledges it: what ${own} did is known from that alone`;
    case "handshake-unfinished":
      return `${own} sent a SYN to ${peer}, but the handshake was not finished`;
    case "no-answer":
      return finding.attempts === 1
        ? `${own} did not answer the SYN of ${peer}`
        : `${own} answered none of the ${String(finding.attempts)} SYNs of ${peer}`;
    case "refused":
      return `${own} refused the connection of ${peer} with RST: ${closedPortWords(port)}`;
    case "reset-ignored": {
      const went = finding.isChallenged ? "answered with an ACK" : "went on";
      return `${peer} ${hedge(finding.confidence)}did not accept the RST of ${own}, whose number is not the one expected, and ${went}`;
    }
    default:
      return assertNever(finding);
  }
}

function roundTripWords(roundTrip: number | undefined): string {
  return roundTrip === undefined ? "" : `; the first round trip took ${spanWords(roundTrip)}`;
}

/** Gives why a connection is refused. */
export function closedPortWords(port: number | undefined): string {
  return port === undefined ? "nobody listens there" : `nobody listens on port ${String(port)}`;
}

type ClosingKind =
  | "closed"
  | "closed-by-both"
  | "half-closed"
  | "sent-after-fin"
  | "close-wait"
  | "still-open";

function closingWords(finding: Kind<ClosingKind>, own: string, peer: string): string {
  switch (finding.kind) {
    case "closed":
      return closedWords(finding, own, peer);
    case "closed-by-both":
      return `${own} and ${peer} closed at the same moment: their FINs crossed`;
    case "half-closed":
      return `${own} closed its direction with FIN${halfCloseWords(finding, peer)}`;
    case "sent-after-fin":
      return `${own} still sent ${formatOctets(finding.octets)} after the FIN of ${peer} (half-close)`;
    case "close-wait":
      return finding.isClosed
        ? `The application at ${own} closed ${spanWords(finding.span)} after it could know that ${peer} had (CLOSE-WAIT)`
        : `The application at ${own} had not closed ${spanWords(finding.span)} after the FIN of ${peer}, when the capture ends (CLOSE-WAIT)`;
    case "still-open":
      return `The connection between ${own} and ${peer} was still open after the last segment`;
    default:
      return assertNever(finding);
  }
}

function halfCloseWords({ isAcknowledged, isPeerSeen }: Kind<"half-closed">, peer: string): string {
  if (!isPeerSeen) return "";
  return isAcknowledged
    ? `; ${peer} acknowledged that and did not close its own`
    : `, which ${peer} did not acknowledge`;
}

function closedWords({ segments, isLastAckSeen }: Kind<"closed">, own: string, peer: string): string {
  const full = segments + (isLastAckSeen ? 0 : 1);
  const way =
    full === 3
      ? `${peer} put its FIN and its ACK into one segment, so three sufficed`
      : `${peer} acknowledged that and closed later, in four segments`;
  const last = isLastAckSeen ? "" : "; the last ACK was not captured";
  return `${own} closed first with FIN; ${way}${last}`;
}

function resetWords({ cause, octets, span, confidence }: Kind<"reset">, own: string, peer: string): string {
  const doubt = hedge(confidence);
  switch (cause) {
    case "unread-data": {
      const unread = octets > 0 ? `with up to ${formatOctets(octets)} unread` : "with data unread";
      return `${own} reset the connection, ${doubt}because its application closed or ended ${unread}: data nobody reads is answered with RST instead of FIN`;
    }
    case "abort":
      return abortWords(confidence, own, peer);
    case "data-after-close":
      return `${own} reset the connection, ${doubt}because ${formatOctets(octets)} came after its application had closed`;
    case "no-connection":
      return `${own} answered ${peer} with RST, ${doubt}because it has no record of this connection`;
    case "after-close":
      return `${own} answered a late segment of ${peer} with RST, as the connection had ended already`;
    case "gave-up":
      return `${own} ${doubt}gave up and reset the connection, as nothing had answered${span === undefined ? "" : ` for ${spanWords(span)}`}`;
  }
}

function abortWords(confidence: Confidence, own: string, peer: string): string {
  if (confidence === "possible")
    return `${own} sent RST to ${peer} and no FIN; what led to it was not captured`;
  const what =
    confidence === "certain"
      ? "it had received nothing that could be unread"
      : "all it received was answered";
  return `${own} aborted the connection with RST and without FIN; ${what}, so ${hedge(confidence)}its application wanted it so (linger 0) or was ended`;
}

function pauseWords(findings: readonly Finding[], own: string, peer: string): string {
  const pauses = findings.flatMap((finding) => (finding.kind === "pause" ? [finding] : []));
  const longest = pauses.reduce((most, { span }) => Math.max(most, span), 0);
  const [first] = pauses;
  if (first === undefined) return "";
  const long =
    pauses.length === 1 ? spanWords(longest) : `up to ${spanWords(longest)}, ${times(pauses.length)}`;
  const count = pauses.reduce((sum, pause) => sum + pause.count, 0);
  return pauseSentence({ cause: first.cause, own, peer, long, count, doubt: hedge(first.confidence) });
}

interface PauseParts {
  readonly cause: PauseCause;
  readonly own: string;
  readonly peer: string;
  readonly long: string;
  readonly count: number;
  readonly doubt: string;
}

function pauseSentence({ cause, own, peer, long, count, doubt }: PauseParts): string {
  switch (cause) {
    case "application":
      return `Nothing came for ${long}, ${doubt}because the application at ${own} said nothing`;
    case "idle-kept-alive":
      return `The connection was idle for ${long}; ${own} asked ${times(count)} whether ${peer} is still there (keep-alive)`;
    case "zero-window": {
      const probes = count === 0 ? "" : `; ${peer} asked ${times(count)} whether it opens`;
      return `${peer} had to wait ${long}, as the window of ${own} was 0 (its application did not read)${probes}`;
    }
    case "retransmission-timeout":
      return `${own} waited ${long} for an ACK and sent again ${times(Math.max(1, count))}, ${doubt}as its timer ran out`;
    case "lost-segment":
      return `Nothing new came for ${long}, ${doubt}because a segment of ${own} was lost`;
    case "delayed-ack":
      return `${own} ${doubt}held its ACK back for ${long} (delayed ACK)`;
  }
}

function times(count: number): string {
  return ["never", "once", "twice"][count] ?? `${String(count)} times`;
}

/** Gives what an end is in a conversation. */
export function roleOf(end: End): string {
  return end === 0 ? "client" : "server";
}
