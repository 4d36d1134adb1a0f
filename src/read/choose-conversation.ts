import { DiagnosticError, type Diagnostic, type TextPosition } from "../base/diagnostic";
import type { CaptureIndex, ConversationColumns } from "../capture/capture-index";
import { listDatagrams, listedNumbers, summarizeConversation } from "../capture/list-conversations";
import { hasHandshake } from "../tcp/completeness";
import type { PlacedChoice } from "./text/block-options";

/** Which frames of a capture are meant; diagnostics tell what was decided for the person. */
export interface ChosenFrames {
  /** Undefined: all frames. */
  readonly conversation: number | undefined;
  /** True where the number is one of UDP. */
  readonly isDatagrams?: boolean;
  /** How many of them at most, from the first. */
  readonly most?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a capture without TCP, what a person can look through who has not chosen anything yet. */
const MOST_UNASKED = 1000;

/**
 * Gives the conversation that is meant: the one chosen, else the only one, else the first with a
 * handshake, else the first; the first thousand frames where there is none, all where all are chosen.
 *
 * Throws `DiagnosticError` `no-such-conversation`, at the place of the choice.
 */
export function chooseConversation(index: CaptureIndex, choice: PlacedChoice | undefined): ChosenFrames {
  if (choice !== undefined) return { ...meant(index, choice), diagnostics: [] };
  const listed = listedNumbers(index.conversations);
  const count = listed.length;
  if (count === 0) return withoutTcp(index);
  if (count === 1) return { conversation: listed[0], diagnostics: [] };
  const chosen = firstWithHandshake(index) ?? listed[0] ?? 0;
  const suggestion = String(listed.find((number) => number !== chosen) ?? 0);
  const remark = {
    code: "conversation-chosen",
    severity: "remark",
    found: chosen,
    needed: count,
    suggestion,
  } as const;
  return { conversation: chosen, diagnostics: [remark] };
}

function meant(index: CaptureIndex, choice: PlacedChoice): Omit<ChosenFrames, "diagnostics"> {
  switch (choice.kind) {
    case "all":
      return { conversation: undefined };
    case "number":
      return { conversation: existing(choice, index.conversations) };
    case "datagrams":
      return {
        conversation: existing(choice, index.datagrams, "udp "),
        isDatagrams: true,
      };
    case "ends":
      return byEnds(index, choice);
  }
}

function existing(
  { number, at }: PlacedChoice & { readonly number: number },
  conversations: ConversationColumns,
  kind = "",
): number {
  if (number < conversations.count && (conversations.firstFrame[number] ?? -1) >= 0) return number;
  const listed = listedNumbers(conversations);
  const last = listed.at(-1);
  const most =
    last === undefined ? undefined : last === 0 ? `${kind}0` : `${kind}0 to ${kind}${String(last)}`;
  throw noSuch({ found: `${kind}${String(number)}`, needed: listed.length, suggestion: most, at });
}

/** Of TCP where both have the ends, as more can be told of it. */
function byEnds(
  index: CaptureIndex,
  { ends, at }: PlacedChoice & { readonly ends: readonly [string, string] },
): Omit<ChosenFrames, "diagnostics"> {
  const wanted = ends.map(normalEnd);
  const isWanted = ([client, server]: readonly [string, string]): boolean =>
    (client === wanted[0] && server === wanted[1]) || (client === wanted[1] && server === wanted[0]);
  for (let number = 0; number < index.conversations.count; number += 1)
    if (isWanted(summarizeConversation(index, number).ends)) return { conversation: number };
  const datagrams = listDatagrams(index).find((each) => isWanted(each.ends));
  if (datagrams !== undefined) return { conversation: datagrams.number, isDatagrams: true };
  const { count } = index.conversations;
  throw noSuch({ found: ends.join(" - "), needed: count, suggestion: firstEnds(index), at });
}

/** IPv6 ends may be written without brackets and in capitals. */
function normalEnd(end: string): string {
  const text = end.trim().toLowerCase();
  const colon = text.lastIndexOf(":");
  const isBareIpv6 = !text.startsWith("[") && text.indexOf(":") !== colon;
  return isBareIpv6 ? `[${text.slice(0, colon)}]${text.slice(colon)}` : text;
}

function firstEnds(index: CaptureIndex): string | undefined {
  return index.conversations.count === 0 ? undefined : summarizeConversation(index, 0).ends.join(" - ");
}

function noSuch(wrong: {
  readonly found: string;
  readonly needed: number;
  readonly suggestion: string | undefined;
  readonly at: TextPosition | undefined;
}): DiagnosticError {
  const { found, needed, suggestion, at } = wrong;
  const where = at === undefined ? {} : { at };
  const hint = suggestion === undefined ? {} : { suggestion };
  return new DiagnosticError({
    code: "no-such-conversation",
    severity: "error",
    ...where,
    found,
    needed,
    ...hint,
  });
}

function firstWithHandshake(index: CaptureIndex): number | undefined {
  for (let number = 0; number < index.conversations.count; number += 1) {
    if (hasHandshake(index.conversations.completeness[number] ?? 0)) return number;
  }
  return undefined;
}

function withoutTcp({ frameCount }: CaptureIndex): ChosenFrames {
  const remark = { code: "no-tcp-conversation", severity: "remark", found: frameCount } as const;
  if (frameCount <= MOST_UNASKED) return { conversation: undefined, diagnostics: [remark] };
  return {
    conversation: undefined,
    most: MOST_UNASKED,
    diagnostics: [{ ...remark, needed: MOST_UNASKED }],
  };
}
