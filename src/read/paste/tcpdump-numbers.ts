import { ACK, SYN } from "../../tcp/flags";
import { addToSequence, sequenceDistance } from "../../tcp/sequence-number";
import type { PastedFrame, PastedSegment } from "./pasted-frame";

/** What tcpdump counts the numbers of one conversation from. */
interface Bases {
  readonly opener: string;
  readonly bases: readonly [opener: number | undefined, other: number | undefined];
}

/**
 * Gives the frames of tcpdump's output with the sequence numbers of the header.
 *
 * Without `-S`, tcpdump prints the numbers of segments without ACK as they are, also those of the first segment
 * with ACK it sees of two ends, and of a SYN,ACK; all others relative to these. Whether `-S` was given is told by the
 * numbers themselves: they lie nearer to the first one, or nearer to zero.
 */
export function rawTcpdumpNumbers(frames: readonly PastedFrame[]): readonly PastedFrame[] {
  const known = new Map<string, Bases>();
  const isAbsolute = hasAbsoluteNumbers(frames);
  return isAbsolute
    ? frames
    : frames.map((frame) => {
        const { segment } = frame;
        return segment === undefined ? frame : { ...frame, segment: rawNumbers(known, frame, segment) };
      });
}

function rawNumbers(known: Map<string, Bases>, frame: PastedFrame, segment: PastedSegment): PastedSegment {
  if ((segment.flags & ACK) === 0) return segment;
  const { own, conversation } = keysOf(frame);
  const before = known.get(conversation);
  if (before === undefined || (segment.flags & SYN) !== 0) {
    learn(known, conversation, own, segment);
    return segment;
  }
  const isOpener = before.opener === own;
  const [ownBase, peerBase] = isOpener ? before.bases : [before.bases[1], before.bases[0]];
  const { seq, ack, options } = segment;
  return {
    ...segment,
    ...(seq === undefined ? {} : { seq: addToSequence(seq, ownBase ?? 0) }),
    ...(ack === undefined ? {} : { ack: addToSequence(ack, peerBase ?? 0) }),
    // Edges of SACK blocks are relative as well.
    options:
      options.sack === undefined
        ? options
        : {
            ...options,
            sack: options.sack.map(([left, right]): readonly [number, number] => [
              addToSequence(left, peerBase ?? 0),
              addToSequence(right, peerBase ?? 0),
            ]),
          },
  };
}

function learn(known: Map<string, Bases>, conversation: string, own: string, segment: PastedSegment): void {
  const { seq, ack } = segment;
  known.set(conversation, {
    opener: own,
    bases: [seq, ack === undefined ? undefined : addToSequence(ack, -1)],
  });
}

function keysOf({ source, destination }: PastedFrame): {
  readonly own: string;
  readonly conversation: string;
} {
  const own = `${source.address} ${String(source.port)}`;
  const peer = `${destination.address} ${String(destination.port)}`;
  return { own, conversation: own < peer ? `${own} ${peer}` : `${peer} ${own}` };
}

/** Compares what later numbers are near to; a text of first segments only needs no answer. */
function hasAbsoluteNumbers(frames: readonly PastedFrame[]): boolean {
  const firsts = new Map<string, number>();
  let votes = 0;
  for (const frame of frames) {
    const { segment } = frame;
    if (segment === undefined) continue;
    const { own, conversation } = keysOf(frame);
    const first = firsts.get(own + conversation);
    const number = segment.seq;
    if ((segment.flags & SYN) !== 0 || !firsts.has(conversation)) {
      firsts.set(conversation, 0);
      if (number !== undefined) firsts.set(own + conversation, number);
      continue;
    }
    if (number === undefined || first === undefined) continue;
    const isNearer = Math.abs(sequenceDistance(first, number)) < Math.abs(sequenceDistance(0, number));
    votes += isNearer ? 1 : -1;
  }
  return votes === 0 ? hasAbsoluteAcknowledgments(frames) : votes > 0;
}

/** Without data, the third segment of a handshake tells: it acknowledges 1, or the SYN,ACK's number. */
function hasAbsoluteAcknowledgments(frames: readonly PastedFrame[]): boolean {
  const bare = frames.find(
    ({ segment }) => segment?.ack !== undefined && (segment.flags & SYN) === 0 && segment.seq === undefined,
  );
  return (bare?.segment?.ack ?? 0) > 0xffffff;
}
