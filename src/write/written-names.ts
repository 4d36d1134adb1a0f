import { isOptionKey } from "../read/text/option-keys";
import type { Endpoint, EndpointIndex, Segment, Trace } from "../trace/trace";
import { quotedText } from "./quoted-text";
import { endOf } from "./conversation-ends";

/** A word that no place of a line takes for anything but a name. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)*$/u;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|\[[\da-f:.]+\]:\d{1,5})$/iu;
const KEYWORDS: ReadonlySet<string> = new Set(["note", "step"]);

/** Gives a name as an event list writes it: bare where that is safe anywhere in a line, else in quotation marks. */
function writtenName(name: string): string {
  const word = name.toLowerCase();
  const isBare = ADDRESS.test(name) || (PLAIN.test(name) && !isOptionKey(word) && !KEYWORDS.has(word));
  return isBare ? name : quotedText(name);
}

/** How the endpoints of a trace are named in a list. */
export interface WrittenNames {
  /** The value of `endpoints:`. */
  readonly endpoints: string;
  /** The value of `names:`; empty where none is needed. */
  readonly names: string;
  /** Gives the name of an endpoint. */
  readonly name: (endpoint: EndpointIndex) => string;
  /** Gives the two ends of a segment: with ports where a name alone would not tell its conversation. */
  readonly ends: (segment: Segment) => readonly [from: string, to: string];
}

/**
 * Gives the names of a trace's endpoints. A renamed endpoint goes by the name that is shown, unless another one
 * has it too: then it goes by its key, and `names:` says what is shown.
 */
export function writtenNames(trace: Trace): WrittenNames {
  const { endpoints } = trace;
  const uses = new Map<string, number>();
  for (const { key, name } of endpoints)
    for (const each of new Set([key, name])) uses.set(each, (uses.get(each) ?? 0) + 1);
  const written = endpoints.map(({ key, name }) => (uses.get(name) === 1 ? name : key));
  const renamed = endpoints.flatMap(({ name }, i) =>
    written[i] === name ? [] : [`${quotedText(written[i] ?? "")} = ${quotedText(name)}`],
  );
  const name = (endpoint: EndpointIndex): string => writtenName(written[endpoint] ?? "");
  const crowded = crowdedConversations(trace);
  return {
    endpoints: endpoints.map((endpoint, i) => declared(endpoint, written[i] ?? "")).join(", "),
    names: renamed.join(", "),
    name,
    ends: (segment) => {
      const socket = (end: EndpointIndex): string | undefined =>
        crowded.has(segment.conversation) ? endOf(trace, segment, end)?.socket : undefined;
      return [socket(segment.from) ?? name(segment.from), socket(segment.to) ?? name(segment.to)];
    },
  };
}

function declared({ address, port }: Endpoint, name: string): string {
  const isWhole = address === undefined || (name === address && port === undefined);
  return isWhole ? writtenName(name) : withPlace(name, address, port);
}

function withPlace(name: string, address: string, port: number | undefined): string {
  const isBracketed = address.includes(":") && port !== undefined;
  const place = isBracketed ? `[${address}]` : address;
  const whole = port === undefined ? place : `${place}:${String(port)}`;
  return name === whole ? writtenName(name) : `${writtenName(name)} (${whole})`;
}

/** Gives the conversations that share both lifelines with another one. */
function crowdedConversations({ events }: Trace): ReadonlySet<number> {
  const byPair = new Map<string, Set<number>>();
  for (const event of events) {
    if (event.kind !== "segment") continue;
    const pair = [event.from, event.to].sort((a, b) => a - b).join(" ");
    byPair.set(pair, (byPair.get(pair) ?? new Set<number>()).add(event.conversation));
  }
  return new Set([...byPair.values()].filter(({ size }) => size > 1).flatMap((numbers) => [...numbers]));
}
