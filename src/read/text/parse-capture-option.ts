import type { CaptureLink, ConversationChoice } from "./block-options";
import { unquote } from "./character";
import { textPosition } from "./finding";
import type { OptionStatement } from "./statement";

const SIDE = /[ \t]+as[ \t]+(client|server)$/iu;
const WIKI_LINK = /^!?\[\[([^\]]*)\]\]$/u;
const MARKDOWN_LINK = /^!?\[[^\]]*\]\(<?([^<>]*?)>?\)$/u;

/** Gives the capture that `[[file.pcapng]] as client`, `[text](path)` or a bare path names. */
export function parseCaptureLink(statement: OptionStatement): CaptureLink {
  const { text, start, end } = statement.value;
  const side = SIDE.exec(text);
  const link = side === null ? text : text.slice(0, side.index);
  const at = textPosition({ line: statement.line, start, end: side === null ? end : start + side.index });
  const target = linkTarget(link);
  if (side === null) return { target, at };
  return { target, at, side: side[1]?.toLowerCase() === "server" ? "server" : "client" };
}

/** Gives the target of a link, without brackets, alias and heading; of other text the text without quotes. */
export function linkTarget(text: string): string {
  const wiki = WIKI_LINK.exec(text);
  if (wiki !== null) return (wiki[1] ?? "").split("|", 1)[0]?.split("#", 1)[0]?.trim() ?? "";
  const markdown = MARKDOWN_LINK.exec(text);
  return markdown === null ? unquote(text) : decodePath(markdown[1] ?? "");
}

// A Markdown link writes blanks as %20; a path that only looks encoded stays as it is.
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

const ENDS = /^(\S+)(?:[ \t]+(?:-|–|—|<->|↔|->|→)[ \t]+|[ \t]*(?:<->|↔)[ \t]*)(\S+)$/u;

/** Gives the conversation `3`, `udp 3`, `192.0.2.1:50000 - 192.0.2.2:80` or `all` stands for; undefined for other text. */
export function parseConversation(text: string): ConversationChoice | undefined {
  if (text.toLowerCase() === "all") return { kind: "all" };
  if (/^\d{1,9}$/u.test(text)) return { kind: "number", number: Number(text) };
  const [, protocol = "", number = ""] = /^(tcp|udp)[ \t]*#?(\d{1,9})$/iu.exec(text) ?? [];
  if (protocol !== "")
    return { kind: protocol.toLowerCase() === "udp" ? "datagrams" : "number", number: Number(number) };
  const ends = ENDS.exec(text);
  if (ends?.[1] === undefined || ends[2] === undefined) return undefined;
  return { kind: "ends", ends: [ends[1], ends[2]] };
}
