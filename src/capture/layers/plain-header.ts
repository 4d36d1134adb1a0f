import { loadBig16 } from "../load-integer";
import { ethertype, END, type Layer, type NextLayer } from "./next-layer";

/** A header of one length, and what stands behind it: where nothing is said, its last two octets are an Ethertype. */
export function behind(name: string, length: number, next?: NextLayer): Layer {
  return (walk) => {
    if (!walk.open(name, length)) return END;
    walk.at += length;
    return next ?? ethertype(loadBig16(walk.octets, walk.at - 2));
  };
}
