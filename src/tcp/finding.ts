import type { End } from "./tcp-state";

/** How sure a reason is: shown by numbers on the wire, the usual cause of them, or one of several. */
export type Confidence = "certain" | "likely" | "possible";

/** What was found out about a conversation, as data; `finding-words.ts` makes sentences of it. Spans in nanoseconds. */
export type Finding = FindingBase &
  (OpeningFinding | ClosingFinding | ResetFinding | PauseFinding | RepeatFinding | GapFinding);

interface FindingBase {
  /** The end that did it; of a finding about both, the one that began. */
  readonly end: End;
  /** Evidence: numbers of frames (lines, in a list), in the order of the segments, each once; never empty. */
  readonly frames: readonly number[];
  readonly confidence: Confidence;
}

/** Who opened. */
export type OpeningFinding =
  | { readonly kind: "opened" | "opened-by-both"; readonly roundTrip: number | undefined }
  | { readonly kind: "syn-unseen" | "open-before" | "handshake-unfinished" }
  /** Nothing of `end` was captured, though the other end acknowledges it. */
  | { readonly kind: "one-way" }
  /** `end` did not answer `attempts` SYNs. */
  | { readonly kind: "no-answer"; readonly attempts: number }
  | { readonly kind: "refused" };

/** Who closed, and how. */
export type ClosingFinding =
  | { readonly kind: "closed"; readonly segments: number; readonly isLastAckSeen: boolean }
  | { readonly kind: "closed-by-both" | "still-open" }
  /** `isPeerSeen`: an acknowledgment would have been captured. */
  | { readonly kind: "half-closed"; readonly isAcknowledged: boolean; readonly isPeerSeen: boolean }
  /** `end` sent this much after the other end's FIN. */
  | { readonly kind: "sent-after-fin"; readonly octets: number }
  /** `end` had the other end's FIN for so long before it closed; or, not closed, until its last segment. */
  | { readonly kind: "close-wait"; readonly span: number; readonly isClosed: boolean };

/** Why `end` reset the connection. */
export type ResetFinding =
  | {
      readonly kind: "reset";
      readonly cause: ResetCause;
      /** Unread, or arrived too late: at most this much; 0 where that is not the cause. */
      readonly octets: number;
      /** How long nobody had answered, where that is the cause. */
      readonly span: number | undefined;
    }
  /** The reset did not fit, and the other end went on (RFC 5961 §3.2). */
  | { readonly kind: "reset-ignored"; readonly isChallenged: boolean };

/** Why a connection is reset; docs/tcp-reasons.md tells by what each is known. */
export type ResetCause =
  | "unread-data"
  | "abort"
  | "data-after-close"
  | "no-connection"
  | "after-close"
  | "gave-up";

/** Nothing new for so long. `end` is the one that was waited for. */
export interface PauseFinding {
  readonly kind: "pause";
  readonly cause: PauseCause;
  readonly span: number;
  /** Segments within the pause that say why: probes, keep-alives, repeats. */
  readonly count: number;
}

/** Why a conversation stands still. */
export type PauseCause =
  | "application"
  | "idle-kept-alive"
  | "zero-window"
  | "retransmission-timeout"
  | "lost-segment"
  | "delayed-ack";

/** A segment that repeats numbers, or seems to. */
export interface RepeatFinding {
  readonly kind: "repeat";
  readonly what: RepeatKind;
  /** Since what it repeats was sent; since the gap was seen, where it fills one. */
  readonly since: number | undefined;
  /** Initial round trip, to compare with. */
  readonly roundTrip: number | undefined;
  /** Duplicate acknowledgments before it. */
  readonly duplicates: number;
  /** Wireshark's word where it says something else. */
  readonly wireshark: string | undefined;
}

/** What a segment is whose numbers were seen, or passed by, before. */
export type RepeatKind =
  | "timeout"
  | "fast"
  | "tail-probe"
  | "retransmission"
  | "needless"
  | "syn-answered-again"
  | "filled-late"
  | "reordered"
  | "duplicated"
  | "simultaneous-open"
  | "window-probe"
  | "same-ports";

/** Octets that were sent but are not in the capture. */
export interface GapFinding {
  readonly kind: "not-captured";
  readonly octets: number;
}
