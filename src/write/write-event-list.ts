import type { BlockOptions } from "../read/text/block-options";
import type { Trace } from "../trace/trace";
import { eventListLines } from "./event-list-lines";
import { writtenNames } from "./written-names";
import { writtenOptions } from "./written-options";

/** A trace as an event list. */
export interface WrittenList {
  /** Ends with a line break. */
  readonly text: string;
  /** Line of the text, from 1, of the first event; the others follow, a line each. */
  readonly firstEventLine: number;
}

/**
 * Gives a trace as an event list (docs/event-list.md) that is read as the same trace again: an option
 * line each, then a line for each event.
 *
 * Labels that a person wrote are written as they are; where segments have none, `labels: fields` has them made
 * from what the lines say, as for a capture. Nothing a packet holds can leave its line or its quotation marks.
 */
export function writeEventList(trace: Trace, options: BlockOptions): WrittenList {
  const isLabelMade = trace.events.some((event) => event.kind === "segment" && event.written === undefined);
  const names = writtenNames(trace);
  const head = [
    ...writtenOptions(options),
    ...(names.endpoints === "" ? [] : [`endpoints: ${names.endpoints}`]),
    ...(names.names === "" ? [] : [`names: ${names.names}`]),
    `labels: ${isLabelMade ? "fields" : "written"}`,
    "",
  ];
  const lines = [...head, ...eventListLines(trace, names, isLabelMade)];
  return { text: `${lines.join("\n")}\n`, firstEventLine: head.length + 1 };
}
