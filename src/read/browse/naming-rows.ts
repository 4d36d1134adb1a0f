import { datagramSide, type CaptureIndex, type ConversationColumns } from "../../capture/capture-index";
import { isDissection } from "../dissected-frame";

/** Frames with payload of a client that are looked at: a name stands in its first message. */
const FRAMES_EACH = 4;
/** More frames than these are not read again for the names in them. */
const MOST_FRAMES = 4000;

/** The first rows with payload that clients sent, where it may name a server. Of a dissection's frames there is no payload to look at. */
export function namingRows(index: CaptureIndex): readonly number[] {
  const { frames, frameCount, conversations, datagrams } = index;
  const left = { segments: framesLeft(index, conversations), datagrams: framesLeft(index, datagrams) };
  const rows: number[] = [];
  if (!left.segments.includes(FRAMES_EACH) && !left.datagrams.includes(FRAMES_EACH)) return rows;
  for (let row = 0; row < frameCount && rows.length < MOST_FRAMES; row += 1) {
    const column = frames.conversation[row] ?? -1;
    if (column === -1) continue;
    const counts = column >= 0 ? left.segments : left.datagrams;
    const side = column >= 0 ? column : datagramSide(column);
    // Most sides name nobody.
    const count = counts[side] ?? 0;
    if (count === 0 || frames.payloadLength[row] === 0) continue;
    counts[side] = count - 1;
    rows.push(row);
  }
  return rows;
}

/** Gives, by side, how many of its frames are to be looked at. */
function framesLeft({ format }: CaptureIndex, conversations: ConversationColumns): Uint8Array {
  const { count, clientDirection, mayNameServer } = conversations;
  const isTold = isDissection(format);
  const left = new Uint8Array(2 * count);
  for (let number = 0; number < count; number += 1) {
    const client = 2 * number + (clientDirection[number] ?? 0);
    if (mayNameServer[client] === 1 || isTold) left[client] = FRAMES_EACH;
  }
  return left;
}
