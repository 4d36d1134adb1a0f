const shapes: readonly (readonly [pattern: RegExp, description: string])[] = [
  [/^\s*$/u, "an empty text"],
  [/\0/u, "binary data"],
  [/^\s*sequenceDiagram\b/mu, "a Mermaid sequence diagram"],
  [/^\s*@startuml\b/mu, "a PlantUML diagram"],
  [/^\s*(?:<!doctype html|<html\b)/iu, "an HTML page"],
  [/^\s*[{[]\s*["{[]/u, "JSON"],
  [/^Frame \d{1,12}: \d{1,12} bytes on wire/mu, "Wireshark's packet details"],
  [/\bIP6? \S{1,80} > \S{1,80}: (?:Flags|tcp|UDP|ICMP)/u, "tcpdump's output"],
  [
    /^\s*\d{1,12}\s+\d{1,12}[.,]\d{1,12}\s+\S{1,80}\s+(?:→|->|>|-|–)?\s*\S{1,80}\s+[A-Z]/mu,
    "a packet list of Wireshark",
  ],
  [/^\s*"No\.","Time"/mu, "a packet list of Wireshark, as CSV"],
];

const LONGEST_LOOK = 4000;

/** Gives what a text without a single event looks like, for the sentence "this looks like …". */
export function describeText(text: string): string {
  const start = text.slice(0, LONGEST_LOOK);
  return shapes.find(([pattern]) => pattern.test(start))?.[1] ?? "other text";
}
