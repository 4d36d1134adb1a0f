/**
 * The state diagram of RFC 9293 §3.3.2 (figure 5) as a figure of its own: all eleven states, every transition with
 * its event and action. Lengths in px, origin top left; a box is named by its centre.
 */
import type { LadderBox, LadderPoint } from "../ladder/ladder";
import type { TcpState } from "../tcp/tcp-state";

/** Size of a state's box. */
export const BOX = { width: 180, height: 46 } as const;

/** A state and its place; CLOSED stands at the top, where a connection begins, and at the bottom, where it ends. */
export interface FigureState {
  readonly id: TcpState | "CLOSED at the end";
  readonly state: TcpState;
  readonly x: number;
  readonly y: number;
  /** Where stands what the figure has no arrow for: beside the box, on a free side. */
  readonly aside: "left" | "right" | "above" | "below";
}

const LEFT = 180;
const MIDDLE = 600;
const RIGHT = 1050;

const rows = {
  closed: 60,
  listen: 210,
  opening: 370,
  open: 530,
  closing: 690,
  waiting: 850,
  last: 1010,
} as const;

/** The boxes. */
export const figureStates: readonly FigureState[] = [
  { id: "CLOSED", state: "CLOSED", x: MIDDLE, y: rows.closed, aside: "left" },
  { id: "LISTEN", state: "LISTEN", x: MIDDLE, y: rows.listen, aside: "below" },
  { id: "SYN-RECEIVED", state: "SYN-RECEIVED", x: LEFT, y: rows.opening, aside: "left" },
  { id: "SYN-SENT", state: "SYN-SENT", x: RIGHT, y: rows.opening, aside: "right" },
  { id: "ESTABLISHED", state: "ESTABLISHED", x: MIDDLE, y: rows.open, aside: "above" },
  { id: "FIN-WAIT-1", state: "FIN-WAIT-1", x: LEFT, y: rows.closing, aside: "left" },
  { id: "CLOSE-WAIT", state: "CLOSE-WAIT", x: RIGHT, y: rows.closing, aside: "right" },
  { id: "FIN-WAIT-2", state: "FIN-WAIT-2", x: LEFT, y: rows.waiting, aside: "left" },
  { id: "CLOSING", state: "CLOSING", x: MIDDLE, y: rows.waiting, aside: "right" },
  { id: "LAST-ACK", state: "LAST-ACK", x: RIGHT, y: rows.waiting, aside: "right" },
  { id: "TIME-WAIT", state: "TIME-WAIT", x: MIDDLE, y: rows.last, aside: "below" },
  { id: "CLOSED at the end", state: "CLOSED", x: RIGHT, y: rows.last, aside: "below" },
];

/** An arrow of the figure: axis-parallel pieces from box to box. */
export interface FigureTransition {
  readonly from: FigureState["id"];
  readonly to: FigureState["id"];
  /** What happens, and what the end does: `rcv SYN` and `snd SYN,ACK`, or `(nothing)`. */
  readonly event: string;
  readonly action: string;
  readonly points: readonly LadderPoint[];
  /** Point of the arrow that label and numbers belong to, and the side of it where the label stands. */
  readonly at: LadderPoint;
  readonly side: "left" | "right" | "above" | "below";
  /** No segment shows it, so no path takes it: a close before anything was sent. */
  readonly isUnseen?: true;
}

const half = BOX.height / 2;
const edge = BOX.width / 2;

/** The arrows, in the order of the RFC's figure from top to bottom. */
export const figureTransitions: readonly FigureTransition[] = [
  {
    ...{ from: "CLOSED", to: "LISTEN", event: "passive OPEN", action: "create TCB" },
    points: [
      [MIDDLE - 50, rows.closed + half],
      [MIDDLE - 50, rows.listen - half],
    ],
    ...{ at: [MIDDLE - 50, 135], side: "left" },
  },
  {
    ...{ from: "LISTEN", to: "CLOSED", event: "CLOSE", action: "delete TCB", isUnseen: true },
    points: [
      [MIDDLE + 50, rows.listen - half],
      [MIDDLE + 50, rows.closed + half],
    ],
    ...{ at: [MIDDLE + 50, 135], side: "right" },
  },
  {
    ...{ from: "CLOSED", to: "SYN-SENT", event: "active OPEN", action: "create TCB, snd SYN" },
    points: [
      [MIDDLE + edge, rows.closed - 10],
      [RIGHT + 50, rows.closed - 10],
      [RIGHT + 50, rows.opening - half],
    ],
    ...{ at: [RIGHT + 50, 210], side: "right" },
  },
  {
    ...{ from: "SYN-SENT", to: "CLOSED", event: "CLOSE", action: "delete TCB", isUnseen: true },
    points: [
      [RIGHT, rows.opening - half],
      [RIGHT, rows.closed + 12],
      [MIDDLE + edge, rows.closed + 12],
    ],
    ...{ at: [RIGHT, 135], side: "left" },
  },
  {
    ...{ from: "LISTEN", to: "SYN-RECEIVED", event: "rcv SYN", action: "snd SYN,ACK" },
    points: [
      [MIDDLE - edge, rows.listen - 10],
      [LEFT - 55, rows.listen - 10],
      [LEFT - 55, rows.opening - half],
    ],
    ...{ at: [LEFT - 55, 275], side: "left" },
  },
  {
    ...{ from: "SYN-RECEIVED", to: "LISTEN", event: "rcv RST", action: "(nothing)" },
    points: [
      [LEFT + 55, rows.opening - half],
      [LEFT + 55, rows.listen + 12],
      [MIDDLE - edge, rows.listen + 12],
    ],
    ...{ at: [LEFT + 55, 285], side: "right" },
  },
  {
    ...{ from: "LISTEN", to: "SYN-SENT", event: "SEND", action: "snd SYN" },
    points: [
      [MIDDLE + edge, rows.listen],
      [RIGHT - 50, rows.listen],
      [RIGHT - 50, rows.opening - half],
    ],
    ...{ at: [RIGHT - 50, 285], side: "left" },
  },
  {
    ...{ from: "SYN-SENT", to: "SYN-RECEIVED", event: "rcv SYN", action: "snd SYN,ACK" },
    points: [
      [RIGHT - edge, rows.opening],
      [LEFT + edge, rows.opening],
    ],
    ...{ at: [390, rows.opening], side: "above" },
  },
  {
    ...{ from: "SYN-RECEIVED", to: "ESTABLISHED", event: "rcv ACK of SYN", action: "(nothing)" },
    points: [
      [LEFT + 55, rows.opening + half],
      [LEFT + 55, rows.open],
      [MIDDLE - edge, rows.open],
    ],
    ...{ at: [365, rows.open], side: "above" },
  },
  {
    ...{ from: "SYN-RECEIVED", to: "FIN-WAIT-1", event: "CLOSE", action: "snd FIN" },
    points: [
      [LEFT - 55, rows.opening + half],
      [LEFT - 55, rows.closing - half],
    ],
    ...{ at: [LEFT - 55, rows.open], side: "left" },
  },
  {
    ...{ from: "SYN-SENT", to: "ESTABLISHED", event: "rcv SYN,ACK", action: "snd ACK" },
    points: [
      [RIGHT, rows.opening + half],
      [RIGHT, rows.open],
      [MIDDLE + edge, rows.open],
    ],
    ...{ at: [850, rows.open], side: "above" },
  },
  {
    ...{ from: "ESTABLISHED", to: "FIN-WAIT-1", event: "CLOSE", action: "snd FIN" },
    points: [
      [MIDDLE - 40, rows.open + half],
      [MIDDLE - 40, 620],
      [LEFT + 55, 620],
      [LEFT + 55, rows.closing - half],
    ],
    ...{ at: [390, 620], side: "above" },
  },
  {
    ...{ from: "ESTABLISHED", to: "CLOSE-WAIT", event: "rcv FIN", action: "snd ACK" },
    points: [
      [MIDDLE + 40, rows.open + half],
      [MIDDLE + 40, 620],
      [RIGHT, 620],
      [RIGHT, rows.closing - half],
    ],
    ...{ at: [845, 620], side: "above" },
  },
  {
    ...{ from: "FIN-WAIT-1", to: "FIN-WAIT-2", event: "rcv ACK of FIN", action: "(nothing)" },
    points: [
      [LEFT - 55, rows.closing + half],
      [LEFT - 55, rows.waiting - half],
    ],
    ...{ at: [LEFT - 55, 770], side: "left" },
  },
  {
    ...{ from: "FIN-WAIT-1", to: "CLOSING", event: "rcv FIN", action: "snd ACK" },
    points: [
      [LEFT + edge, rows.closing - 8],
      [MIDDLE, rows.closing - 8],
      [MIDDLE, rows.waiting - half],
    ],
    ...{ at: [MIDDLE, 765], side: "right" },
  },
  {
    ...{ from: "FIN-WAIT-1", to: "TIME-WAIT", event: "rcv FIN, ACK of FIN", action: "snd ACK" },
    points: [
      [LEFT + edge, rows.closing + 12],
      [345, rows.closing + 12],
      [345, rows.last - 12],
      [MIDDLE - edge, rows.last - 12],
    ],
    ...{ at: [345, 770], side: "right" },
  },
  {
    ...{ from: "FIN-WAIT-2", to: "TIME-WAIT", event: "rcv FIN", action: "snd ACK" },
    points: [
      [LEFT, rows.waiting + half],
      [LEFT, rows.last + 10],
      [MIDDLE - edge, rows.last + 10],
    ],
    ...{ at: [LEFT, 935], side: "left" },
  },
  {
    ...{ from: "CLOSING", to: "TIME-WAIT", event: "rcv ACK of FIN", action: "(nothing)" },
    points: [
      [MIDDLE, rows.waiting + half],
      [MIDDLE, rows.last - half],
    ],
    ...{ at: [MIDDLE, 930], side: "right" },
  },
  {
    ...{ from: "CLOSE-WAIT", to: "LAST-ACK", event: "CLOSE", action: "snd FIN" },
    points: [
      [RIGHT, rows.closing + half],
      [RIGHT, rows.waiting - half],
    ],
    ...{ at: [RIGHT, 770], side: "right" },
  },
  {
    ...{ from: "LAST-ACK", to: "CLOSED at the end", event: "rcv ACK of FIN", action: "(nothing)" },
    points: [
      [RIGHT, rows.waiting + half],
      [RIGHT, rows.last - half],
    ],
    ...{ at: [RIGHT, 930], side: "right" },
  },
  {
    ...{ from: "TIME-WAIT", to: "CLOSED at the end", event: "timeout = 2MSL", action: "delete TCB" },
    points: [
      [MIDDLE + edge, rows.last],
      [RIGHT - edge, rows.last],
    ],
    ...{ at: [825, rows.last], side: "below" },
  },
];

/** Gives the box of a state of the figure. */
export function boxOf({ x, y }: FigureState): LadderBox {
  return { x: x - BOX.width / 2, y: y - BOX.height / 2, width: BOX.width, height: BOX.height };
}
