import { DiagnosticError, type Diagnostic } from "../../base/diagnostic";
import { markOf } from "../../read/text/attributes";
import { SYN } from "../../tcp/flags";
import type { EndpointIndex, Message, Segment, Trace } from "../../trace/trace";
import { conversationOf, endOf, isClientEnd } from "../conversation-ends";
import { resolveNumbers, type ResolvedNumbers } from "../resolve-numbers";
import { addressOctets } from "./address-octets";
import { AssignedAddresses } from "./assigned-addresses";
import type { PacketEnds } from "./frame-layers";
import { messageFrame } from "./message-frame";
import { joined } from "./octets";
import { packetComments } from "./packet-comments";
import {
  enhancedPacket,
  interfaceDescription,
  nameResolution,
  sectionHeader,
  type ResolvedName,
} from "./pcapng-blocks";
import { segmentFrame, type MadeFrame } from "./segment-frame";

/** Ports where a list names none: the client's is counted by conversations. */
const FIRST_CLIENT_PORT = 50_000;
const CLIENT_PORTS = 15_000;
const SERVER_PORT = 12_345;

/** Between frames of a list without times. */
const STEP = 1_000_000n;

/** Octets of frames that are written whole; of later ones only what headers need. */
const MOST_OCTETS = 256 * 1024 * 1024;
const HEADERS_LENGTH = 114;

/** A trace as a capture, and what of it the capture does not hold; places are frames and octets of the capture. */
export interface WrittenCapture {
  readonly octets: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives a trace as a pcapng file that any analyser opens: Ethernet, IPv4 or IPv6, valid checksums, the numbers
 * that are written, symbols by `resolveNumbers`; names as name resolution, the title and all that happens
 * beside the messages as comments.
 *
 * Throws `DiagnosticError` `nothing-to-write` where no message becomes a frame.
 */
export function writeCapture(trace: Trace, title: string | undefined): WrittenCapture {
  const writing = new CaptureWriting(trace);
  const blocks = [sectionHeader(title), interfaceDescription()];
  const names = writing.names();
  if (names.length > 0) blocks.push(nameResolution(names));
  let offset = blocks.reduce((sum, { length }) => sum + length, 0);
  for (const event of trace.events) {
    if (event.kind !== "segment" && event.kind !== "message") continue;
    const block = writing.frameBlock(event, offset);
    if (block === undefined) continue;
    blocks.push(block);
    offset += block.length;
  }
  if (writing.frames === 0) throw new DiagnosticError({ code: "nothing-to-write", severity: "error" });
  return { octets: joined(blocks), diagnostics: writing.diagnostics() };
}

/** A capture while it is written. */
class CaptureWriting {
  frames = 0;
  readonly #trace: Trace;
  readonly #addresses: AssignedAddresses;
  readonly #numbers: ReadonlyMap<Segment, ResolvedNumbers>;
  readonly #comments: ReturnType<typeof packetComments>;
  readonly #shifts: ReadonlyMap<string, number>;
  readonly #zero: bigint;
  readonly #lost = new Map<string, Diagnostic>();

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#addresses = new AssignedAddresses(trace);
    this.#numbers = resolveNumbers(trace);
    this.#comments = packetComments(trace);
    this.#shifts = windowShifts(trace);
    const least = trace.events.reduce((smallest, { time }) => Math.min(smallest, time ?? 0), 0);
    this.#zero = trace.start ?? BigInt(-least);
  }

  /** Gives the names that are no addresses. Two names of one address cannot be told apart, and are lost. */
  names(): readonly ResolvedName[] {
    const { endpoints } = this.#trace;
    const names = new Map<string, ResolvedName>();
    for (const [i, { name, key }] of endpoints.entries()) {
      if (isAddress(name) || (name === key && isAddress(key))) continue;
      const [address] = this.#addresses.pair(i, i);
      const known = names.get(String(address));
      if (known !== undefined) this.#lose("one of two names of an address", 0);
      else names.set(String(address), { address, name });
    }
    return [...names.values()];
  }

  /** Gives the block of a message; undefined where it cannot be carried. */
  frameBlock(event: Segment | Message, offset: number): Uint8Array | undefined {
    const made = this.#frameOf(event);
    if (made === undefined) {
      this.#lose("a message of a protocol that is not known well enough", offset);
      return undefined;
    }
    this.frames += 1;
    for (const what of [...made.lost, ...lostOf(event)]) this.#lose(what, offset);
    const isWhole = offset + made.octets.length <= MOST_OCTETS;
    if (!isWhole) this.#lose("octets of a frame beyond 256 MiB", offset);
    const octets = isWhole ? made.octets : made.octets.subarray(0, HEADERS_LENGTH);
    const comments = this.#comments.get(event) ?? [];
    return enhancedPacket({
      time: this.#timeOf(event),
      octets,
      originalLength: made.octets.length,
      comments,
    });
  }

  /** Gives what was lost, once each. */
  diagnostics(): readonly Diagnostic[] {
    return [...this.#lost.values()];
  }

  #frameOf(event: Segment | Message): MadeFrame | undefined {
    if (event.kind === "message") return messageFrame(event, this.#endsOf(event));
    const numbers = this.#numbers.get(event);
    if (numbers === undefined) return undefined;
    const ports = [this.#portOf(event, event.from), this.#portOf(event, event.to)] as const;
    const shift = this.#shifts.get(`${String(event.conversation)} ${String(event.from)}`) ?? 0;
    return segmentFrame(event, { ends: this.#endsOf(event), ports, numbers, shift });
  }

  /** By the conversation's own record, where it has addresses. */
  #endsOf(event: Segment | Message): PacketEnds {
    const { from, to } = event;
    const hardware = [from + 1, to + 1] as const;
    const [assignedFrom, assignedTo] = this.#addresses.pair(from, to);
    if (event.kind === "message") return { addresses: [assignedFrom, assignedTo], hardware };
    const own = [from, to].map((end) => addressOctets(endOf(this.#trace, event, end)?.address ?? ""));
    const [ownFrom, ownTo] = own;
    const isOwn = ownFrom !== undefined && ownTo !== undefined && ownFrom.length === ownTo.length;
    return { addresses: isOwn ? [ownFrom, ownTo] : [assignedFrom, assignedTo], hardware };
  }

  #portOf(segment: Segment, end: EndpointIndex): number {
    const known = endOf(this.#trace, segment, end)?.port ?? this.#trace.endpoints[end]?.port;
    if (known !== undefined) return known;
    const conversation = conversationOf(this.#trace, segment.conversation);
    const isClient = conversation !== undefined && isClientEnd(this.#trace, conversation, segment, end);
    return isClient ? FIRST_CLIENT_PORT + (segment.conversation % CLIENT_PORTS) : SERVER_PORT;
  }

  #timeOf({ time }: Segment | Message): bigint {
    const since = time === undefined ? BigInt(this.frames - 1) * STEP : BigInt(Math.round(time));
    const moment = this.#zero + since;
    return moment < 0n ? 0n : moment;
  }

  #lose(found: string, offset: number): void {
    const known = this.#lost.get(found);
    const at = { kind: "octets", offset, frame: Math.max(1, this.frames) } as const;
    if (known === undefined) this.#lost.set(found, { code: "not-carried", severity: "remark", at, found });
    else this.#lost.set(found, { ...known, count: (known.count ?? 1) + 1 });
  }
}

/** What frames have no room for. */
function lostOf(event: Segment | Message): readonly string[] {
  const { arrival, delay, color, dashed, marks, together, identity } = event;
  const lost: readonly (readonly [boolean, string])[] = [
    [arrival !== undefined || delay !== undefined, "a time of arrival"],
    [color !== undefined || dashed !== undefined, "the look of an arrow"],
    [marks.some((mark) => markOf(mark) === mark), "a mark"],
    [together === true, "the start at one moment"],
    [identity !== undefined, "an identity"],
  ];
  return lost.flatMap(([isLost, what]) => (isLost ? [what] : []));
}

/** Gives the shifts of both ends of the conversations that agreed on some, by conversation and endpoint. */
function windowShifts({ events }: Trace): ReadonlyMap<string, number> {
  const shifts = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== "segment" || (event.flags & SYN) === 0) continue;
    shifts.set(`${String(event.conversation)} ${String(event.from)}`, event.options.windowScale ?? 0);
  }
  return shifts;
}

function isAddress(name: string): boolean {
  const host = name.includes(":") && !name.startsWith("[") ? name.replace(/^([^:]+):\d{1,5}$/u, "$1") : name;
  return addressOctets(host.replace(/^\[([^\]]*)\](?::\d{1,5})?$/u, "$1")) !== undefined;
}
