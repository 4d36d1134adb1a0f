import type { Trace } from "../trace/trace";
import type { ArrowDraft, BlockDraft, Draft } from "./drafts";
import { FONT_SIZE, HEAD, LABEL_END, LIFELINE_GAP, LOOP, MARGIN_GAP } from "./measures";
import type { Step } from "./order-steps";
import { shortenText } from "./shorten-text";
import { measureText } from "./text-metrics";

/** Space between a box and the lifelines at its sides. */
const BLOCK_SIDE = 14;

/** Space between a label and the middle of its way, where it crosses another. */
const CROSSING_SIDE = 30;

/** How much more room a short label takes aside where it is turned like its arrow. */
const TURNED = 4;

/** A label is put before the cross of a lost message only where the gap need not be wider than this. */
const LOST_GAP = 520;

/** Where the lifelines stand, and how much lies left and right of them. */
export interface Columns {
  /** Positions of the lifelines, left to right; the first is not 0. */
  readonly x: readonly number[];
  /** Names as shown at the heads, shortened where too long. */
  readonly names: readonly string[];
  readonly headWidths: readonly number[];
  /** Width of the zones left of the first and right of the last lifeline. */
  readonly leftZone: number;
  readonly rightZone: number;
}

/** A text that must fit between lifelines `first` and `last`. */
interface Demand {
  readonly first: number;
  readonly last: number;
  readonly width: number;
}

/**
 * Gives each lifeline its x, so that the widest label between two neighbours fits along its arrow.
 *
 * A label stands between two neighbouring lifelines, never across a third: where an arrow passes
 * several columns, the widest of them makes room. Gaps stay within `LIFELINE_GAP`.
 */
export function placeLifelines(trace: Trace, drafts: readonly Draft[], steps: readonly Step[]): Columns {
  const names = trace.endpoints.map(({ name, key }) =>
    shortenText(name.trim() === "" ? key : name, FONT_SIZE.head, HEAD.maxName),
  );
  const headWidths = names.map((name) =>
    Math.max(HEAD.minWidth, measureText(name, FONT_SIZE.head).width + 2 * HEAD.padding),
  );
  const gaps = gapWidths(headWidths, demandsOf(drafts, steps, trace.endpoints.length));
  const leftZone = Math.max((headWidths[0] ?? 0) / 2, outerWidth(drafts, 0));
  const rightZone = Math.max((headWidths.at(-1) ?? 0) / 2, outerWidth(drafts, trace.endpoints.length));
  let x = 0;
  return { x: headWidths.map((_, i) => (x += gaps[i - 1] ?? 0)), names, headWidths, leftZone, rightZone };
}

function gapWidths(headWidths: readonly number[], demands: readonly Demand[]): readonly number[] {
  const gaps = headWidths.slice(1).map((width, i) => {
    const heads = ((headWidths[i] ?? 0) + width) / 2 + BLOCK_SIDE * 2;
    return Math.max(leastGap(headWidths.length), heads);
  });
  for (const { first, last, width } of [...demands].sort((a, b) => a.last - a.first - (b.last - b.first))) {
    const widest = widestGap(gaps, first, last);
    const gap = gaps[widest];
    if (gap !== undefined) gaps[widest] = Math.max(gap, Math.min(LIFELINE_GAP.max, Math.ceil(width)));
  }
  return gaps;
}

function leastGap(lifelines: number): number {
  if (lifelines < 3) return LIFELINE_GAP.min;
  return lifelines === 3 ? LIFELINE_GAP.ofThree : LIFELINE_GAP.ofMany;
}

/** Gives the position of the widest gap between two lifelines; the leftmost of equals. */
export function widestGap(gaps: readonly number[], first: number, last: number): number {
  let widest = first;
  for (let i = first + 1; i < last; i += 1) if ((gaps[i] ?? 0) > (gaps[widest] ?? 0)) widest = i;
  return widest;
}

function demandsOf(drafts: readonly Draft[], steps: readonly Step[], lifelines: number): readonly Demand[] {
  const meeting = new Set(
    steps.flatMap((step) => (step.kind === "send" && step.arrows.length > 1 ? step.arrows : [])),
  );
  return drafts.flatMap((draft): Demand[] => {
    if (draft.kind === "block") return blockDemand(draft, lifelines);
    const demand = arrowDemand(draft, meeting.has(draft));
    return demand.first < demand.last && demand.last < lifelines ? [demand] : [];
  });
}

function arrowDemand({ event, label }: ArrowDraft, meets: boolean): Demand {
  const width = measureText(label, FONT_SIZE.label).width;
  const first = Math.min(event.from, event.to);
  if (event.from === event.to) {
    return { first, last: first + 1, width: width + LOOP.width + LABEL_END + BLOCK_SIDE };
  }
  const last = Math.max(event.from, event.to);
  const whole = width + 2 * LABEL_END + TURNED;
  // Arrows that meet cross half way: each label has its own half.
  if (meets && last - first === 1) return { first, last, width: 2 * (width + LABEL_END + CROSSING_SIDE) };
  if (event.lostAt === undefined || event.lostAt === 0) return { first, last, width: whole };
  const beforeCross = (width + LABEL_END + CROSSING_SIDE) / event.lostAt;
  return { first, last, width: beforeCross <= LOST_GAP ? beforeCross : whole };
}

function blockDemand(block: BlockDraft, lifelines: number): Demand[] {
  const isOuter =
    block.firstZone === block.lastZone && (block.firstZone === 0 || block.firstZone === lifelines);
  if (isOuter || lifelines < 2) return [];
  if (block.what === "phase" || block.what === "tear") {
    const gap = captionGap(lifelines);
    return [{ first: gap, last: gap + 1, width: block.width + 2 * BLOCK_SIDE }];
  }
  if (block.firstZone === block.lastZone) {
    return [{ first: block.firstZone - 1, last: block.firstZone, width: block.width + 2 * BLOCK_SIDE }];
  }
  return [];
}

/** Gives the gap (its left lifeline) in which captions of dividers stand: the middle one, left of the centre. */
export function captionGap(lifelines: number): number {
  return Math.max(0, Math.floor((lifelines - 2) / 2));
}

function outerWidth(drafts: readonly Draft[], zone: number): number {
  const lastLifeline = zone - 1;
  const widths = drafts.map((draft) => {
    if (draft.kind === "block") return reach(draft, zone);
    const beside = Object.values(draft.beside).flat();
    const widest = Math.max(0, ...beside.map((block) => reach(block, zone)));
    if (widest > 0) return widest;
    if (draft.event.from !== draft.event.to || draft.event.from !== lastLifeline) return 0;
    return LOOP.width + measureText(draft.label, FONT_SIZE.label).width + MARGIN_GAP;
  });
  return Math.min(LIFELINE_GAP.max, Math.max(0, ...widths));
}

/** Gives how far a block reaches into an outer zone; one that also covers lifelines is centred over them. */
function reach(block: BlockDraft, zone: number): number {
  if (block.firstZone !== zone && block.lastZone !== zone) return 0;
  if (block.what === "phase") return zone === 0 && block.lastZone === 0 ? block.width + 3 * MARGIN_GAP : 0;
  if (block.firstZone === block.lastZone) return block.width + BLOCK_SIDE + MARGIN_GAP;
  const covered = (block.lastZone - block.firstZone - 1) * LIFELINE_GAP.ofMany;
  return block.what === "remark" ? Math.max(MARGIN_GAP, (block.width - covered) / 2) : 0;
}
