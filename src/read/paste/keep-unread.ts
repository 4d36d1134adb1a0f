import type { PastedEnd, PastedFrame } from "./pasted-frame";

/** Two numbers with at most an arrow between them, before a bracket: ports, however damaged the rest is. */
const PORTS = /(\d{2,5})\s?(?:→|->|>|-|–|—|»)?\s?(\d{2,5})\s{0,3}[[({]/u;
const LONGEST_SUMMARY = 160;

/**
 * Gives the frames with the rows that could not be read as messages among them, in the order of the lines.
 *
 * A row's ports tell its direction where they are known from rows above, or else below it; else it stands between the ends of the row
 * before it, on the way that row went.
 */
export function keepUnread(
  frames: readonly PastedFrame[],
  unread: readonly number[],
  lines: readonly string[],
): readonly PastedFrame[] {
  const first = frames[0];
  if (first === undefined || unread.length === 0) return frames;
  const known = new Map<number, PastedFrame>();
  for (const frame of frames) {
    const { port } = frame.source;
    if (port !== undefined && !known.has(port)) known.set(port, frame);
  }
  const read = new Set(frames.map(({ line }) => line));
  const kept: PastedFrame[] = [];
  let next = 0;
  let before = first;
  for (const line of unread.filter((each) => !read.has(each))) {
    for (let frame = frames[next]; frame !== undefined && frame.line < line; frame = frames[next]) {
      kept.push(frame);
      before = frame;
      next += 1;
      if (frame.source.port !== undefined) known.set(frame.source.port, frame);
    }
    const text = lines[line - 1] ?? "";
    const like = frameLike(text, known) ?? before;
    kept.push(messageOf(line, text, like.source, like.destination));
  }
  return [...kept, ...frames.slice(next)];
}

/** A frame that goes the way the ports in a text say. */
function frameLike(text: string, known: ReadonlyMap<number, PastedFrame>): PastedFrame | undefined {
  const match = PORTS.exec(text.slice(0, 1000));
  if (match === null) return undefined;
  const forward = known.get(Number(match[1]));
  if (forward !== undefined) return forward;
  const back = known.get(Number(match[2]));
  return back === undefined ? undefined : { ...back, source: back.destination, destination: back.source };
}

function messageOf(line: number, text: string, source: PastedEnd, destination: PastedEnd): PastedFrame {
  const words = text.replace(/[\s|]+/gu, " ").trim();
  const summary = words.length > LONGEST_SUMMARY ? `${words.slice(0, LONGEST_SUMMARY - 1)}…` : words;
  return { line, source, destination, protocol: "", summary };
}
