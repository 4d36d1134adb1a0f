import type { Field, FieldTable } from "./field";
import { frameFields } from "./frame-fields";
import { messageFields } from "./message-fields";
import { networkFields } from "./network-fields";
import { analysisFields } from "./analysis-fields";
import { tcpFields } from "./tcp-fields";

const fieldTable: FieldTable = {
  ...frameFields,
  ...networkFields,
  ...tcpFields,
  ...analysisFields,
  ...messageFields,
};

/** The names of all fields that can be printed, in the order of the layers. */
export const knownFields: readonly string[] = Object.keys(fieldTable);

/** Gives a field by Wireshark's name; undefined for other names. */
export function findField(name: string): Field | undefined {
  return Object.hasOwn(fieldTable, name) ? fieldTable[name] : undefined;
}

/** Gives whether a field's values follow from Wireshark's TCP analysis, and so from earlier frames. */
export function needsAnalysis(name: string): boolean {
  return Object.hasOwn(analysisFields, name);
}
