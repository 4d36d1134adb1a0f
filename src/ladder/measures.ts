/** Font sizes in px: title and heads readable at 400 px page width, margins out of the way. */
export const FONT_SIZE = {
  title: 28,
  verdict: 16,
  head: 20,
  label: 16,
  remark: 14,
  legend: 14,
  margin: 12,
} as const;

/** The legend: length of a sample arrow with a mark at its tail and a head, its gap to the words, between two entries, a row. */
export const LEGEND = { sample: 52, gap: 10, between: 28, row: 24 } as const;

/**
 * Gap between two lifelines: room for `SYN, ACK Seq=0 Ack=1`, and less where three or more have to share a page; above the
 * maximum labels are shortened instead.
 */
export const LIFELINE_GAP = { min: 360, ofThree: 280, ofMany: 220, max: 900 } as const;

/**
 * Fall of an arrow for each px it goes aside: steep as drawn by hand where few arrows leave the room, and never so
 * steep that the longest arrow falls by more than three rows.
 */
export const SLOPE = { few: 0.17, many: 0.1, fewArrows: 12, deepest: 120 } as const;

/** Free space at either end of a label on its arrow: the arrowhead is 30 px long. */
export const LABEL_END = 36;

/** Space between an arrow and the box of its label; a hand-drawn stroke wobbles by 2 px. */
export const LABEL_LIFT = 3;

/** Half the size of the cross at the end of a lost message. */
export const CROSS = 8;

/**
 * Labels that find no room among crossing arrows stand outside: how far off the lifeline and the
 * dot or ring of a mark on it, how wide (`[spurious retransmission]` and four numbers), and how much
 * farther off where a state is in the way (`SYN-RECEIVED` and its box are 120 px wide).
 */
export const OUTSIDE = { offset: 18, maxWidth: 540, beyondState: 128 } as const;

/** Space between a label's box and the arrow above it. */
export const CLEARANCE = 8;

/** Space between an arrow and a box or a tear below it: half an arrowhead, and air. */
export const BLOCK_CLEARANCE = 16;

/** Least distance of two sends: a line of the margin. */
export const MARGIN_STEP = 17;

/** Space between the ladder and the number and time beside it. */
export const MARGIN_GAP = 24;

/** Head boxes: least width, height, space left and right of the name, widest name. */
export const HEAD = { minWidth: 120, height: 45, padding: 16, maxName: 300 } as const;

/** A message to oneself: how far the loop goes out, its height, and the space before its label. */
export const LOOP = { width: 44, height: 26, labelGap: 8 } as const;

/** Height of a row that stands for a run of segments: its label between the first and the last. */
export const FOLD_HEIGHT = 40;

/** Remark boxes: widest line of text, and space around it. */
export const REMARK = { maxText: 240, padding: 8 } as const;

/** State boxes, tight around their word, how far they stand off the lifeline, and from each other. */
export const BESIDE = { padding: 5, offset: 8, gap: 4 } as const;

/** Length of the arrow between a call, or delivered data, and the lifeline. */
export const POINTER = 28;

/** Brackets of timers: how far off the lifeline they are tried, in which steps, and the length of their ticks. */
export const BRACKET = { offset: 16, step: 8, farthest: 1200, tick: 7 } as const;

/** Height of a piece torn out of time. */
export const TEAR_HEIGHT = 64;

/** How far the teeth of a tear reach beyond its edge, and the hand that draws them. */
export const TEAR_EDGE = 5;

/** Space above the first and below the last row. */
export const ROW_MARGIN = { top: 30, bottom: 34 } as const;

/** Silence as air between rows: for each doubling of the median gap, and at most. */
export const SILENCE = { doubling: 11, max: 72 } as const;
