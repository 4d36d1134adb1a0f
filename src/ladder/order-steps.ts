import { formatSpan, nanoseconds, type Nanoseconds } from "../base/time";
import { isFold } from "./arrow-strip";
import { draftSilence, type ArrowDraft, type BlockDraft, type Draft } from "./drafts";
import type { ArrowEnd } from "../trace/trace";
import type { TimeScale } from "./time-scale";

/** One thing to be placed below what came before it, with `gap` px of air for the silence between. */
export type Step =
  | { readonly kind: "send"; readonly gap: number; readonly arrows: readonly ArrowDraft[] }
  | { readonly kind: "arrive"; readonly gap: number; readonly arrow: ArrowDraft }
  | { readonly kind: "block"; readonly gap: number; readonly block: BlockDraft };

/** What decides the order besides the drafts themselves. */
export interface OrderRules {
  readonly scale: TimeScale;
  readonly lifelines: number;
  /** Equal times in rows share a row (hand-written lists): a capture's clock is too coarse for that. */
  readonly equalTimesMeet: boolean;
}

interface Timed {
  readonly draft: Draft;
  readonly time: Nanoseconds | undefined;
}

/**
 * Gives the order in which things happen on the page: sends, known arrivals, and blocks.
 *
 * By time where the page is proportional, else as listed. Arrows that start together are one step.
 * A block inside the ladder waits until no arrow is under way where it is to stand.
 */
export function orderSteps(drafts: readonly Draft[], rules: OrderRules): readonly Step[] {
  const line = new StepLine(rules);
  for (const { draft, time } of meetingFirst(inOrder(drafts, rules.scale), rules)) {
    line.land(time);
    if (draft.kind === "block") line.block(draft, time);
    else line.send(draft, time);
  }
  line.land(undefined);
  return line.steps;
}

function inOrder(drafts: readonly Draft[], scale: TimeScale): readonly Timed[] {
  let time: Nanoseconds | undefined;
  let last: ArrowDraft | undefined;
  const timed = drafts.map((draft): Timed => {
    if (draft.kind === "arrow") {
      time = draft.departure ?? time;
      last = draft;
      return { draft, time };
    }
    if (draft.time !== undefined) time = draft.time;
    return { draft, time: draft.time ?? arrivalFor(draft, last) ?? time };
  });
  const isAssumed = drafts.some((draft) => draft.kind === "arrow" && draft.event.assumedWay !== undefined);
  if (!scale.proportional && !isAssumed) return timed;
  return [...timed].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

/** What the ends of arrows that start together come to stands below all of them, what they left in above what arrived. */
function meetingFirst(timed: readonly Timed[], rules: OrderRules): readonly Timed[] {
  const ordered: Timed[] = [];
  let meeting: ArrowDraft[] = [];
  let outcomes: Timed[] = [];
  const settle = (): void => {
    const sides = meeting.length > 1 ? ([/* @__KEY__ */ "departure", "arrival"] as const) : undefined;
    ordered.push(...(sides?.flatMap((side) => outcomes.filter((each) => sideOf(each) === side)) ?? outcomes));
    outcomes = [];
  };
  for (const each of timed) {
    const { draft } = each;
    if (sideOf(each) !== undefined) outcomes.push(each);
    else if (draft.kind === "arrow" && startTogether(meeting, draft, rules)) {
      meeting.push(draft);
      ordered.push(each);
    } else {
      settle();
      meeting = draft.kind === "arrow" ? [draft] : [];
      ordered.push(each);
    }
  }
  settle();
  return ordered;
}

/** Gives the end of an arrow at which a block's event was found, undefined for all that is written in a list. */
function sideOf({ draft }: Timed): ArrowEnd["side"] | undefined {
  return draft.kind === "block" && draft.event?.kind === "endpoint-event" ? draft.event.at?.side : undefined;
}

/** Whether an arrow starts at the height of others, all of which may meet it. */
function startTogether(others: readonly ArrowDraft[], arrow: ArrowDraft, rules: OrderRules): boolean {
  const first = others[0]?.event.time;
  if (others.length === 0 || !others.every((other) => mayMeet(other, arrow))) return false;
  const equal = rules.equalTimesMeet && !rules.scale.proportional && first !== undefined;
  return arrow.event.together === true || (equal && first === arrow.event.time);
}

/** What is written after a message, at the end that gets it, happens when it has arrived. */
function arrivalFor(block: BlockDraft, last: ArrowDraft | undefined): Nanoseconds | undefined {
  const event = block.event;
  if (event?.kind !== "endpoint-event" || last?.event.to !== event.endpoint) return undefined;
  return last.arrival;
}

/** Collects steps while time goes on: arrows under way, blocks that wait for them. */
class StepLine {
  readonly steps: Step[] = [];
  private readonly rules: OrderRules;
  private underWay: ArrowDraft[] = [];
  private waiting: BlockDraft[] = [];
  private now: Nanoseconds | undefined = undefined;

  constructor(rules: OrderRules) {
    this.rules = rules;
  }

  /** Lands every arrow that arrives until then; all that are left where no time is given. */
  land(until: Nanoseconds | undefined): void {
    const landing = this.underWay
      .filter((arrow) => until === undefined || (arrow.arrival ?? 0) <= until)
      .sort((a, b) => (a.arrival ?? 0) - (b.arrival ?? 0));
    for (const arrow of landing) {
      this.steps.push({ kind: "arrive", gap: this.advance(arrow.arrival), arrow });
      this.underWay = this.underWay.filter((other) => other !== arrow);
      this.release();
    }
  }

  block(block: BlockDraft, time: Nanoseconds | undefined): void {
    if (this.isBusy(block)) {
      this.waiting.push(block);
      return;
    }
    const silence = endsSilence(block) ? this.silenceBefore(block.event?.id ?? "", time) : undefined;
    if (silence !== undefined) this.steps.push(silence);
    const isShown = block.what === "tear" || silence !== undefined;
    this.steps.push({ kind: "block", gap: this.advance(time, isShown), block });
  }

  send(arrow: ArrowDraft, time: Nanoseconds | undefined): void {
    // A row that stands for a run takes the whole width: what is under way arrives above it.
    const until = arrow.event.kind === "message" ? arrow.event.folded?.until : undefined;
    if (isFold(arrow.event)) this.land(undefined);
    if (this.joins(arrow)) return;
    const silence = this.silenceBefore(arrow.event.id, time);
    if (silence !== undefined) this.steps.push(silence);
    this.steps.push({
      kind: "send",
      gap: this.advance(time, silence !== undefined),
      arrows: [arrow],
    });
    if (arrow.arrival !== undefined && time !== undefined) this.underWay.push(arrow);
    this.advance(until, true);
  }

  private joins(arrow: ArrowDraft): boolean {
    const last = this.steps.at(-1);
    if (last?.kind !== "send" || !startTogether(last.arrows, arrow, this.rules)) return false;
    this.steps[this.steps.length - 1] = { ...last, arrows: [...last.arrows, arrow] };
    if (arrow.arrival !== undefined && this.now !== undefined) this.underWay.push(arrow);
    return true;
  }

  private silenceBefore(event: string, time: Nanoseconds | undefined): Step | undefined {
    const last = this.steps.at(-1);
    if (this.now === undefined || time === undefined || this.underWay.length > 0) return undefined;
    if (last?.kind === "block" && last.block.what === "tear") return undefined;
    const silence = time - this.now;
    if (!this.rules.scale.isTorn(silence)) return undefined;
    const words = formatSpan(nanoseconds(silence));
    return { kind: "block", gap: 0, block: draftSilence(event, words, this.rules.lifelines) };
  }

  /** Moves the clock and gives the space that takes: none where the silence is shown otherwise. */
  private advance(time: Nanoseconds | undefined, isShown = false): number {
    const before = this.now;
    if (time !== undefined && (before === undefined || time > before)) this.now = time;
    const silence = isShown || time === undefined || before === undefined ? 0 : time - before;
    return this.rules.scale.height(silence);
  }

  private release(): void {
    const free = this.waiting.filter((block) => !this.isBusy(block));
    this.waiting = this.waiting.filter((block) => !free.includes(block));
    for (const block of free) this.steps.push({ kind: "block", gap: 0, block });
  }

  private isBusy(block: BlockDraft): boolean {
    return this.underWay.some(({ event }) => {
      const [first, last] = [Math.min(event.from, event.to) + 1, Math.max(event.from, event.to)];
      return block.firstZone <= last && block.lastZone >= first;
    });
  }
}

/** A phase begins after a silence; what a list says at a time of its own ends one, as a message does. */
function endsSilence({ what, event, time }: BlockDraft): boolean {
  const isWritten = event?.kind === "endpoint-event" && event.at === undefined && event.assumed === undefined;
  return what === "phase" || (isWritten && time !== undefined);
}

/** Two arrows may start at one height when they run against each other, or in different columns. */
function mayMeet(a: ArrowDraft, b: ArrowDraft): boolean {
  const [left, right] = [spanOf(a), spanOf(b)];
  const apart = left.last <= right.first || right.last <= left.first;
  if (isFold(a.event) || isFold(b.event)) return false;
  const isLoop = left.first === left.last || right.first === right.last;
  return (
    !isLoop &&
    (apart || (left.forward !== right.forward && left.first === right.first && left.last === right.last))
  );
}

function spanOf({ event }: ArrowDraft): { first: number; last: number; forward: boolean } {
  return {
    first: Math.min(event.from, event.to),
    last: Math.max(event.from, event.to),
    forward: event.from < event.to,
  };
}
