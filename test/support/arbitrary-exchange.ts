import fc from "fast-check";
import { ACK, CWR, ECE, FIN, PSH, RST, SYN, URG } from "../../src/tcp/flags";
import { addToSequence } from "../../src/tcp/sequence-number";

/** A segment of a made-up exchange; numbers raw, nanoseconds since its start. */
export interface ExchangeSegment {
  readonly from: 0 | 1;
  readonly time: number;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly payloadLength: number;
  readonly window: number;
  readonly windowShift?: number;
  readonly sack?: readonly (readonly [number, number])[];
  /** The sender's clock (RFC 7323 §3). */
  readonly timestamp?: number;
}

const openings = [
  ...(["handshake", "handshake", "handshake", "middle", "simultaneous", "refused"] as const),
  ...(["fast open", "syn unseen", "unsure"] as const),
] as const;

const stepKinds = [
  ...["data", "data", "data", "data", "ack", "ack", "ack", "repeat", "repeat", "duplicate", "duplicate"],
  ...["gap", "late", "keep-alive", "zero window", "window", "probe", "probe taken", "fill", "sack", "sack"],
  ...["ack ahead", "ack part", "overlap", "fin", "rst", "syn again", "syn anew", "syn-ack anew", "odd flags"],
  ...["urgent", "fin data", "fin again", "fin early", "rst data", "rst bare", "copy", "clock back", "dsack"],
  ...["sack alone", "shift late", "overlap on", "large", "congestion", "syn data", "half space"],
] as const;

/** Everything by which an exchange is made up; `size` and `pick` mean what the kind of step makes of them. */
interface Step {
  readonly kind: string;
  readonly from: 0 | 1;
  readonly size: number;
  readonly pick: number;
  readonly pause: number;
}

const initialNumber = fc.oneof(
  fc.integer({ min: 1, max: 0xffffffff }),
  fc.integer({ min: 0xffffe000, max: 0xffffffff }),
  fc.integer({ min: 0x7fffe000, max: 0x80000000 }),
);

const pause = fc.oneof(
  fc.integer({ min: 0, max: 2_000 }),
  fc.integer({ min: 2_000, max: 6_000 }),
  fc.integer({ min: 15_000, max: 25_000 }),
  fc.integer({ min: 200_000, max: 1_500_000 }),
);

const end = fc.constantFrom<0 | 1>(0, 1);

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...stepKinds),
  from: end,
  size: fc.oneof(fc.integer({ min: 1, max: 1460 }), fc.constantFrom(1, 2, 100, 100, 1000)),
  pick: fc.nat(0xfff),
  pause,
});

const shift = fc.option(fc.integer({ min: 0, max: 16 }), { nil: undefined });

/** Directions that the capture holds: both, or only what one end sent. */
const captured = fc.constantFrom<readonly (0 | 1)[]>(
  ...[[0, 1] as const, [0, 1] as const, [0, 1] as const, [0, 1] as const, [0] as const, [1] as const],
);

/** An exchange between two ends: loss, reordering, repeats, keep-alives, closed windows, SACK, reuse, odd flags, numbers that wrap, clocks that go back, one end alone. */
export const arbitraryExchange: fc.Arbitrary<readonly ExchangeSegment[]> = fc
  .record({
    initial: fc.tuple(initialNumber, initialNumber),
    shifts: fc.tuple(shift, shift),
    opening: fc.constantFrom(...openings),
    roundTrip: fc.constantFrom(0, 1_000, 10_000, 40_000, -1_000),
    steps: fc.array(step, { minLength: 3, maxLength: 40 }),
    captured,
  })
  .map((plan) => {
    const exchange = new Exchange(plan.initial, plan.shifts);
    exchange.open(plan.opening, plan.roundTrip);
    for (const each of plan.steps) exchange.take(each);
    return exchange.segments.filter(({ from }) => plan.captured.includes(from));
  });

type Details = Partial<Omit<ExchangeSegment, "from" | "time">>;

/** Both ends of an exchange while it is made up. */
class Exchange {
  readonly segments: ExchangeSegment[] = [];
  readonly #next: [number, number];
  readonly #windows: [number, number] = [8000, 8000];
  readonly #shifts: readonly [number | undefined, number | undefined];
  #time = 0;

  constructor(initial: readonly [number, number], shifts: readonly [number | undefined, number | undefined]) {
    this.#next = [...initial];
    this.#shifts = shifts;
  }

  open(opening: (typeof openings)[number], roundTrip: number): void {
    if (opening === "middle") return;
    if (opening !== "syn unseen") this.#syn(0, SYN, opening === "fast open" ? 120 : 0);
    // Another number in the repeat of a SYN: another connection, or the same one by 4.0.
    if (opening === "unsure") this.#anew(0, SYN, 7);
    this.#time += roundTrip * 1000;
    if (opening === "refused") this.#send(1, { flags: RST | ACK, seq: 0, window: 0 });
    if (opening === "simultaneous") this.#syn(1, SYN);
    if (opening === "refused" || opening === "simultaneous") return;
    this.#syn(1, SYN | ACK);
    this.#send(0, { flags: ACK });
  }

  take(step: Step): void {
    this.#time += step.pause * 1000;
    this.#steps[step.kind]?.(step);
  }

  readonly #steps: Readonly<Record<string, (step: Step) => void>> = {
    data: ({ from, size, pick }) => this.#data(from, size, pick),
    ack: ({ from }) => this.#send(from, {}),
    repeat: ({ from, pick }) => this.#repeat(from, pick),
    duplicate: ({ from, pick }) => this.#repeatLatest(from, 1 + (pick % 3)),
    gap: ({ from, size }) => void (this.#next[from] = addToSequence(this.#next[from], size)),
    late: (step) => this.#late(step),
    "keep-alive": ({ from, pick }) =>
      this.#send(from, { seq: addToSequence(this.#next[from], -1), payloadLength: pick % 2 }),
    "zero window": ({ from }) => this.#send(from, { window: (this.#windows[from] = 0) }),
    window: ({ from, size }) => this.#send(from, { window: (this.#windows[from] = size * 4) }),
    probe: ({ from }) => this.#send(from, { payloadLength: 1 }),
    "probe taken": ({ from }) => this.#data(from, 1, 0),
    fill: (step) => this.#fill(step),
    sack: ({ from, size, pick }) => this.#sack(from, size, pick),
    "ack ahead": ({ from, size }) => this.#send(from, { ack: addToSequence(this.#next[other(from)], size) }),
    "ack part": ({ from, size }) => this.#send(from, { ack: addToSequence(this.#next[other(from)], -size) }),
    overlap: ({ from, size, pick }) =>
      this.#send(from, { seq: addToSequence(this.#next[from], -1 - (pick % 3)), payloadLength: size }),
    fin: ({ from }) => this.#fin(from),
    rst: ({ from, pick }) => this.#send(from, { flags: pick % 2 === 0 ? RST : RST | ACK, window: 0 }),
    "syn again": ({ from }) => this.#repeatSyn(from),
    "syn anew": ({ from, pick }) => this.#anew(from, SYN, pick),
    "syn-ack anew": ({ from, pick }) => this.#anew(from, SYN | ACK, pick),
    "odd flags": ({ from, pick, size }) => this.#send(from, { flags: pick & 0xfff, payloadLength: size % 3 }),
    urgent: ({ from, size }) => this.#data(from, size, 0, URG),
    "fin data": ({ from, size }) => this.#data(from, size, 1, FIN),
    "fin again": ({ from }) => this.#repeatFlag(from, FIN),
    "fin early": (step) => this.#finEarly(step),
    "rst data": ({ from, size }) => this.#send(from, { flags: RST | ACK, payloadLength: size }),
    "rst bare": ({ from }) => this.#send(from, { flags: RST, ack: this.#next[other(from)], window: 0 }),
    copy: ({ pick }) => this.#copy(pick),
    "clock back": ({ pick, pause: span }) => void (this.#time -= span * (pick % 3 === 0 ? 2000 : 1001)),
    dsack: ({ from, size }) => this.#send(from, { sack: [this.#blockBehind(from, size)] }),
    "sack alone": ({ from, size }) =>
      this.#send(from, { sack: [this.#blockBehind(from, -size)], window: size * 3 }),
    "shift late": ({ from, pick }) => this.#send(from, { windowShift: pick % 20 }),
    "overlap on": ({ from, size, pick }) => this.#overlapOn(from, size, pick),
    large: ({ from, size, pick }) => this.#data(from, size * 20, pick),
    congestion: ({ from, size, pick }) => this.#data(from, size, pick, pick % 2 === 0 ? ECE : CWR | ECE),
    "syn data": ({ from, size }) => this.#syn(from, SYN, size),
    // Numbers half the space apart are neither before nor behind.
    "half space": ({ from, pick }) =>
      void (this.#next[from] = addToSequence(this.#next[from], pick % 2 === 0 ? 0x80000000 : 0x7fffffff)),
  };

  #send(from: 0 | 1, details: Details): void {
    const { flags = ACK } = details;
    this.segments.push({
      from,
      time: this.#time,
      flags,
      seq: this.#next[from],
      ack: (flags & ACK) === 0 ? 0 : this.#next[other(from)],
      payloadLength: 0,
      window: this.#windows[from],
      ...details,
    });
  }

  #syn(from: 0 | 1, flags: number, payloadLength = 0): void {
    const windowShift = this.#shifts[from];
    this.#send(from, { flags, payloadLength, ...(windowShift === undefined ? {} : { windowShift }) });
    this.#next[from] = addToSequence(this.#next[from], 1 + payloadLength);
  }

  #data(from: 0 | 1, size: number, pick: number, more = 0): void {
    this.#send(from, { flags: more | (pick % 3 === 0 ? ACK | PSH : ACK), payloadLength: size });
    this.#next[from] = addToSequence(this.#next[from], size + ((more & FIN) === 0 ? 0 : 1));
  }

  #repeat(from: 0 | 1, pick: number): void {
    const own = this.segments.filter((segment) => segment.from === from && segment.payloadLength > 0);
    const old = own[own.length - 1 - (pick % Math.min(4, Math.max(1, own.length)))];
    if (old !== undefined)
      this.#send(from, { flags: old.flags, seq: old.seq, payloadLength: old.payloadLength });
  }

  #repeatLatest(from: 0 | 1, count: number): void {
    const latest = this.segments.filter((segment) => segment.from === from).at(-1);
    if (latest === undefined) return;
    for (let i = 0; i < count; i += 1) this.segments.push({ ...latest, time: (this.#time += 100_000) });
  }

  /** The second of two segments comes first; the peer asks for the hole in between. */
  #late({ from, size, pick }: Step): void {
    const hole = this.#next[from];
    this.#next[from] = addToSequence(hole, size);
    this.#data(from, size, pick);
    for (let i = 0; i < pick % 4; i += 1) {
      this.#time += 1_000_000;
      this.#send(other(from), { ack: hole });
    }
    this.#time += (pick % 32) * 1_000_000;
    this.#send(from, { seq: hole, payloadLength: size });
  }

  /** Up to the edge of the peer's window, as far as that can be told. */
  #fill({ from, pick }: Step): void {
    const heard = this.segments.filter((segment) => segment.from !== from).at(-1);
    if (heard === undefined || (heard.flags & ACK) === 0) return;
    const scales = pick % 2 === 0 ? 0 : (this.#shifts[other(from)] ?? 0);
    const edge = addToSequence(heard.ack, heard.window * 2 ** scales);
    const room = addToSequence(edge, -this.#next[from]);
    if (room > 0 && room < 60_000) this.#data(from, room, pick);
  }

  #sack(from: 0 | 1, size: number, pick: number): void {
    const right = this.#next[other(from)];
    const left = addToSequence(right, -size);
    const ack = addToSequence(left, -(pick % 2000));
    const far = [addToSequence(right, 500), addToSequence(right, 900)] as const;
    this.#send(from, { ack, sack: pick % 3 === 0 ? [[left, right], far] : [[left, right]] });
  }

  #fin(from: 0 | 1): void {
    this.#send(from, { flags: FIN | ACK });
    this.#next[from] = addToSequence(this.#next[from], 1);
  }

  /** FIN comes before the data that stands before it. */
  #finEarly({ from, size, pick }: Step): void {
    const hole = this.#next[from];
    this.#next[from] = addToSequence(hole, size);
    this.#fin(from);
    this.#time += (pick % 32) * 1_000_000;
    this.#send(from, { seq: hole, payloadLength: size });
  }

  /** The latest frame once more, at once or a little later, as where two interfaces were captured. */
  #copy(pick: number): void {
    const latest = this.segments.at(-1);
    if (latest !== undefined) this.segments.push({ ...latest, time: (this.#time += (pick % 4) * 1000) });
  }

  /** Octets sent before, and new ones behind them. */
  #overlapOn(from: 0 | 1, size: number, pick: number): void {
    const seq = addToSequence(this.#next[from], -(pick % 1000));
    this.#send(from, { seq, payloadLength: size + (pick % 1000) });
    this.#next[from] = addToSequence(this.#next[from], size);
  }

  #blockBehind(from: 0 | 1, size: number): readonly [number, number] {
    const left = addToSequence(this.#next[other(from)], -size);
    return [left, addToSequence(left, Math.abs(size))];
  }

  #repeatSyn(from: 0 | 1): void {
    const syn = this.segments.find((segment) => segment.from === from && (segment.flags & SYN) !== 0);
    if (syn !== undefined) this.segments.push({ ...syn, time: this.#time });
  }

  #repeatFlag(from: 0 | 1, flag: number): void {
    const latest = this.segments
      .filter((segment) => segment.from === from && (segment.flags & flag) !== 0)
      .at(-1);
    if (latest !== undefined) this.segments.push({ ...latest, time: this.#time });
  }

  #anew(from: 0 | 1, flags: number, pick: number): void {
    this.#next[from] = addToSequence(this.#next[from], 100_000 + pick * 1000);
    this.#syn(from, flags);
  }
}

function other(from: 0 | 1): 0 | 1 {
  return from === 0 ? 1 : 0;
}
