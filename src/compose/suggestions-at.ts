import { filterFields } from "../read/filter/filter-fields";
import { attributeNames, markWords } from "../read/text/attributes";
import { unquote } from "../read/text/character";
import { isOptionKey, optionKeys, optionWords } from "../read/text/option-keys";
import { endpointWords } from "../read/text/tokenize-endpoint-event";
import { opensEvents, tokenizeLine } from "../read/text/tokenize-line";
import type { TcpState } from "../tcp/tcp-state";

/** What may be typed at a place of a ladder block. */
export interface Suggestions {
  /** The characters of the line that a suggestion replaces; the end is where the cursor is. */
  readonly start: number;
  readonly end: number;
  /** What is typed begins each of them, in any case; at most 50. */
  readonly words: readonly string[];
}

const MOST = 50;

const flags = ["SYN", "SYN-ACK", "ACK", "PSH,ACK", "FIN-ACK", "RST", "RST-ACK"];
const fields = ["seq=", "ack=", "len=", "win=", "mss=", "wscale=", "sack_perm", "sack=", "tsval=", "tsecr="];
const calls = [
  "socket()",
  "bind()",
  "listen()",
  "accept()",
  "connect()",
  "send()",
  "recv()",
  "shutdown()",
  "close()",
];
const states: readonly TcpState[] = [
  ...(["CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2"] as const),
  ...(["CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT"] as const),
];

/** What may follow the word after an endpoint's colon. */
const afterWord: Readonly<Record<(typeof endpointWords)[number], readonly string[]>> = {
  state: states,
  call: calls,
  socket: ["create", "close"],
  timer: ["start", "stop", "expire"],
  deliver: [],
};

/**
 * Gives what may be typed at a place of a ladder block: keys and values of options, endpoints the block knows,
 * flags and fields, what happens at an endpoint, attributes. Undefined where nothing is known.
 *
 * `line` counts from 0, `column` in UTF-16 units.
 */
export function suggestionsAt(
  lines: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
): Suggestions | undefined {
  const head = (lines[line] ?? "").slice(0, column);
  const { typed, words } = wordsAt(head, { lines, line });
  const wanted = typed.toLowerCase();
  const fitting = [...new Set(words)].filter(
    (word) => word.toLowerCase().startsWith(wanted) && word.toLowerCase() !== wanted,
  );
  if (fitting.length === 0) return undefined;
  return { start: column - typed.length, end: column, words: fitting.slice(0, MOST) };
}

interface Place {
  readonly lines: readonly string[];
  readonly line: number;
}

/** The word that is being typed, and all that may stand in its place. */
interface Candidates {
  readonly typed: string;
  readonly words: readonly string[];
}

const OPTION = /^\s*([A-Za-z-]{1,40})\s*:\s*(.*)$/u;
const EVENT = /^[^:]*:\s+(?:(state|call|socket|timer|deliver)\s+)?(\S*)$/iu;

function wordsAt(head: string, place: Place): Candidates {
  const [, key = "", value] = OPTION.exec(head) ?? [];
  if (value !== undefined && isOptionKey(key.toLowerCase())) return optionValues(key.toLowerCase(), value);
  const tokens = tokenizeLine(head, false).tokens;
  const arrow = tokens.find(({ kind }) => kind === "arrow");
  if (arrow !== undefined) return arrowWords(head, arrow.end, place);
  const [, word, text = ""] = EVENT.exec(head) ?? [];
  if (EVENT.test(head)) {
    const known = endpointWords.find((each) => each === word?.toLowerCase());
    return { typed: text, words: known === undefined ? endpointWords : afterWord[known] };
  }
  return { typed: head.trimStart(), words: [...endpointNames(place), ...openers, ...keysFor(place)] };
}

const openers = ["note over ", "note left of ", "note right of ", "step"];

/** Options stand above the first event. */
function keysFor({ lines, line }: Place): readonly string[] {
  const isHead = lines.slice(0, line).every((each) => !opensEvents(tokenizeLine(each, true).shape));
  return isHead ? optionKeys.map((key) => `${key}: `) : [];
}

function optionValues(key: string, value: string): Candidates {
  const typed = /[\w.:-]*$/u.exec(value)?.[0] ?? "";
  if (key === "filter") return { typed, words: [...filterFields.keys()] };
  const words = Object.entries(optionWords).find(([name]) => name === key)?.[1] ?? [];
  return { typed, words };
}

function arrowWords(head: string, arrowEnd: number, place: Place): Candidates {
  const rest = head.slice(arrowEnd);
  const colon = rest.search(/:(?:\s|$)/u);
  if (colon === -1)
    return { typed: rest.trimStart(), words: endpointNames(place).map((name) => `${name}: `) };
  const label = rest.slice(colon + 1);
  const attribute = /\[([^\][]*)$/u.exec(label)?.[1];
  if (attribute !== undefined && !/^\s*[A-Z]{3}/u.test(attribute)) {
    const values = [...attributeNames].map(([name, needs]) => (needs === "required" ? `${name}=` : name));
    return { typed: attribute.trimStart(), words: [...values, ...markWords] };
  }
  const typed = /[^\s,|]*$/u.exec(label)?.[0] ?? "";
  return { typed, words: label.trim() === typed ? [...flags, ...fields] : fields };
}

/** Names of the block's endpoints, as they are written there; that of the line being typed does not count. */
function endpointNames({ lines, line }: Place): readonly string[] {
  const names = new Set<string>();
  for (const [i, text] of lines.entries()) {
    if (i === line) continue;
    if (/^\s*endpoints\s*:/iu.test(text)) addDeclared(text, names);
    // Names stand before the label: taking labels apart, too, would cost most of the time.
    const label = text.indexOf(": ");
    const { tokens } = tokenizeLine(label === -1 ? text : text.slice(0, label + 2), false);
    for (const { kind, start, end } of tokens) if (kind === "endpoint") names.add(text.slice(start, end));
  }
  return [...names];
}

function addDeclared(text: string, names: Set<string>): void {
  for (const item of text.slice(text.indexOf(":") + 1).split(",")) {
    const name = unquote(item.replace(/\([^()]*\)\s*$/u, "").trim());
    if (name !== "") names.add(name);
  }
}
