import { formatOctets } from "../base/octets";
import type { Nanoseconds } from "../base/time";
import type { Finding, PauseCause, RepeatKind } from "./finding";
import { closedPortWords, roleOf, spanWords } from "./finding-words";

/** What a segment sent again may be; what was overtaken or copied on the way was sent once. */
const retransmissions: ReadonlySet<RepeatKind> = new Set([
  "timeout",
  "fast",
  "tail-probe",
  "retransmission",
  "needless",
  "syn-answered-again",
  "filled-late",
]);

/** A wait is worth the top of a drawing from 1 s, or from half a second that is a third of the whole. */
const LONG_WAIT = 1e9;
const SHORT_WAIT = 0.5e9;
const LONG_PART = 1 / 3;

/** Gives how many segments were sent again. */
export function countRetransmissions(findings: readonly Finding[]): number {
  return findings.filter((finding) => finding.kind === "repeat" && retransmissions.has(finding.what)).length;
}

/** What went wrong beside what was sent again, by kind: how often; kinds that were not there are left out. */
export type Anomalies = Readonly<Partial<Record<AnomalyKind, number>>>;

type AnomalyKind = "resets" | "refusals" | "unanswered" | "gaps" | "closedWindows";

/** Gives how often what went wrong, beside what was sent again. */
export function countAnomalies(findings: readonly Finding[]): Anomalies {
  const counts: Partial<Record<AnomalyKind, number>> = {};
  for (const finding of findings) {
    const kind = anomalyKind(finding);
    if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function anomalyKind(finding: Finding): AnomalyKind | undefined {
  switch (finding.kind) {
    case "reset":
    case "reset-ignored":
      return "resets";
    case "refused":
      return "refusals";
    case "no-answer":
      return "unanswered";
    case "not-captured":
      return "gaps";
    case "pause":
      return finding.cause === "zero-window" ? "closedWindows" : undefined;
    default:
      return undefined;
  }
}

/** What the choice depends on beside the findings. */
export interface Circumstances {
  readonly duration: Nanoseconds | undefined;
  readonly serverPort: number | undefined;
}

/**
 * Gives the one thing that matters most, in a few words: why a connection failed or was reset, else the
 * longest wait, else what the capture lacks. Undefined where nothing does.
 */
export function whatMatters(findings: readonly Finding[], circumstances: Circumstances): string | undefined {
  return (
    failure(findings, circumstances.serverPort) ??
    longestWait(findings, circumstances.duration) ??
    notCaptured(findings)
  );
}

function failure(findings: readonly Finding[], port: number | undefined): string | undefined {
  for (const finding of findings) {
    if (finding.kind === "refused") return closedPortWords(port);
    if (finding.kind === "no-answer" && finding.attempts > 1)
      return `${String(finding.attempts)} SYNs unanswered`;
    if (finding.kind === "reset" && finding.cause !== "after-close") return resetMatter(finding);
  }
  return findings.some(({ kind }) => kind === "reset-ignored") ? "a RST was not accepted" : undefined;
}

function resetMatter({ cause, octets, end, confidence }: Extract<Finding, { kind: "reset" }>): string {
  const role = roleOf(end);
  const doubt = confidence === "certain" ? "" : confidence === "likely" ? "likely " : "possibly ";
  switch (cause) {
    case "unread-data":
      return `reset: ${doubt}${octets > 0 ? `up to ${formatOctets(octets)}` : "data"} unread by the ${role} application`;
    case "abort":
      return `reset: ${doubt}aborted by the ${role} application`;
    case "data-after-close":
      return `reset: ${doubt}${formatOctets(octets)} came after the ${role} application had closed`;
    case "no-connection":
      return `reset: the ${role} ${doubt}has no record of the connection`;
    case "after-close":
      return "a late segment was answered with RST";
    case "gave-up":
      return `reset: the ${role} ${doubt}gave up waiting`;
  }
}

interface Wait {
  readonly span: number;
  readonly words: string;
}

function longestWait(findings: readonly Finding[], duration: Nanoseconds | undefined): string | undefined {
  const waits = findings.flatMap((finding): Wait[] => {
    if (finding.kind === "close-wait")
      return [{ span: finding.span, words: `the ${roleOf(finding.end)} application closed late` }];
    if (finding.kind !== "pause" || finding.cause === "delayed-ack") return [];
    return [{ span: finding.span, words: pauseMatter(finding.cause, roleOf(finding.end)) }];
  });
  const longest = waits.reduce<Wait | undefined>(
    (most, wait) => (most === undefined || wait.span > most.span ? wait : most),
    undefined,
  );
  if (longest === undefined) return undefined;
  const isPart = longest.span >= Math.max(SHORT_WAIT, (duration ?? Infinity) * LONG_PART);
  const isLong = longest.span >= LONG_WAIT || isPart;
  return isLong ? `${spanWords(longest.span)} pause: ${longest.words}` : undefined;
}

function pauseMatter(cause: Exclude<PauseCause, "delayed-ack">, role: string): string {
  switch (cause) {
    case "application":
      return `${role} application`;
    case "idle-kept-alive":
      return `idle, kept alive by the ${role}`;
    case "zero-window":
      return `the ${role} application did not read`;
    case "retransmission-timeout":
      return `the ${role} waited for an ACK`;
    case "lost-segment":
      return `a segment of the ${role} was lost`;
  }
}

function notCaptured(findings: readonly Finding[]): string | undefined {
  const octets = findings.reduce(
    (sum, each) => sum + (each.kind === "not-captured" && each.confidence === "certain" ? each.octets : 0),
    0,
  );
  return octets === 0 ? undefined : `${formatOctets(octets)} not captured`;
}
