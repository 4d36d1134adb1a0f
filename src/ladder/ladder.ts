/**
 * A trace laid out on the page: pure geometry, no colours and no elements.
 *
 * All lengths are px, the origin is top left, y grows downwards. Every part carries the id
 * of the trace event (or the key of the endpoint) it was made from.
 */
export interface Ladder {
  readonly width: number;
  readonly height: number;
  readonly title: PlacedText | undefined;
  /** The one-line story of the conversation, possibly wrapped; under the title. */
  readonly verdict: PlacedText | undefined;
  /** What the marks on the arrows mean, under the verdict; empty where none needs a word. */
  readonly legend: readonly LadderLegendEntry[];
  /** Left to right, in the order of the trace's endpoints. */
  readonly lifelines: readonly Lifeline[];
  /** In the order their messages were sent. */
  readonly arrows: readonly LadderArrow[];
  readonly dividers: readonly LadderDivider[];
  readonly remarks: readonly LadderRemark[];
  readonly endpointEvents: readonly LadderEndpointEvent[];
  /** Timers, from their start to their end. */
  readonly brackets: readonly LadderBracket[];
  /** Where the ladder has several pages. */
  readonly continuations?: readonly LadderContinuation[];
}

/** A point of the page. */
export type LadderPoint = readonly [x: number, y: number];

/** An upright rectangle. */
export interface LadderBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text with its place: x and y are its centre, width and height those of the box before it is turned. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radians in (−π/2, π/2], clockwise on the page. */
  readonly angle: number;
  readonly fontSize: number;
  readonly align: "left" | "center" | "right";
  /** The whole text where `text` was shortened. */
  readonly full?: string;
}

/** The vertical line of one endpoint. */
export interface Lifeline {
  /** The endpoint's key. */
  readonly key: string;
  readonly x: number;
  readonly head: LadderBox;
  readonly name: PlacedText;
  /** Its address, above the head, where the head shows another name. */
  readonly address: PlacedText | undefined;
  /** Pieces from top to bottom; a tear or the end of a socket leaves a gap between two. */
  readonly spans: readonly { readonly top: number; readonly bottom: number }[];
}

/** What is to be seen of an arrow at a glance; `src/ladder/arrow-mark.ts` says when. */
export type ArrowMark =
  | "lost"
  | "reset"
  | "retransmission"
  | "out-of-order"
  | "zero-window"
  | "window-full"
  | "duplicate-ack"
  | "keep-alive"
  | "finish";

/** Words that lead to another page of the same ladder. */
export interface LadderContinuation {
  readonly to: "previous" | "next";
  readonly label: PlacedText;
}

/** One mark or connection of the legend: a sample arrow, and its words. */
export interface LadderLegendEntry {
  readonly sample: LegendSample;
  readonly points: readonly LadderPoint[];
  readonly label: PlacedText;
}

/** What a sample arrow of the legend shows: a mark, or the colour of a connection as `LadderArrow.connection`. */
export type LegendSample = { readonly mark: ArrowMark } | { readonly connection: number };

/** How an arrow is to be coloured that has no mark, in a ladder of one connection: by direction. */
export type ArrowTone = "forward" | "backward";

/** A message on its way from lifeline to lifeline, or back to its own. */
export interface LadderArrow {
  readonly event: string;
  /** Positions in `Ladder.lifelines`; equal for a message to oneself. */
  readonly from: number;
  readonly to: number;
  /** Two points; four for a message to oneself. The last is the arrowhead, or the cross of a lost message. */
  readonly points: readonly LadderPoint[];
  /** Stands for a run of segments: where the last of them runs, as `points` for the first; the label is between. */
  readonly foldedTo: readonly LadderPoint[] | undefined;
  readonly lost: boolean;
  readonly dashed: boolean;
  readonly tone: ArrowTone;
  /** Place of its connection among those that share lifelines, from 0 as they appear; undefined where none do. */
  readonly connection: number | undefined;
  /** What is to be seen of it at a glance, if anything. */
  readonly mark: ArrowMark | undefined;
  /** A colour as the list names it. */
  readonly color: string | undefined;
  /** The whole text of the label, also where it had to be shortened or left out. */
  readonly text: string;
  readonly label: PlacedText | undefined;
  /** Frame number and time, in the margin at the height where the message is sent. */
  readonly number: PlacedText | undefined;
  readonly time: PlacedText | undefined;
}

/** A line across the ladder with a caption, or a piece cut out of time. */
export interface LadderDivider {
  readonly event: string;
  readonly what: "phase" | "tear";
  readonly x1: number;
  readonly x2: number;
  readonly top: number;
  /** Equal to `top` for a phase. */
  readonly bottom: number;
  /** A phase's caption stands in this box, on the line. */
  readonly box: LadderBox | undefined;
  readonly label: PlacedText | undefined;
}

/** A text in a box, beside or over lifelines. */
export interface LadderRemark {
  readonly event: string;
  readonly box: LadderBox;
  readonly label: PlacedText;
}

/** Something that happens at one end: a state in a box, anything else as a text beside the lifeline. */
export interface LadderEndpointEvent {
  readonly event: string;
  readonly endpoint: number;
  readonly what: "state" | "call" | "socket" | "timer" | "deliver";
  readonly box: LadderBox | undefined;
  readonly label: PlacedText;
  /** Between the words and the lifeline, its head at the last point: a call goes in, data come out. */
  readonly pointer: readonly LadderPoint[] | undefined;
  /** What becomes of a socket: the lifeline begins or ends here. */
  readonly socket: "created" | "closed" | undefined;
  /** Where on the lifeline it happens. */
  readonly at: LadderPoint;
  /** Event of the arrow at whose end it stands; undefined for what stands on its own. */
  readonly arrow: string | undefined;
  /** Follows from something else than this end's own segments. */
  readonly assumed: boolean;
}

/** A span of time at one end, beside its lifeline, or on it where arrows run at both sides. */
export interface LadderBracket {
  readonly event: string;
  readonly endpoint: number;
  /** A tick towards the lifeline, down, and a tick back; on a lifeline, the outline of a bar with its ticks. */
  readonly points: readonly LadderPoint[];
  readonly label: PlacedText;
  readonly assumed: boolean;
}
