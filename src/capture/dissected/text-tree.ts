/** A value in the text of a dissection, and what stands below it; of a name that stands twice, two. */
export interface TextTree {
  readonly name: string;
  readonly value: string;
  /** What Wireshark's window would say; empty where the text does not hold it. */
  readonly words: string;
  readonly children: TextTree[];
}

/** Gives a tree to be filled. */
export function textTree(name: string, value = "", words = ""): TextTree {
  return { name, value, words, children: [] };
}

/** Values below values that are kept; Wireshark's own limit is larger, its protocols stay far below. */
export const DEEPEST = 64;
