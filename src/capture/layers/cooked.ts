import { loadBig16 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import {
  END,
  ETHERNET,
  ethertype,
  greProtocol,
  linkLayer,
  LLC,
  PPP,
  type Layer,
  type NextLayer,
} from "./next-layer";

const GRE_DEVICE = 778;
const RADIOTAP_DEVICE = 803;
const NETLINK_DEVICE = 824;
/** What is announced by numbers too small for an Ethertype. */
const small: ReadonlyMap<number, NextLayer> = new Map([
  [3, ETHERNET],
  [4, LLC],
  [7, PPP],
]);
const SMALLEST_ETHERTYPE = 0x0600;

/** Linux cooked capture: where the protocol and the device's kind stand in its header, and its length. */
function cooked(typeAt: number, deviceAt: number, headerLength: number): Layer {
  return (walk: FrameWalk): NextLayer => {
    if (!walk.open("sll", headerLength)) return END;
    const type = loadBig16(walk.octets, walk.at + typeAt);
    const device = loadBig16(walk.octets, walk.at + deviceAt);
    walk.at += headerLength;
    if (device === RADIOTAP_DEVICE) return linkLayer(127);
    if (device === NETLINK_DEVICE) return END;
    if (device === GRE_DEVICE) return greProtocol(type);
    if (type < SMALLEST_ETHERTYPE) return small.get(type) ?? END;
    walk.enter("ethertype");
    return ethertype(type);
  };
}

/** LINKTYPE_LINUX_SLL. */
export const readCooked = cooked(14, 2, 16);
/** LINKTYPE_LINUX_SLL2. */
export const readCooked2 = cooked(0, 8, 20);
