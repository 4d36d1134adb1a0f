import type { CaptureIndex } from "../../capture/capture-index";
import { type ConversationSummary, listConversations } from "../../capture/list-conversations";

/** Orders in which conversations can be listed; the first is that of their numbers. */
export const conversationOrders = [
  "by number",
  "troubled first",
  "most packets first",
  "most bytes first",
  "longest first",
] as const;

/** One of them. */
export type ConversationOrder = (typeof conversationOrders)[number];

/** Which conversations are listed, in their order. */
export interface ConversationSelection {
  readonly numbers: Uint32Array;
}

/** A conversation as a list shows it. */
export interface ConversationLine extends ConversationSummary {
  /** Aborted, refused, never opened, or something was sent again. */
  readonly isTroubled: boolean;
}

/** Gives the numbers of the conversations with a text in their number, ends or verdict; of all for an empty one. */
export function selectConversations(
  index: CaptureIndex,
  { query, order }: { readonly query: string; readonly order: ConversationOrder },
): ConversationSelection {
  const wanted = query.trim().toLowerCase();
  const { summaries, troubles } = listed(index);
  const found = wanted === "" ? summaries : summaries.filter((each) => textOf(each).includes(wanted));
  const weigh = weights[order];
  const weighed = found.map((each) => [weigh(each, troubles), each.number] as const);
  weighed.sort(([left, one], [right, other]) => right - left || one - other);
  return { numbers: Uint32Array.from(weighed, ([, number]) => number) };
}

/** Gives conversations by their numbers; a number that is none gives nothing. */
export function conversationLines(
  index: CaptureIndex,
  numbers: readonly number[],
): readonly ConversationLine[] {
  const { byNumber, troubles } = listed(index);
  return numbers.flatMap((number) => {
    const summary = byNumber.get(number);
    return summary === undefined ? [] : [{ ...summary, isTroubled: (troubles.get(number) ?? 0) > 0 }];
  });
}

const weights: Readonly<
  Record<ConversationOrder, (each: ConversationSummary, troubles: ReadonlyMap<number, number>) => number>
> = {
  "by number": () => 0,
  "troubled first": ({ number }, troubles) => troubles.get(number) ?? 0,
  "most packets first": ({ frames }) => frames,
  "most bytes first": ({ octetsEachWay: [client, server] }) => client + server,
  "longest first": ({ duration }) => duration,
};

interface Listed {
  readonly summaries: readonly ConversationSummary[];
  readonly byNumber: ReadonlyMap<number, ConversationSummary>;
  readonly troubles: ReadonlyMap<number, number>;
}

/** Lists of captures that are looked at: a page of ten lines is asked for again and again. */
const lists = new WeakMap<CaptureIndex, Listed>();

function listed(index: CaptureIndex): Listed {
  const known = lists.get(index);
  if (known !== undefined) return known;
  const summaries = listConversations(index);
  const made = {
    summaries,
    byNumber: new Map(summaries.map((each) => [each.number, each])),
    troubles: new Map(summaries.map((each) => [each.number, troubleOf(each)])),
  };
  lists.set(index, made);
  return made;
}

function textOf({ number, ends, verdict }: ConversationSummary): string {
  return `${String(number)} ${ends.join(" ")} ${verdict}`.toLowerCase();
}

/** How likely a person looks for this one: aborted, refused or never opened before all others. */
function troubleOf({ verdict, completeness }: ConversationSummary): number {
  const isReset = (completeness & 32) !== 0;
  const isUnanswered = (completeness & 1) !== 0 && (completeness & 2) === 0;
  const isLossy = /retransmi|zero window|lost|refused/iu.test(verdict);
  return Number(isReset) * 2 + Number(isUnanswered) * 2 + Number(isLossy);
}
