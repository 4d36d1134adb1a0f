/**
 * A document just large enough for Excalidraw's exporter, that writes well-formed XML.
 *
 * The exporter runs on this one everywhere, in Obsidian, on the command line and in a worker, which
 * makes the same bytes everywhere. For ordinary text they are those of a browser's `outerHTML`; where
 * the two differ, XML wins: HTML writes a no-break space as an entity that SVG does not have, and
 * control characters as themselves, which no SVG viewer opens.
 */

/** What may stand in an element. */
export interface SvgNode {
  /** The element it stands in. */
  parent: SvgElement | undefined;
  /** The node as XML. */
  readonly outerHTML: string;
}

class SvgText implements SvgNode {
  parent: SvgElement | undefined;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get outerHTML(): string {
    return escapeText(this.#text);
  }
}

class SvgComment implements SvgNode {
  parent: SvgElement | undefined;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get outerHTML(): string {
    return `<!--${visible(this.#text).replaceAll("--", "- -")}-->`;
  }
}

/** An element, with those members of the DOM that the exporter uses. Attributes keep the order they were set in. */
export class SvgElement implements SvgNode {
  parent: SvgElement | undefined;
  readonly ownerDocument: SvgDocument;
  readonly tagName: string;
  /** Written to by the exporter for embedded pages, never part of the picture. */
  readonly style: Record<string, string> = {};
  readonly classList = { add: (name: string): void => this.#addClass(name) };
  readonly #attributes = new Map<string, string>();
  #nodes: SvgNode[] = [];

  constructor(ownerDocument: SvgDocument, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.tagName = tagName;
  }

  get id(): string {
    return this.#attributes.get("id") ?? "";
  }

  set id(id: string) {
    this.setAttribute("id", id);
  }

  set textContent(text: string) {
    this.#nodes = [];
    if (text !== "") this.appendChild(new SvgText(text));
  }

  get children(): readonly SvgElement[] {
    return this.#nodes.filter((node) => node instanceof SvgElement);
  }

  get firstChild(): SvgNode | null {
    return this.#nodes[0] ?? null;
  }

  setAttribute(name: string, value: string | number): void {
    this.#attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string, name: string, value: string | number): void {
    this.setAttribute(name, value);
  }

  appendChild<T extends SvgNode>(node: T): T {
    node.parent?.removeChild(node);
    node.parent = this;
    this.#nodes.push(node);
    return node;
  }

  append(...nodes: readonly SvgNode[]): void {
    for (const node of nodes) this.appendChild(node);
  }

  prepend(...nodes: readonly SvgNode[]): void {
    const rest = this.#nodes;
    this.#nodes = [];
    this.append(...nodes);
    this.#nodes.push(...rest);
  }

  removeChild(node: SvgNode): void {
    this.#nodes = this.#nodes.filter((other) => other !== node);
    node.parent = undefined;
  }

  /** Gives the first element below, in document order, of a tag name or of an id ("defs", "#image-1"). */
  querySelector(selector: string): SvgElement | null {
    const wanted = (element: SvgElement): boolean =>
      selector.startsWith("#") ? element.id === selector.slice(1) : element.tagName === selector;
    for (const child of this.children) {
      const found = wanted(child) ? child : child.querySelector(selector);
      if (found !== null) return found;
    }
    return null;
  }

  get outerHTML(): string {
    const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
    const content = this.#nodes.map((node) => node.outerHTML);
    return `<${this.tagName}${attributes.join("")}>${content.join("")}</${this.tagName}>`;
  }

  #addClass(name: string): void {
    const before = this.#attributes.get("class");
    this.setAttribute("class", before === undefined ? name : `${before} ${name}`);
  }
}

/** Makes elements, texts and comments. */
export class SvgDocument {
  createElementNS(_namespace: string, tagName: string): SvgElement {
    return new SvgElement(this, tagName);
  }

  createElement(tagName: string): SvgElement {
    return new SvgElement(this, tagName);
  }

  createTextNode(text: string): SvgNode {
    return new SvgText(text);
  }

  createComment(text: string): SvgNode {
    return new SvgComment(text);
  }
}

/** Characters that XML 1.0 §2.2 does not allow, escaped or not: captured octets may hold any of them. */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function visible(text: string): string {
  return text.replace(notXml, "\u{FFFD}");
}

/** Nearly everything in a picture is numbers and path data, which are written as they stand. */
const plain = /^[ !#-%'-;=?-~]*$/;

/** Gives a text as it stands between two tags. */
export function escapeText(text: string): string {
  if (plain.test(text)) return text;
  return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;");
}
