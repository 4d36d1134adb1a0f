import fc from "fast-check";
import { ACK, FIN, PSH, RST, SYN } from "../../src/tcp/flags";
import { addToSequence } from "../../src/tcp/sequence-number";
import { bigEndian, ethernetFrame, ipv4Packet, tcpSegment, type TimedFrame } from "./packet-builder";

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
}

const openings = ["handshake", "handshake", "handshake", "middle", "simultaneous", "refused"] as const;

const stepKinds = [
  ...["data", "data", "data", "data", "ack", "ack", "ack", "repeat", "repeat", "duplicate", "duplicate"],
  ...["gap", "late", "keep-alive", "zero window", "window", "probe", "probe taken", "fill", "sack", "sack"],
  ...["ack ahead", "ack part", "overlap", "fin", "rst", "syn again", "syn anew", "syn-ack anew", "odd flags"],
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

const shift = fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined });

/** An exchange between two ends: loss, reordering, repeats, keep-alives, closed windows, SACK, reuse, odd flags, numbers that wrap. */
export const arbitraryExchange: fc.Arbitrary<readonly ExchangeSegment[]> = fc
  .record({
    initial: fc.tuple(initialNumber, initialNumber),
    shifts: fc.tuple(shift, shift),
    opening: fc.constantFrom(...openings),
    roundTrip: fc.constantFrom(0, 1_000, 10_000, 40_000),
    steps: fc.array(step, { minLength: 3, maxLength: 40 }),
  })
  .map(({ initial, shifts, opening, roundTrip, steps }) => {
    const exchange = new Exchange(initial, shifts);
    exchange.open(opening, roundTrip);
    for (const each of steps) exchange.take(each);
    return exchange.segments;
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
    this.#syn(0, SYN);
    this.#time += roundTrip * 1000;
    if (opening === "refused") this.#send(1, { flags: RST | ACK, seq: 0, window: 0 });
    if (opening === "simultaneous") this.#syn(1, SYN);
    if (opening === "handshake") this.#syn(1, SYN | ACK);
    if (opening === "handshake") this.#send(0, { flags: ACK });
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
    "odd flags": ({ from, pick, size }) => this.#send(from, { flags: pick & 0x3f, payloadLength: size % 3 }),
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

  #syn(from: 0 | 1, flags: number): void {
    const windowShift = this.#shifts[from];
    this.#send(from, { flags, ...(windowShift === undefined ? {} : { windowShift }) });
    this.#next[from] = addToSequence(this.#next[from], 1);
  }

  #data(from: 0 | 1, size: number, pick: number): void {
    this.#send(from, { flags: pick % 3 === 0 ? ACK | PSH : ACK, payloadLength: size });
    this.#next[from] = addToSequence(this.#next[from], size);
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

  #repeatSyn(from: 0 | 1): void {
    const syn = this.segments.find((segment) => segment.from === from && (segment.flags & SYN) !== 0);
    if (syn !== undefined) this.segments.push({ ...syn, time: this.#time });
  }

  #anew(from: 0 | 1, flags: number, pick: number): void {
    this.#next[from] = addToSequence(this.#next[from], 100_000 + pick * 1000);
    this.#syn(from, flags);
  }
}

function other(from: 0 | 1): 0 | 1 {
  return from === 0 ? 1 : 0;
}

/** The ends of an exchange in a capture: `address:port`, lower first or not. */
export type ExchangeEnds = readonly [string, string];

/** Gives the frames of an exchange; of payload only what the headers say of it is captured. */
export function exchangeFrames(
  segments: readonly ExchangeSegment[],
  ends: ExchangeEnds,
  start = 1_700_000_000_000_000_000n,
): readonly TimedFrame[] {
  return segments.map((segment) => {
    const [from, to] = segment.from === 0 ? ends : [ends[1], ends[0]];
    const header = tcpSegment({ ...segment, from, to, options: optionOctets(segment), payload: "" });
    const totalLength = 20 + header.length + segment.payloadLength;
    const octets = ethernetFrame(ipv4Packet(header, { from, to, totalLength }));
    const originalLength = octets.length + segment.payloadLength;
    return { octets, time: start + BigInt(segment.time), originalLength };
  });
}

function optionOctets({ windowShift, sack }: ExchangeSegment): readonly number[] {
  if (windowShift !== undefined) return [3, 3, windowShift];
  if (sack === undefined) return [];
  const edges = sack.flat().map((edge) => [edge, 4] as const);
  return [1, 1, 5, 2 + 4 * edges.length, ...bigEndian(...edges)];
}
