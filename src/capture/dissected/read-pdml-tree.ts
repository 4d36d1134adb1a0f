import { DEEPEST, textTree, type TextTree } from "./text-tree";

/**
 * Reads one `<packet>` of PDML into a tree: protocols, and their fields below them.
 *
 * Total: what is damaged or cut gives what stands before it.
 */
export function readPdmlTree(text: string): TextTree {
  const root = textTree("packet");
  const open = [root];
  let tooDeep = 0;
  for (const tag of tagsOf(text)) {
    if (tag.startsWith("/")) {
      if (tooDeep > 0) tooDeep -= 1;
      else if (open.length > 1) open.pop();
      continue;
    }
    const tree = elementTree(tag);
    if (tooDeep === 0) open.at(-1)?.children.push(tree);
    if (tag.endsWith("/")) continue;
    if (open.length >= DEEPEST || tooDeep > 0) tooDeep += 1;
    else open.push(tree);
  }
  return root;
}

/** Gives the tags of protocols and fields up to the end of the packet, without their brackets. */
function* tagsOf(text: string): Iterable<string> {
  // Every tag ends once: where one lost its end, its neighbour begins behind it.
  let from = 0;
  for (let end = text.indexOf(">"); end >= 0; end = text.indexOf(">", from)) {
    const part = text.slice(from, end);
    const tag = part.slice(part.lastIndexOf("<") + 1);
    from = end + 1;
    if (tag === "/packet") return;
    if (/^\/?(?:proto|field)\b/u.test(tag)) yield tag;
  }
}

function elementTree(tag: string): TextTree {
  const name = attribute(tag, "name");
  const show = attribute(tag, "show");
  const words = attribute(tag, "showname");
  return textTree(
    name,
    show === "" ? attribute(tag, "value") : show,
    words === "" && name === "" ? show : words,
  );
}

/** Wireshark writes every attribute with a space before it and within double quotes, which are escaped inside. */
function attribute(tag: string, name: string): string {
  const start = tag.indexOf(` ${name}="`);
  if (start < 0) return "";
  const from = start + name.length + 3;
  const end = tag.indexOf('"', from);
  return unescaped(tag.slice(from, end < 0 ? tag.length : end));
}

const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

function unescaped(written: string): string {
  if (!written.includes("&")) return written;
  return written.replace(/&(?:#x(?<code>[\da-fA-F]{1,6})|(?<name>[a-z]{2,4}));/gu, (...found) => {
    const [whole] = found as readonly string[];
    const { code, name } = found.at(-1) as { readonly code?: string; readonly name?: string };
    if (code === undefined) return entities.get(name ?? "") ?? whole ?? "";
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}
