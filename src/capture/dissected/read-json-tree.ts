import { LONGEST_FRAME } from "../frame-record";
import { DEEPEST, textTree, type TextTree } from "./text-tree";

/** An object or an array that is open: where its values go, and the key of the next one. */
interface OpenValue {
  readonly tree: TextTree;
  readonly isArray: boolean;
  key: string;
}

/**
 * Reads JSON into a tree that keeps what `JSON.parse` loses: the order of keys, and keys that stand twice.
 *
 * The elements of an array are values of its key. Total: what is damaged or cut gives what stands before it.
 */
export function readJsonTree(text: string): TextTree {
  const reader = new JsonReader(text);
  for (let at = 0; at >= 0 && at < text.length; ) at = reader.next(at);
  return reader.root;
}

class JsonReader {
  readonly root = textTree("");
  readonly #text: string;
  readonly #open: OpenValue[] = [{ tree: this.root, isArray: true, key: "" }];
  /** Open brackets below the deepest that count. */
  #tooDeep = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes what stands at a position and gives where the next thing stands; −1 where nothing is open any more. */
  next(at: number): number {
    const letter = this.#text[at] ?? "";
    if (letter === '"') return this.#takeString(at);
    if (letter === "{" || letter === "[") this.#begin(letter === "[");
    else if (letter === "}" || letter === "]") return this.#end() ? at + 1 : -1;
    else if (!/[\s,:]/u.test(letter)) {
      const end = literalEnd(this.#text, at);
      this.#add(this.#text.slice(at, end));
      return end;
    }
    return at + 1;
  }

  /** An array stands for its elements, so it opens no tree of its own. */
  #begin(isArray: boolean): void {
    const top = this.#open.at(-1);
    if (top === undefined || this.#open.length >= DEEPEST) {
      this.#tooDeep += 1;
      return;
    }
    const tree = isArray ? top.tree : textTree(top.key);
    if (!isArray) top.tree.children.push(tree);
    this.#open.push({ tree, isArray, key: isArray ? top.key : "" });
  }

  #end(): boolean {
    if (this.#tooDeep > 0) this.#tooDeep -= 1;
    else this.#open.pop();
    return this.#open.length > 0;
  }

  #takeString(at: number): number {
    const end = stringEnd(this.#text, at);
    const value = unescaped(this.#text.slice(at + 1, end));
    const top = this.#open.at(-1);
    if (top?.isArray === false && this.#tooDeep === 0 && isBeforeColon(this.#text, end + 1)) top.key = value;
    else this.#add(value);
    return end + 1;
  }

  #add(value: string): void {
    const top = this.#open.at(-1);
    if (this.#tooDeep === 0) top?.tree.children.push(textTree(top.key, value));
  }
}

/** A string ends with its line, too: line breaks are escaped in JSON, so that one is damage. */
function stringEnd(text: string, start: number): number {
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const letter = text[end];
    if (letter === '"' || letter === "\n") break;
    if (letter === "\\") end += 1;
  }
  return Math.min(end, text.length);
}

function isBeforeColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\r" || text[at] === "\n") at += 1;
  return text[at] === ":";
}

function literalEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && !/[\s,:{}[\]"]/u.test(text[end] ?? "")) end += 1;
  return end;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Characters of a value that are of use: the octets of the longest frame take no more. */
const LONGEST_VALUE = 3 * LONGEST_FRAME;

function unescaped(value: string): string {
  const written = value.slice(0, LONGEST_VALUE);
  if (!written.includes("\\")) return written;
  return written.replace(/\\(?:u(?<code>[\da-fA-F]{4})|(?<letter>.))/gu, (...found) => {
    const { code, letter } = found.at(-1) as { readonly code?: string; readonly letter?: string };
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes.get(letter ?? "") ?? letter ?? "";
  });
}
