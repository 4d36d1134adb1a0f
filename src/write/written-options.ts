import type { Nanoseconds } from "../base/time";
import type { BlockOptions } from "../read/text/block-options";
import { singleLine } from "./quoted-text";
import { writtenSpan } from "./written-span";

/** The options that hold for a trace whatever its source is: how it is drawn and checked, not what is read. */
export function writtenOptions(options: BlockOptions): readonly string[] {
  const { title, slant, fold, checks, redact, theme } = options;
  const values: readonly (readonly [key: string, value: string | undefined])[] = [
    ["title", title === undefined ? undefined : singleLine(title)],
    ["seq", options.seq],
    ["show", options.show.join(" ")],
    ["hide", options.hide.join(" ")],
    ["time", options.time],
    ["tear", span(options.tear)],
    ["slant", typeof slant === "string" ? slant : span(slant)],
    ["fold", fold === undefined ? undefined : String(fold)],
    ["states", options.states],
    ["redact", redact.join(" ")],
    ["marks", options.marks],
    ["wireshark", options.wireshark],
    ["checks", onOff(checks)],
    ["theme", theme.join(" ")],
    ["page", options.page],
  ];
  return values.flatMap(([key, value]) => (value === undefined || value === "" ? [] : [`${key}: ${value}`]));
}

function span(value: Nanoseconds | undefined): string | undefined {
  return value === undefined ? undefined : writtenSpan(value);
}

function onOff(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? "on" : "off";
}
