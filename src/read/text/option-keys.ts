/** Every option of a ladder block, in the order of docs/event-list.md. */
export const optionKeys = [
  "title",
  "capture",
  "conversation",
  "filter",
  "endpoints",
  "names",
  "lifelines",
  "seq",
  "labels",
  "show",
  "hide",
  "time",
  "tear",
  "slant",
  "fold",
  "states",
  "redact",
  "marks",
  "wireshark",
  "checks",
  "repair",
  "style",
  "theme",
  "page",
  "drawing",
] as const;

/** The name of an option. */
export type OptionKey = (typeof optionKeys)[number];

/** Words that may stand in `show:` and `hide:`. */
const shownItems = [
  "number",
  "time",
  "delta",
  "flags",
  "seq",
  "ack",
  "len",
  "win",
  "options",
  "rtt",
  "states",
  "timers",
  "marks",
  "payload",
  "phases",
  "verdict",
  "legend",
  "details",
] as const;

/** The options that take one of a few words, or several where they are lists. */
export const optionWords = {
  lifelines: ["auto", "host", "port"],
  seq: ["relative", "raw", "symbolic", "off"],
  labels: ["written", "fields"],
  show: shownItems,
  hide: shownItems,
  time: ["rows", "proportional"],
  fold: ["auto", "on", "off"],
  states: ["auto", "off", "written"],
  redact: ["addresses", "ports", "payload"],
  marks: ["reasoned", "wireshark"],
  wireshark: ["4.0", "4.4"],
  checks: ["on", "off"],
  repair: ["on", "off"],
  style: ["hand", "clean"],
  theme: ["hand", "clean", "light", "dark"],
} as const;

/** Tells whether a word, in lower case, is the name of an option. */
export function isOptionKey(word: string): word is OptionKey {
  return optionKeys.some((key) => key === word);
}
