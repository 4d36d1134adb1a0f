import { escapeMarkdown, oneLine } from "./markdown-text";

/** What happened in one conversation, in plain text. */
export interface ExplainedConversation {
  readonly conversation: number;
  /** One line; may be empty. */
  readonly verdict: string;
  /** In order; each names its frames. */
  readonly sentences: readonly string[];
}

/**
 * Gives the section "What happened" of a capture note: the verdict and a bullet a sentence; each
 * conversation has a heading of its own where there are several. Empty for none.
 *
 * The texts may hold anything; they become neither links nor other Markdown.
 */
export function explanationSection(conversations: readonly ExplainedConversation[]): string {
  if (conversations.length === 0) return "";
  const parts = conversations.map(({ conversation, verdict, sentences }) => {
    const heading = conversations.length === 1 ? [] : [`### Conversation ${String(conversation)}`];
    const summary = verdict === "" ? [] : [`${plain(verdict)}.`];
    return [...heading, ...summary, sentences.map((sentence) => `- ${plain(sentence)}`).join("\n")].join(
      "\n\n",
    );
  });
  return `## What happened\n\n${parts.join("\n\n")}\n`;
}

/** Gives a new capture note with the section at its end; the note itself where there is nothing to say. */
export function withExplanation(markdown: string, conversations: readonly ExplainedConversation[]): string {
  const section = explanationSection(conversations);
  return section === "" ? markdown : `${markdown.trimEnd()}\n\n${section}`;
}

const HEADING = /^## What happened[ \t]*$/mu;
const NEXT_HEADING = /^#{1,2}[ \t]/mu;
/** Lines of an older section: a conversation's heading, its verdict, a sentence with its frames. */
const GENERATED =
  /^(?:### Conversation \d+|.*\bclient sent .*, server .*\.|- .* \((?:frame|line)s? [^()]*\)\.)$/u;

/**
 * Gives a note with the section renewed where it stands, or added at the end. What this program wrote there is
 * replaced; any other line of the section stays, below it.
 */
export function renewExplanation(markdown: string, conversations: readonly ExplainedConversation[]): string {
  const heading = HEADING.exec(markdown);
  if (heading === null) return withExplanation(markdown, conversations);
  const start = heading.index + heading[0].length;
  const length = NEXT_HEADING.exec(markdown.slice(start))?.index ?? markdown.length - start;
  const own = markdown
    .slice(start, start + length)
    .split("\n")
    .filter((line) => !GENERATED.test(line.trimEnd()))
    .join("\n")
    .trim();
  const rest = markdown.slice(start + length);
  const parts = [explanationSection(conversations).trimEnd(), own, rest].filter((part) => part !== "");
  return `${markdown.slice(0, heading.index)}${parts.join("\n\n").trimEnd()}\n`;
}

function plain(text: string): string {
  return escapeMarkdown(oneLine(text));
}
