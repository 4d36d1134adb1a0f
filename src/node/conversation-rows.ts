import { nanoseconds, type Nanoseconds } from "../base/time";
import {
  ConversationCursor,
  indexCapture,
  listAnalysedConversations,
  listConversations,
  listDatagrams,
  namingRows,
  type CaptureIndex,
  type ServerNames,
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
  /** Nanoseconds; the start since the capture's first frame. */
  readonly start?: Nanoseconds;
  readonly duration?: Nanoseconds;
  /** Whom the client asked for, by TLS, QUIC or HTTP; as captured. */
  readonly serverName?: string | undefined;
  readonly completeness?: number;
  readonly completenessText?: string | undefined;
  readonly hasHandshake?: boolean;
  /** Of TCP alone. */
  readonly verdict?: string;
  /** Segments sent again, what else went wrong and how often, and what matters most; left out with `--no-analysis`, and where nothing does. */
  readonly retransmissions?: number | undefined;
  readonly anomalies?: Readonly<Record<string, number>> | undefined;
  readonly matter?: string | undefined;
}

/** The rows of a list; the one that `at` gives may only be used until it is asked for the next. */
export interface RowList {
  readonly count: number;
  readonly at: (place: number) => ConversationRow;
}

/** What the rows of a capture are to hold beside what its columns tell. */
export interface RowWishes {
  readonly hasAnalysis: boolean;
  readonly hasVerdicts: boolean;
  /** Whether the capture can be read again, for the names in it. */
  readonly hasNames: boolean;
  /** A display filter that a frame of the conversation must pass. */
  readonly filter?: string | undefined;
}

/** Gives the conversations of a part of an input, TCP before UDP, each in the order of their numbers; findings in a capture are reported. Throws `DiagnosticError` for a filter that cannot be understood. */
export async function conversationRows(
  part: InputPart,
  session: Session,
  wishes: RowWishes,
): Promise<RowList> {
  if (part.kind === "trace") return listOf(rowsOfTrace(part.trace));
  const index = await indexCapture(part.source, session.progress.show, part.rules);
  session.progress.clear();
  session.reporter.findings(index.diagnostics, { name: part.source.name });
  const passed = wishes.filter === undefined ? undefined : await passing(part, index, wishes.filter);
  const names = wishes.hasNames ? await namesIn(part, index) : undefined;
  if (!wishes.hasVerdicts) return figuresOf(new ConversationCursor(index, wishes.hasAnalysis), passed, names);
  const summaries = wishes.hasAnalysis ? listAnalysedConversations(index) : listConversations(index);
  return listOf([...described(summaries, passed, names), ...described(listDatagrams(index), passed, names)]);
}

type CapturePart = Extract<InputPart, { kind: "capture" }>;

/** Of captures in which no client asks for a name, nothing need be read that takes frames apart. */
async function namesIn({ source }: CapturePart, index: CaptureIndex): Promise<ServerNames | undefined> {
  const rows = namingRows(index);
  if (rows.length === 0) return undefined;
  const { namedServers } = await import("./named-servers");
  return namedServers(source, index, rows);
}

/** Most lists have no filter, and need nothing of what reads one. */
async function passing(
  { source }: CapturePart,
  index: CaptureIndex,
  filter: string,
): Promise<ReadonlySet<string> | undefined> {
  const { passedConversations } = await import("./passed-conversations");
  return passedConversations(source, index, filter);
}

function listOf(rows: readonly ConversationRow[]): RowList {
  return { count: rows.length, at: (place) => rows[place] as ConversationRow };
}

/** Leaves out what did not pass, and adds whom the clients asked for. */
function described(
  rows: readonly ConversationRow[],
  passed: ReadonlySet<string> | undefined,
  names: ServerNames | undefined,
): readonly ConversationRow[] {
  const left = rows.filter((row) => hasPassed(row, passed));
  return left.map((row) => {
    const serverName = nameOf(row, names);
    return serverName === undefined ? row : { ...row, serverName };
  });
}

/** The same of the conversation that a cursor is at. */
function figuresOf(
  cursor: ConversationCursor,
  passed: ReadonlySet<string> | undefined,
  names: ServerNames | undefined,
): RowList {
  const places: number[] = [];
  if (passed !== undefined)
    for (let place = 0; place < cursor.count; place += 1)
      if (hasPassed(cursor.at(place), passed)) places.push(place);
  return {
    count: passed === undefined ? cursor.count : places.length,
    at(place) {
      cursor.at(passed === undefined ? place : (places[place] ?? 0));
      cursor.serverName = nameOf(cursor, names);
      return cursor;
    },
  };
}

type Named = Pick<ConversationRow, "protocol" | "number">;

function hasPassed({ protocol, number }: Named, passed: ReadonlySet<string> | undefined): boolean {
  return passed?.has(`${protocol} ${String(number)}`) !== false;
}

function nameOf({ protocol, number }: Named, names: ServerNames | undefined): string | undefined {
  return (protocol === "TCP" ? names?.ofConversations : names?.ofDatagrams)?.get(number);
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
