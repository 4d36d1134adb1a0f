import { loadBig16, loadBig32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ETHERNET, IP, isCarried, type NextLayer } from "./next-layer";

const LABEL_LENGTH = 4;
const CONTROL_WORD_LENGTH = 4;
const BOTTOM_OF_STACK = 0x100;

/** A stack of MPLS labels (RFC 3032); what follows is told by its first four bits, as there is no field for it. */
export function readMpls(walk: FrameWalk): NextLayer {
  walk.enter("mpls");
  for (;;) {
    if (!walk.has("mpls", LABEL_LENGTH)) return END;
    const label = loadBig32(walk.octets, walk.at);
    walk.at += LABEL_LENGTH;
    if ((label & BOTTOM_OF_STACK) !== 0) break;
  }
  return behindLabels(walk);
}

function behindLabels(walk: FrameWalk): NextLayer {
  if (walk.captured === 0) return END;
  const first = loadUint8(walk.octets, walk.at) >> 4;
  if (first === 4 || first === 6) return IP;
  if (first === 1) return behindAssociatedChannel(walk);
  // A pseudowire: Ethernet, perhaps behind a control word (RFC 4448 §4.6).
  if (first !== 0 || walk.captured < CONTROL_WORD_LENGTH + 14) return END;
  if (hasControlWord(walk)) {
    walk.enter("pwethheuristic");
    walk.enter("pwethcw");
    walk.at += CONTROL_WORD_LENGTH;
  }
  return ETHERNET;
}

/** Nothing says so: what would be the type on either side decides, else that the word begins with zeros. */
function hasControlWord({ octets, at }: FrameWalk): boolean {
  const isPlain = isCarried(loadBig16(octets, at + 12));
  const isBehind = isCarried(loadBig16(octets, at + 12 + CONTROL_WORD_LENGTH));
  return isPlain === isBehind ? loadBig16(octets, at) === 0 : isBehind;
}

/** A channel beside the label switched path (RFC 5586) may carry IP. */
function behindAssociatedChannel(walk: FrameWalk): NextLayer {
  if (!walk.open("pwach", CONTROL_WORD_LENGTH)) return END;
  const type = loadBig32(walk.octets, walk.at) & 0xffff;
  walk.at += CONTROL_WORD_LENGTH;
  return type === 0x0021 || type === 0x0057 ? IP : END;
}
