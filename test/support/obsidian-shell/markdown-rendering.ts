import type { MarkdownPostProcessorContext, MarkdownRenderChild } from "obsidian";
import { type App, Component } from "obsidian-test-mocks/obsidian";
import { servicesOf } from "./services";

/** What a note is rendered for: whose page it is, and who lets go of what its blocks hold. */
export interface Rendering {
  readonly app: App;
  readonly path: string;
  readonly text: string;
  readonly owner: Component;
}

/**
 * Renders as much Markdown as a capture note has: headings, paragraphs, embeds and fenced blocks.
 *
 * Fenced blocks go to the registered processor as Obsidian gives them: with the source, an element of
 * its class, and a context that knows the block's lines.
 */
export function renderNote(rendering: Rendering, into: HTMLElement): void {
  into.empty();
  const lines = rendering.text.split("\n");
  let at = lines[0] === "---" ? lines.indexOf("---", 1) + 1 : 0;
  while (at < lines.length) at = renderLine(rendering, into, lines, at);
}

function renderLine(rendering: Rendering, into: HTMLElement, lines: readonly string[], at: number): number {
  const line = lines[at] ?? "";
  const fence = /^(?<marks>`{3,}|~{3,})(?<language>\S*)/u.exec(line)?.groups;
  if (fence !== undefined) return renderFence(rendering, into, { lines, at, ...fenceOf(fence) });
  const heading = /^(?<level>#{1,6}) (?<text>.*)/u.exec(line)?.groups;
  const embed = /^!\[\[(?<target>[^\]|]+)/u.exec(line)?.groups?.["target"];
  const before = into.childElementCount;
  if (heading !== undefined) into.createEl("h1", { text: heading["text"] ?? "" });
  else if (embed !== undefined) into.createDiv({ cls: "internal-embed", text: embed, attr: { src: embed } });
  else if (line !== "") into.createEl("p", { text: line });
  if (into.childElementCount > before) postProcess(rendering, into, at);
  return at + 1;
}

/** Obsidian wraps each section in an element of its own and shows it to the processors. */
function postProcess(rendering: Rendering, into: HTMLElement, line: number): void {
  const section = into.createDiv();
  const made = into.children[into.childElementCount - 2];
  if (made !== undefined) section.append(made);
  for (const processor of servicesOf(rendering.app).postProcessors)
    void processor(section, contextOf(rendering, line, line));
}

interface Fence {
  readonly lines: readonly string[];
  readonly at: number;
  readonly marks: string;
  readonly language: string;
}

function fenceOf(groups: Readonly<Record<string, string>>): Pick<Fence, "marks" | "language"> {
  return { marks: groups["marks"] ?? "", language: groups["language"] ?? "" };
}

function renderFence(rendering: Rendering, into: HTMLElement, fence: Fence): number {
  const end = fence.lines.findIndex((line, at) => at > fence.at && line.trimEnd() === fence.marks);
  const last = end === -1 ? fence.lines.length : end;
  const source = fence.lines.slice(fence.at + 1, last).join("\n");
  const handler = servicesOf(rendering.app).codeBlocks.get(fence.language);
  if (handler === undefined) into.createEl("pre").createEl("code", { text: source });
  else {
    const block = into.createDiv(`block-language-${fence.language}`);
    void handler(source, block, contextOf(rendering, fence.at, last));
  }
  return last + 1;
}

function contextOf(rendering: Rendering, lineStart: number, lineEnd: number): MarkdownPostProcessorContext {
  const { app, path, text, owner } = rendering;
  return {
    docId: path,
    sourcePath: path,
    frontmatter: app.metadataCache.getCache(path)?.frontmatter ?? null,
    addChild: (child: MarkdownRenderChild) => {
      const component: unknown = child;
      if (component instanceof Component) owner.addChild(component);
    },
    getSectionInfo: () => ({ text, lineStart, lineEnd }),
  };
}
