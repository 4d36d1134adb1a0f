import { nanoseconds, type Nanoseconds } from "../base/time";
import {
  indexCapture,
  conversationFigures,
  datagramFigures,
  listAnalysedConversations,
  listConversations,
  listDatagrams,
  type CaptureIndex,
  type Trace,
} from "../pipeline";
import type { InputPart } from "./input-parts";
import type { Session } from "./session";

/**
 * One conversation as `list` prints it, and in JSON field by field.
 *
 * Pairs are client first. A list written by hand knows no octets on the wire and no completeness, and a
 * duration only where times are written; such fields are left out.
 */
export interface ConversationRow {
  /** Wireshark's `tcp.stream` or `udp.stream`; for a list, counted from 0. */
  readonly number: number;
  readonly protocol: "TCP" | "UDP";
  readonly ends: readonly [client: string, server: string];
  readonly frames: number;
  readonly octetsEachWay?: readonly [client: number, server: number];
  readonly payloadEachWay: readonly [client: number, server: number];
  /** Nanoseconds. */
  readonly duration?: Nanoseconds;
  readonly completeness?: number;
  readonly completenessText?: string;
  readonly hasHandshake?: boolean;
  /** Of TCP alone. */
  readonly verdict?: string;
  /** Segments sent again, and what matters most; left out with `--no-analysis`, and where nothing does. */
  readonly retransmissions?: number;
  readonly matter?: string;
}

/** What the rows of a capture are to hold beside what its columns tell. */
export interface RowWishes {
  readonly hasAnalysis: boolean;
  readonly hasVerdicts: boolean;
}

/** Gives the conversations of a part of an input, TCP before UDP, each in the order of their numbers; findings in a capture are reported. */
export async function conversationRows(
  part: InputPart,
  session: Session,
  { hasAnalysis, hasVerdicts }: RowWishes,
): Promise<Iterable<ConversationRow>> {
  if (part.kind === "trace") return rowsOfTrace(part.trace);
  const index = await indexCapture(part.source, session.progress.show, part.rules);
  session.progress.clear();
  session.reporter.findings(index.diagnostics, { name: part.source.name });
  if (!hasVerdicts) return figures(index, hasAnalysis);
  const conversations = hasAnalysis ? listAnalysedConversations(index) : listConversations(index);
  return [...conversations, ...listDatagrams(index)];
}

function* figures(index: CaptureIndex, hasAnalysis: boolean): Iterable<ConversationRow> {
  yield* conversationFigures(index, hasAnalysis);
  yield* datagramFigures(index);
}

function rowsOfTrace(trace: Trace): readonly ConversationRow[] {
  return trace.conversations.map(({ number, client, server, verdict }) => {
    const segments = trace.events.flatMap((event) =>
      event.kind === "segment" && event.conversation === number ? [event] : [],
    );
    const times = segments.flatMap(({ time }) => (time === undefined ? [] : [time]));
    const payload = (isFrom: (key: string | undefined) => boolean): number =>
      segments
        .filter(({ from }) => isFrom(trace.endpoints[from]?.key))
        .reduce((sum, { payloadLength }) => sum + (payloadLength ?? 0), 0);
    return {
      number,
      protocol: "TCP",
      ends: [client, server],
      frames: segments.length,
      payloadEachWay: [payload((key) => key === client), payload((key) => key !== client)],
      ...span(times),
      verdict,
    };
  });
}

function span(times: readonly Nanoseconds[]): { readonly duration?: Nanoseconds } {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined ? {} : { duration: nanoseconds(last - first) };
}
