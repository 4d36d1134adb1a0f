import type {
  ArrowBase,
  EndpointEvent,
  EndpointIndex,
  Message,
  Segment,
  Trace,
  TraceEvent,
} from "../trace/trace";
import { messageWords } from "./message-words";
import { Losses } from "./losses";
import { singleLine } from "./quoted-text";
import { shortLabel } from "./segment-label";
import type { WrittenText } from "./written-text";

/** How one language draws sequences. */
export interface DiagramLanguage {
  /** Lines before everything, and after it. */
  readonly head: (title: string | undefined) => readonly string[];
  readonly foot: readonly string[];
  /** Before an arrow. */
  readonly indent: string;
  readonly participant: (id: string, name: string) => string;
  /** Between sender and receiver: `->>`. */
  readonly arrow: (event: ArrowBase) => string;
  readonly note: (where: "left of" | "right of" | "over", ids: readonly string[], text: string) => string;
  readonly phase: (text: string, ids: readonly string[]) => string;
  readonly tear: (text: string, ids: readonly string[]) => string;
  /** Gives a text so that the language shows it, and does nothing else with it. */
  readonly escape: (text: string) => string;
}

/** Mermaid's `sequenceDiagram`. */
export const mermaid: DiagramLanguage = {
  head: (title) => [
    ...(title === undefined ? [] : ["---", `title: ${JSON.stringify(title)}`, "---"]),
    "sequenceDiagram",
  ],
  foot: [],
  indent: "    ",
  participant: (id, name) => `    participant ${id} as ${name}`,
  arrow: ({ lostAt, dashed }) => (dashed === true ? "--" : "-") + (lostAt === undefined ? ">>" : "x"),
  note: (where, ids, text) => `    Note ${where} ${ids.join(",")}: ${text}`,
  phase: (text, ids) => `    Note over ${outer(ids).join(",")}: ${text || "…"}`,
  tear: (text, ids) => `    Note over ${outer(ids).join(",")}: ...${text === "" ? "" : ` ${text} ...`}`,
  // Its entities are #35; and the like; `#` and `;` have a meaning of their own, and so have tags and formulas.
  escape: (text) =>
    escaped(text, /[^\p{L}\p{M}\p{N} ,.=+()/:'[\]|*?!…·→←–—_-]|%|\$\$/gu, (code) => `#${code};`),
};

/** PlantUML's sequence diagrams. */
export const plantUml: DiagramLanguage = {
  head: (title) => ["@startuml", ...(title === undefined ? [] : [`title ${plantUmlText(title)}`])],
  foot: ["@enduml"],
  indent: "",
  participant: (id, name) => `participant "${name}" as ${id}`,
  arrow: ({ lostAt, dashed }) => (dashed === true ? "--" : "-") + (lostAt === undefined ? ">" : ">x"),
  note: (where, ids, text) => `note ${where} ${ids.join(", ")}: ${text}`,
  phase: (text) => `== ${text || "…"} ==`,
  tear: (text) => (text === "" ? "..." : `... ${text} ...`),
  escape: plantUmlText,
};

/** Creole, links, pictures and the preprocessor's functions all need characters that are none of these. */
function plantUmlText(text: string): string {
  return escaped(text, /[^\p{L}\p{M}\p{N} ,.=+():'?…·→←–—-]|[-=.'](?=[-=.'])/gu, (code) => `&#${code};`);
}

function escaped(text: string, unsafe: RegExp, entity: (code: string) => string): string {
  return singleLine(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ")).replace(unsafe, (found) =>
    [...found].map((character) => entity(String(character.codePointAt(0)))).join(""),
  );
}

function outer(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? ids : [ids[0] ?? "", ids.at(-1) ?? ""];
}

/**
 * Gives a trace as a sequence diagram of another language. What it has no words for is listed: times,
 * simultaneous starts, colours, timers and states as such (they become notes).
 */
export function writeSequenceDiagram(
  trace: Trace,
  title: string | undefined,
  language: DiagramLanguage,
): WrittenText {
  const ids = trace.endpoints.map((_, i) => `p${String(i)}`);
  const name = (endpoint: EndpointIndex): string => ids[endpoint] ?? "p0";
  const names = trace.endpoints.map((endpoint, i) =>
    language.participant(name(i), language.escape(endpoint.name) || "?"),
  );
  const lines = [...language.head(title), ...names];
  const losses = new Losses();
  for (const event of trace.events) {
    for (const what of lostOf(event)) losses.add(what, lines.length + 1);
    lines.push(...eventLines(event, { language, name, all: ids }));
  }
  return { text: `${[...lines, ...language.foot].join("\n")}\n`, diagnostics: losses.findings() };
}

interface Drawing {
  readonly language: DiagramLanguage;
  readonly name: (endpoint: EndpointIndex) => string;
  readonly all: readonly string[];
}

function eventLines(event: TraceEvent, { language, name, all }: Drawing): readonly string[] {
  const { note } = language;
  // A note or arrow without a word is no line of either language.
  const escape = (text: string): string => language.escape(text) || "…";
  switch (event.kind) {
    case "segment":
    case "message": {
      const label = escape(labelOf(event));
      const arrow = `${language.indent}${name(event.from)}${language.arrow(event)}${name(event.to)}: ${label}`;
      if (event.note === undefined) return [arrow];
      return [arrow, note(sideOf(event.to), [name(event.to)], escape(event.note))];
    }
    case "endpoint-event":
      return [note(sideOf(event.endpoint), [name(event.endpoint)], escape(endpointWords(event)))];
    case "remark": {
      const where = event.where === "over" ? "over" : (`${event.where} of` as const);
      // Beside stands a note of one; a list may say two.
      const ends = where === "over" ? event.endpoints : event.endpoints.slice(0, 1);
      return [note(where, ends.map(name), escape(event.text))];
    }
    case "divider":
      return event.what === "step" ? [] : [language[event.what](language.escape(event.text), all)];
  }
}

function lostOf(event: TraceEvent): readonly string[] {
  const lost: readonly (readonly [isLost: boolean, what: string])[] = [
    [event.time !== undefined, "a time"],
    [event.together === true, "the start at one moment"],
    [event.kind === "endpoint-event", "what happens at an endpoint (a note says it)"],
    [event.kind === "divider" && event.what === "step", "a build step"],
    ...(event.kind === "segment" || event.kind === "message" ? lostOfArrow(event) : []),
  ];
  return lost.flatMap(([isLost, what]) => (isLost ? [what] : []));
}

function lostOfArrow(event: Segment | Message): readonly (readonly [boolean, string])[] {
  return [
    [event.lostAt !== undefined && event.lostAt !== 0.5, "the place of a loss"],
    [event.color !== undefined, "a colour"],
    [event.frame !== undefined, "a frame number"],
    [event.kind === "segment" && hasMore(event), "window and options of a segment"],
  ];
}

function sideOf(endpoint: EndpointIndex): "left of" | "right of" {
  return endpoint === 0 ? "left of" : "right of";
}

function endpointWords({ what, text }: EndpointEvent): string {
  return what === "state" ? text : `${what} ${text}`;
}

function hasMore({ written, window, scaledWindow, options }: Segment): boolean {
  const more = window !== undefined || scaledWindow !== undefined || Object.keys(options).length > 0;
  return written === undefined && more;
}

function labelOf(event: Segment | Message): string {
  const words = event.kind === "segment" ? (event.written ?? shortLabel(event)) : messageWords(event);
  const marks = event.marks.filter((mark) => !words.includes(`[${mark}]`)).map((mark) => `[${mark}] `);
  return marks.join("") + words;
}
