import { enteredZone, floorOnWay, isFold, isForward, leftZone, strip, type ZoneSides } from "./arrow-strip";
import type { ArrowDraft, BlockDraft } from "./drafts";
import type { LadderOptions } from "./ladder-options";
import {
  BESIDE,
  BLOCK_CLEARANCE,
  CLEARANCE,
  FOLD_HEIGHT,
  LOOP,
  MARGIN_STEP,
  ROW_MARGIN,
  SLOPE,
} from "./measures";
import type { Step } from "./order-steps";
import type { Columns } from "./place-lifelines";

/**
 * Least fall of an arrow whose arrival is known, in px and as a part of what it would fall by itself: it never
 * arrives before it leaves, and level arrows look like no time at all.
 */
const LEAST_FALL = { height: 16, share: 0.4 } as const;

/** Least distance between two things on one lifeline. */
const TOUCH_STEP = 10;

/** Heights of an arrow's two ends. */
export interface ArrowRow {
  readonly sent: number;
  readonly arrived: number;
}

/** Where everything stands from top to bottom. */
export interface Rows {
  readonly arrows: ReadonlyMap<ArrowDraft, ArrowRow>;
  /** Tops of the blocks' boxes. */
  readonly blocks: ReadonlyMap<BlockDraft, number>;
  /** Those that stand at an end of an arrow, with the arrow's event. */
  readonly beside: ReadonlyMap<BlockDraft, string>;
  /** Those that start together and cross half way. */
  readonly meeting: ReadonlySet<ArrowDraft>;
  /** Others that were under way, or sent, while another was: their labels may be in each other's way. */
  readonly crossing: ReadonlySet<ArrowDraft>;
  readonly bottom: number;
}

/**
 * Gives every arrow and block its height, from `top` downwards in the order of the steps.
 *
 * A label lies in a strip above its arrow. For each zone between two lifelines the lowest taken
 * height is kept at its left and right side; an arrow is let down until its strip is below both.
 * The deepest of several straight lines is never below the line between its ends, so no strip is
 * touched by an earlier arrow, unless the two were under way at the same time.
 */
export function placeRows(
  steps: readonly Step[],
  columns: Columns,
  top: number,
  options: LadderOptions,
): Rows {
  const page = new Page(columns, top, options, steps);
  for (const step of steps) {
    if (step.kind === "send") page.send(step.arrows, step.gap);
    else if (step.kind === "arrive") page.arrive(step.arrow, step.gap);
    else page.block(step.block, step.gap);
  }
  return page.rows();
}

/** The page while it fills: what is taken, zone by zone and lifeline by lifeline. */
class Page {
  private readonly x: readonly number[];
  private readonly slope: number;
  /** Zone z lies left of lifeline z. */
  private readonly zones: ZoneSides[];
  /** The lowest thing that touched each lifeline. */
  private readonly touched: number[];
  private readonly arrows = new Map<ArrowDraft, ArrowRow>();
  /** Where arrows leave, by their events. */
  private readonly sent = new Map<string, number>();
  private readonly blocks = new Map<BlockDraft, number>();
  private readonly beside = new Map<BlockDraft, string>();
  private readonly meeting = new Set<ArrowDraft>();
  private readonly crossing = new Set<ArrowDraft>();
  private readonly underWay = new Set<ArrowDraft>();
  private readonly landing: ReadonlySet<ArrowDraft>;
  /** Nothing may be sent above it. */
  private now: number;
  private bottom: number;

  constructor(columns: Columns, top: number, options: LadderOptions, steps: readonly Step[]) {
    this.x = columns.x;
    this.slope = options.slant === "none" ? 0 : slopeOf(steps, columns);
    this.zones = Array.from({ length: columns.x.length + 1 }, () => ({ left: top, right: top }));
    this.touched = columns.x.map(() => top);
    this.landing = new Set(steps.flatMap((step) => (step.kind === "arrive" ? [step.arrow] : [])));
    this.now = top + ROW_MARGIN.top - MARGIN_STEP;
    this.bottom = top;
  }

  rows(): Rows {
    const { arrows, blocks, beside, meeting, crossing } = this;
    return { arrows, blocks, beside, meeting, crossing, bottom: this.bottom + ROW_MARGIN.bottom };
  }

  send(arrows: readonly ArrowDraft[], air: number): void {
    // Level arrows that start together would lie on each other.
    if (arrows.length > 1 && this.slope === 0 && !arrows.some((arrow) => this.landing.has(arrow))) {
      for (const [i, arrow] of arrows.entries()) this.send([arrow], i === 0 ? air : 0);
      return;
    }
    const sent = air + Math.max(this.now + MARGIN_STEP, ...arrows.map((arrow) => this.earliest(arrow)));
    for (const arrow of arrows) {
      if (arrows.length > 1) this.meeting.add(arrow);
      else if (this.underWay.size > 0) for (const each of [...this.underWay, arrow]) this.crossing.add(each);
      this.sent.set(arrow.event.id, sent);
      if (this.landing.has(arrow)) this.underWay.add(arrow);
      if (this.landing.has(arrow)) this.depart(arrow, sent);
      else this.pass(arrow, sent);
    }
    this.now = sent + (arrows.length - 1) * MARGIN_STEP;
  }

  arrive(arrow: ArrowDraft, air: number): void {
    const sent = this.arrows.get(arrow)?.sent ?? this.now;
    const side = this.zones[enteredZone(arrow)];
    const floor = side === undefined ? 0 : isForward(arrow) ? side.right : side.left;
    const free = Math.max(
      floor + strip(arrow),
      // What was seen here stands in the margin line by line.
      this.touchedAt(arrow.event.to, MARGIN_STEP),
      this.freeBeside(arrow.beside.arrival),
    );
    const arrived =
      air + Math.max(this.now, sent + Math.max(LEAST_FALL.height, LEAST_FALL.share * this.fall(arrow)), free);
    this.take(arrow, { sent, arrived });
    this.underWay.delete(arrow);
    this.now = Math.max(this.now, arrived - MARGIN_STEP);
  }

  block(block: BlockDraft, air: number): void {
    this.now += air;
    const isBesidePhase = block.what === "phase" && block.lastZone === 0;
    const isAcross = (block.what === "phase" && !isBesidePhase) || block.what === "tear";
    const zones = this.zones.slice(block.firstZone, block.lastZone + 1);
    const floor = Math.max(...zones.map((side) => Math.max(side.left, side.right))) + BLOCK_CLEARANCE;
    const top = isAcross
      ? Math.max(floor, ...this.touched.map((y) => y + BLOCK_CLEARANCE))
      : this.besides(block, floor);
    const bottom = top + block.height;
    this.blocks.set(block, top);
    for (const side of zones) side.left = side.right = Math.max(side.left, side.right, bottom);
    this.touchAfter(block, bottom, isAcross);
    // What begins with a phase that was found is sent below its caption.
    if (isBesidePhase) this.now = Math.max(this.now, bottom - MARGIN_STEP + CLEARANCE);
    this.bottom = Math.max(this.bottom, bottom);
  }

  /** What happens at one end stands at the height of what that end saw last, or of the arrow with which it came. */
  private besides(block: BlockDraft, floor: number): number {
    const event = block.event;
    if (event?.kind === "endpoint-event") {
      const below = block.endsTimer === true ? this.bottom + BLOCK_CLEARANCE : floor;
      const left = event.at?.side === /* @__KEY__ */ "departure" ? this.sent.get(event.at.event) : undefined;
      return Math.max(floor, below, (left ?? this.touchedAt(event.endpoint)) - block.height / 2);
    }
    if (block.what === "note" && event !== undefined && "to" in event) {
      return Math.max(floor, this.touchedAt(Math.max(event.from, event.to)) - block.height / 2);
    }
    return Math.max(floor, this.now - block.height / 2);
  }

  private touchAfter(block: BlockDraft, bottom: number, isAcross: boolean): void {
    const event = block.event;
    if (isAcross) {
      this.touched.fill(bottom);
      this.now = Math.max(this.now, bottom);
    } else if (event?.kind === "endpoint-event") {
      this.touch(event.endpoint, bottom - block.height / 2);
    } else if (event?.kind === "remark" && event.where === "over") {
      for (let end = block.firstZone; end < block.lastZone; end += 1) this.touch(end, bottom);
    }
  }

  private earliest(arrow: ArrowDraft): number {
    const { from, to } = arrow.event;
    if (from === to) {
      const side = this.zones[from + 1];
      return Math.max(
        this.touchedAt(from),
        (side === undefined ? 0 : Math.max(side.left, side.right)) + CLEARANCE,
      );
    }
    if (this.landing.has(arrow)) {
      const floor = floorOnWay(arrow, this.zones) + strip(arrow);
      return Math.max(this.touchedAt(from), floor, this.freeBeside(arrow.beside.departure));
    }
    let sent = Math.max(
      this.touchedAt(from),
      this.touchedAt(to) - this.fall(arrow),
      this.freeBeside(arrow.beside.departure),
      this.freeBeside(arrow.beside.arrival) - this.fall(arrow),
    );
    for (let zone = Math.min(from, to) + 1; zone <= Math.max(from, to); zone += 1) {
      const side = this.zones[zone];
      if (side === undefined) continue;
      sent = Math.max(sent, side.left + strip(arrow) - this.fall(arrow, zone - 1));
      sent = Math.max(sent, side.right + strip(arrow) - this.fall(arrow, zone));
    }
    return sent;
  }

  /** Fall of an arrow with fixed slope on its way to a lifeline; its whole fall by default. */
  private fall(arrow: ArrowDraft, lifeline: number = arrow.event.to): number {
    return Math.abs((this.x[lifeline] ?? 0) - (this.x[arrow.event.from] ?? 0)) * this.slope;
  }

  /** Draws an arrow with its own fall: nobody knows when it arrives. */
  private pass(arrow: ArrowDraft, sent: number): void {
    this.take(arrow, { sent, arrived: sent + this.fall(arrow) });
    this.stand(arrow, /* @__KEY__ */ "departure", sent);
  }

  private depart(arrow: ArrowDraft, sent: number): void {
    this.arrows.set(arrow, { sent, arrived: sent });
    const side = this.zones[leftZone(arrow)];
    if (side !== undefined && isForward(arrow)) side.left = Math.max(side.left, sent);
    if (side !== undefined && !isForward(arrow)) side.right = Math.max(side.right, sent);
    this.touch(arrow.event.from, sent);
    this.stand(arrow, /* @__KEY__ */ "departure", sent);
  }

  private take(arrow: ArrowDraft, row: ArrowRow): void {
    const { from, to } = arrow.event;
    this.arrows.set(arrow, row);
    const band = isFold(arrow.event) ? FOLD_HEIGHT : 0;
    const bottom = from === to ? row.sent + LOOP.height : row.arrived + band;
    if (from === to) {
      const side = this.zones[from + 1];
      if (side !== undefined) side.left = side.right = Math.max(side.left, side.right, bottom);
    }
    for (let zone = Math.min(from, to) + 1; zone <= Math.max(from, to); zone += 1) {
      const side = this.zones[zone];
      if (side === undefined) continue;
      side.left = Math.max(side.left, this.heightAt(row, arrow, zone - 1) + band);
      side.right = Math.max(side.right, this.heightAt(row, arrow, zone) + band);
    }
    this.touch(from, from === to ? bottom : row.sent + band);
    this.touch(to, bottom);
    this.bottom = Math.max(this.bottom, bottom);
    this.stand(arrow, "arrival", bottom);
  }

  private heightAt(row: ArrowRow, arrow: ArrowDraft, lifeline: number): number {
    const [start, end] = [this.x[arrow.event.from] ?? 0, this.x[arrow.event.to] ?? 0];
    return row.sent + ((row.arrived - row.sent) * ((this.x[lifeline] ?? 0) - start)) / (end - start || 1);
  }

  /** Lets boxes stand beside an end of an arrow at y, the first level with it, the others below. */
  private stand(arrow: ArrowDraft, end: keyof ArrowDraft["beside"], y: number): void {
    let top = Number.NEGATIVE_INFINITY;
    for (const box of arrow.beside[end]) {
      const side = this.zones[box.firstZone];
      const event = box.event;
      if (side === undefined || event?.kind !== "endpoint-event") continue;
      top = Math.max(top, y - box.height / 2);
      const bottom = top + box.height;
      this.blocks.set(box, top);
      this.beside.set(box, arrow.event.id);
      side.left = side.right = bottom;
      // What happens next at this end happens below its states.
      this.touch(event.endpoint, bottom + BESIDE.gap - TOUCH_STEP);
      this.bottom = Math.max(this.bottom, bottom);
      top = bottom + BESIDE.gap;
    }
  }

  /** Least height of an arrow's end with boxes beside it. */
  private freeBeside([box]: readonly BlockDraft[]): number {
    const side = box === undefined ? undefined : this.zones[box.firstZone];
    if (box === undefined || side === undefined) return 0;
    return Math.max(side.left, side.right) + BESIDE.gap + box.height / 2;
  }

  private touch(lifeline: number, y: number): void {
    this.touched[lifeline] = Math.max(this.touched[lifeline] ?? 0, y);
  }

  private touchedAt(lifeline: number, step: number = TOUCH_STEP): number {
    return (this.touched[lifeline] ?? 0) + step;
  }
}

function slopeOf(steps: readonly Step[], { x }: Columns): number {
  const sends = steps.flatMap((step) => (step.kind === "send" ? [step.arrows] : []));
  const slope = sends.length <= SLOPE.fewArrows ? SLOPE.few : SLOPE.many;
  let widest = 1;
  for (const { event } of sends.flat())
    widest = Math.max(widest, Math.abs((x[event.to] ?? 0) - (x[event.from] ?? 0)));
  return Math.min(slope, SLOPE.deepest / widest);
}
