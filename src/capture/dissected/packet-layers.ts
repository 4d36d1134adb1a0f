import type { TextTree } from "./text-tree";

/**
 * One protocol of a dissected packet. Names of fields are those of Wireshark with underscores for their dots, as
 * `-T ek` writes them, so that all forms of output have one.
 */
export interface DissectedLayer {
  /** Wireshark's name of the protocol. */
  readonly name: string;
  /** Its line in Wireshark's window; empty where the text does not hold it. */
  readonly words: string;
  /** The first value of each field. */
  readonly values: ReadonlyMap<string, string>;
  /** Lines of text among the fields, and what they say. */
  readonly lines: readonly string[];
  /** Packets quoted in this one. */
  readonly quoted: readonly DissectedLayer[];
}

/** Layers of a packet that count, and packets quoted in each: Wireshark's own limits are near. */
const MOST_LAYERS = 256;
const MOST_QUOTED = 8;
/** Names of fields are looked at so far. */
const LONGEST_NAME = 100;

/** Layers that may stand within another: what an ICMP error quotes. */
const quotable: ReadonlySet<string> = new Set(["ip", "ipv6", "tcp", "udp", "icmp", "icmpv6"]);

/** Gives the layers of a packet from outer to inner; undefined for what is no packet. */
export function packetLayers(tree: TextTree): readonly DissectedLayer[] | undefined {
  const holder = tree.name === "packet" ? tree : findChild(tree, "layers", 4);
  if (holder === undefined) return undefined;
  const trees: TextTree[] = [];
  const loose = new Map<string, TextTree[]>();
  for (const child of holder.children.filter(isPrinted)) {
    const name = fieldName(child.name);
    if (name === "fake_field_wrapper") trees.push(...child.children.slice(0, MOST_LAYERS));
    else if (child.children.length > 0) trees.push(child);
    else if (!isOctets(name)) {
      // Fields that were asked for one by one (`-e`) stand without their protocol.
      const protocol = name.startsWith("_ws_col_")
        ? "_ws_col"
        : name.slice(0, Math.max(0, name.indexOf("_")));
      const siblings = loose.get(protocol);
      if (siblings === undefined) loose.set(protocol, [child]);
      else siblings.push(child);
    }
  }
  for (const [name, children] of loose) trees.push({ name, value: "", words: "", children });
  return inOrder(trees.slice(0, MOST_LAYERS).map(layerOf));
}

function findChild(tree: TextTree, name: string, depth: number): TextTree | undefined {
  for (const child of tree.children) {
    if (child.name === name) return child;
    const found = depth > 0 ? findChild(child, name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gives a field of a packet, whatever its layer: the first value. */
export function packetValue(layers: readonly DissectedLayer[], name: string): string | undefined {
  for (const { values } of layers) {
    const value = values.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Of layers that `-j` leaves out nothing is printed but that. */
function isPrinted({ children }: TextTree): boolean {
  return children.length !== 1 || children[0]?.name !== "filtered";
}

/** The octets of a layer stand beside it; only those of the frame are of use. */
function isOctets(name: string): boolean {
  return name.endsWith("_raw") && name !== "frame_raw" && !/_.+_raw$/u.test(name);
}

function fieldName(written: string): string {
  return written.replace(/[.-]/gu, "_");
}

function layerOf(tree: TextTree): DissectedLayer {
  const values = new Map<string, string>();
  const lines: string[] = [];
  const quoted: DissectedLayer[] = [];
  const name = fieldName(tree.name);
  const collect = (children: readonly TextTree[]): void => {
    for (const child of children) {
      if (child.children.length > 0 && quotable.has(child.name)) {
        if (quoted.length < MOST_QUOTED) quoted.push(layerOf(child));
        continue;
      }
      const field = ownName(fieldName(child.name));
      if (/\s/u.test(child.name)) lines.push(child.name);
      else if (child.name === "" && child.words !== "") lines.push(child.words);
      else if (!values.has(field)) values.set(field, child.value);
      collect(child.children);
    }
  };
  collect(tree.children);
  return { name, words: tree.words, values, lines, quoted };
}

/** `-T ek` writes the protocol before each of its fields once more. */
function ownName(field: string): string {
  const [, protocol = ""] = /^([a-z\d]+(?:_[a-z\d]+)*?)_\1_/u.exec(field.slice(0, LONGEST_NAME)) ?? [];
  return protocol === "" ? field : field.slice(protocol.length + 1);
}

/** Arrays put layers of one name side by side; the frame tells their order. */
function inOrder(layers: readonly DissectedLayer[]): readonly DissectedLayer[] {
  const order = packetValue(layers, "frame_protocols")?.split(":", MOST_LAYERS) ?? [];
  const left = [...layers];
  const ordered: DissectedLayer[] = [];
  for (const name of ["frame", ...order.map(fieldName)]) {
    const at = left.findIndex((layer) => layer.name === name);
    if (at >= 0) ordered.push(...left.splice(at, 1));
  }
  return [...ordered, ...left];
}
