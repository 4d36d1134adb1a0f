import type { Diagnostic } from "../../base/diagnostic";
import { ACK, FIN, PSH } from "../../tcp/flags";
import { finding } from "../text/finding";
import type { PastedEnd, PastedFrame, PastedSegment } from "./pasted-frame";
import { learnSegment, nextBorder, rowConnections, type RowConnection, type RowEnd } from "./row-connections";

/** What is carried by UDP, by IP, or by no IP at all: such a row belongs to no connection. */
const OTHER_CARRIER =
  /^(?:|UDP.*|M?DNS|LLMNR|NBNS|SSDP|DHCP.*|BOOTP|NTP|ICMP.*|IGMP.*|ARP|QUIC|GQUIC|SIP.*|RTC?P|STUN|SNMP|TFTP|SYSLOG|RIP.*|OSPF|STP|LLDP|CDP|EAPOL|DTLS.*|WireGuard|ESP|SCTP|IPv[46]|0x.*)$/iu;
/** Wireshark says so of data that goes on in the next segment; any other row of TCP without ports is a damaged one. */
const UNFINISHED = /\[TCP segment of a reassembled PDU\]|\[TCP PDU reassembled/u;
/** Connections open at once between two addresses, beyond which nobody can tell them apart. */
const MOST = 64;

/**
 * Gives the frames with the rows that show an application's line (`GET / HTTP/1.1`) as segments of the connection they
 * belong to: of those open between their addresses the only one, or the only one in which their octets are continued
 * or acknowledged. Flags, numbers and length follow from the rows around, with one remark; in doubt a row stays as it is.
 */
export function placeApplicationRows(
  frames: readonly PastedFrame[],
  report: (diagnostic: Diagnostic) => void,
): readonly PastedFrame[] {
  if (!frames.some(isApplicationRow)) return frames;
  const placing = new Placing(frames);
  const placed = frames.map((frame, i) => placing.next(frame, i));
  const made = frames.filter((frame, i) => placed[i] !== frame);
  const [first] = made;
  if (first !== undefined) {
    const place = { line: first.line, start: 0, end: 1 };
    report({ ...finding("inferred-row", "remark", place), count: made.length });
  }
  return placed;
}

function isApplicationRow({ segment, protocol, summary }: PastedFrame): boolean {
  return (
    segment === undefined &&
    !OTHER_CARRIER.test(protocol) &&
    !(protocol === "TCP" && !UNFINISHED.test(summary)) &&
    summary !== ""
  );
}

/** A row as a segment of one connection, and the row that says how far its octets go. */
interface Placement {
  readonly frame: PastedFrame;
  readonly connection: RowConnection;
  readonly confirmedAt: number | undefined;
}

/** The rows of one list while they are placed, from the first to the last. */
class Placing {
  readonly #frames: readonly PastedFrame[];
  /** Those open above the row, by both addresses. */
  readonly #open = new Map<string, Set<RowConnection>>();
  readonly #ofFrame = new Map<number, RowConnection>();
  /** For each position, that of the next application's row. */
  readonly #nextRow: Int32Array;

  constructor(frames: readonly PastedFrame[]) {
    this.#frames = frames;
    for (const connection of rowConnections(frames))
      for (const i of connection.segments) this.#ofFrame.set(i, connection);
    this.#nextRow = new Int32Array(frames.length);
    let next = frames.length;
    for (let i = frames.length - 1; i >= 0; i -= 1) {
      this.#nextRow[i] = next;
      if (isApplicationRow(frames[i] ?? noRow)) next = i;
    }
  }

  next(frame: PastedFrame, at: number): PastedFrame {
    const own = this.#ofFrame.get(at);
    if (own !== undefined && frame.segment !== undefined) {
      own.passed += 1;
      this.#learn(own, frame, frame.segment);
    }
    const placement = isApplicationRow(frame) ? this.#placed(frame, at) : undefined;
    const segment = placement?.frame.segment;
    if (placement === undefined || segment === undefined) return frame;
    this.#learn(placement.connection, placement.frame, segment);
    return placement.frame;
  }

  #learn(connection: RowConnection, frame: PastedFrame, segment: PastedSegment): void {
    learnSegment(connection, frame, segment);
    const key = addressKey(frame.source, frame.destination);
    const open = this.#open.get(key) ?? new Set<RowConnection>();
    this.#open.set(key, open);
    if (isOpen(connection)) open.add(connection);
    else open.delete(connection);
  }

  #placed(frame: PastedFrame, at: number): Placement | undefined {
    const open = this.#open.get(addressKey(frame.source, frame.destination));
    if (open === undefined || open.size > MOST) return undefined;
    const nextRow = this.#nextRow[at] ?? 0;
    const below: RowsBelow = { frames: this.#frames, nextRow };
    const found = [...open].flatMap((connection) =>
      endsOf(connection, frame).map((ends) => placementBetween(connection, ends, frame, below)),
    );
    if (found.length <= 1) return found[0];
    const confirmed = found.filter(({ confirmedAt }) => confirmedAt !== undefined);
    if (confirmed.length <= 1) return confirmed[0];
    // What is acknowledged before any other such row can only be this one.
    const forced = confirmed.filter(({ confirmedAt = 0 }) => confirmedAt < nextRow);
    return forced.length === 1 ? forced[0] : undefined;
  }
}

const noRow: PastedFrame = {
  line: 0,
  source: { address: "" },
  destination: { address: "" },
  protocol: "",
  summary: "",
};

function addressKey(left: PastedEnd, right: PastedEnd): string {
  return left.address < right.address
    ? `${left.address} ${right.address}`
    : `${right.address} ${left.address}`;
}

/** Both ends have spoken, at least one has not closed, and none has reset it. */
function isOpen({ ends: [left, right] }: RowConnection): boolean {
  if (left.sawReset || right.sawReset) return false;
  return left.next !== undefined && right.next !== undefined && !(left.sawFin && right.sawFin);
}

/** The rows below, and where among them the next one is that shows an application's line. */
interface RowsBelow {
  readonly frames: readonly PastedFrame[];
  readonly nextRow: number;
}

function placementBetween(
  connection: RowConnection,
  ends: Ends,
  frame: PastedFrame,
  { frames, nextRow }: RowsBelow,
): Placement {
  const border = nextBorder(connection, ends.own, frames);
  // What is acknowledged further below may be the next row's as well.
  const told = border !== undefined && border.at < nextRow ? border.octets : undefined;
  const octets = octetsOf(frame, connection, told);
  const beyond = border === undefined || octets === undefined ? undefined : border.octets - octets;
  // One more is acknowledged: a FIN that no row shows.
  const isLast = beyond === 1 && !ends.own.showsFin;
  return {
    connection,
    frame: segmentFrame(frame, ends, { octets, isLast }),
    confirmedAt: beyond === 0 || isLast ? border?.at : undefined,
  };
}

interface Ends {
  readonly own: RowEnd;
  readonly peer: RowEnd;
}

/** Ways the row may go: a host that talks to itself may be meant in both. */
function endsOf(
  { ends: [left, right] }: RowConnection,
  { source, destination }: PastedFrame,
): readonly Ends[] {
  const ways: readonly Ends[] = [
    { own: left, peer: right },
    { own: right, peer: left },
  ];
  return ways.filter(({ own, peer }) => isAt(source, own.end) && isAt(destination, peer.end) && !own.sawFin);
}

/** An end with the same address; the port may not be written. */
function isAt({ address, port }: PastedEnd, end: PastedEnd): boolean {
  return address === end.address && (port === undefined || port === end.port);
}

/** By the frame's length; where none is written, by what the rows below continue or acknowledge. */
function octetsOf(
  { length }: PastedFrame,
  { headers }: RowConnection,
  told: number | undefined,
): number | undefined {
  if (length === undefined || headers === undefined) return told;
  return length >= headers ? length - headers : undefined;
}

function segmentFrame(
  frame: PastedFrame,
  { own, peer }: Ends,
  { octets, isLast }: { readonly octets: number | undefined; readonly isLast: boolean },
): PastedFrame {
  const segment: { -readonly [Name in keyof PastedSegment]: PastedSegment[Name] } = {
    flags: ACK | (UNFINISHED.test(frame.summary) ? 0 : PSH) | (isLast ? FIN : 0),
    payload: frame.summary,
    options: {},
  };
  if (own.next !== undefined) segment.seq = own.next;
  if (peer.next !== undefined) segment.ack = peer.next;
  if (octets !== undefined) segment.payloadLength = octets;
  return { ...frame, source: own.end, destination: peer.end, segment };
}
