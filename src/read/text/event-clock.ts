import type { Diagnostic } from "../../base/diagnostic";
import { nanoseconds, type Nanoseconds } from "../../base/time";
import { finding } from "./finding";
import type { EventStatement, Timing, Word } from "./statement";
import type { WrittenTime } from "./written-time";

/** When an event happens; empty in a list without any time. */
export interface EventTime {
  readonly time?: Nanoseconds;
  readonly arrival?: Nanoseconds;
  readonly together?: true;
}

type Report = (diagnostic: Diagnostic) => void;

const DAY = 86_400e9;
const HALF_DAY = DAY / 2;

/**
 * Gives each event of a list its time, in the order of the lines.
 *
 * Seconds count from the list's own zero, clock times from the first clock time. An event
 * without a time takes that of the event before, the first one zero.
 */
export class EventClock {
  readonly #isTimed: boolean;
  readonly #report: Report;
  #midnight: number | undefined;
  #now: number = 0;

  constructor(events: readonly EventStatement[], report: Report) {
    this.#isTimed = events.some((event) => timingOf(event)?.time !== undefined);
    this.#report = report;
  }

  /** Gives the time of the next event. */
  next(event: EventStatement): EventTime {
    const timing = timingOf(event);
    if (!this.#isTimed) return timing?.together === true ? { together: true } : {};
    const before = this.#now;
    if (timing?.time !== undefined) this.#advance(timing.time, event.line);
    const when: { -readonly [Name in keyof EventTime]: EventTime[Name] } = { time: nanoseconds(this.#now) };
    const arrival = this.#arrival(timing, event.line);
    if (arrival !== undefined) when.arrival = arrival;
    if (timing?.together === true) this.#together(when, before, timing, event.line);
    return when;
  }

  /** What starts with the line before cannot start at another time: the time that is written holds. */
  #together(when: { together?: true }, before: number, { time }: Timing, line: number): void {
    if (this.#now === before) when.together = true;
    else if (time !== undefined) this.#warn("together-time", line, time.at);
  }

  #advance(time: NonNullable<Timing["time"]>, line: number): void {
    const before = this.#now;
    this.#now = this.#absolute(time, before);
    if (this.#now < before) this.#warn("time-goes-back", line, time.at);
  }

  #arrival(timing: Timing | undefined, line: number): Nanoseconds | undefined {
    if (timing?.arrival === undefined) return undefined;
    const arrival = this.#absolute(timing.arrival, this.#now);
    if (arrival >= this.#now) return nanoseconds(arrival);
    this.#warn("arrival-before-start", line, timing.arrival.at);
    return undefined;
  }

  #absolute(written: WrittenTime, before: number): number {
    if (written.kind === "since-start") return written.value;
    if (written.kind === "after-previous") return before + written.value;
    this.#midnight ??= written.value;
    const time = written.value - this.#midnight;
    // A clock that falls by more than half a day has passed midnight.
    return time - before < -HALF_DAY ? time + DAY * Math.ceil((before - HALF_DAY - time) / DAY) : time;
  }

  #warn(code: "time-goes-back" | "arrival-before-start" | "together-time", line: number, at: Word): void {
    this.#report(finding(code, "warning", { line, start: at.start, end: at.end }, { found: at.text }));
  }
}

function timingOf(event: EventStatement): Timing | undefined {
  return event.kind === "message" || event.kind === "endpoint-event" ? event.timing : undefined;
}
