import type { CaptureSource, Trace, WiresharkRules } from "../pipeline";
import type { SelectionFlags } from "./block-source";
import type { Input } from "./input";
import type { Session } from "./session";

/** What an input holds: captures, to be read as a whole, or traces written by hand; and whose rules are to be followed. */
export type InputPart =
  | { readonly kind: "capture"; readonly source: CaptureSource; readonly rules: WiresharkRules }
  | { readonly kind: "trace"; readonly trace: Trace; readonly rules: WiresharkRules };

/** The flags that hold for every part. */
export type PartFlags = Pick<SelectionFlags, "repair" | "wireshark" | "engine">;

/**
 * Gives the captures and lists of an input: for a note, those of its blocks in order, each capture once.
 *
 * Findings in the lists are reported. Throws `CommandError`.
 */
export async function inputParts(
  input: Input,
  session: Session,
  flags: PartFlags,
): Promise<readonly InputPart[]> {
  if (input.kind === "capture")
    return [{ kind: "capture", source: input.source, rules: flags.wireshark ?? "4.4" }];
  // A capture needs none of what reads text.
  const { blockPart } = await import("./block-part");
  const { blockSource } = await import("./block-source");
  const parts: InputPart[] = [];
  const targets = new Set<string>();
  const count = input.kind === "note" ? input.blocks.length : 1;
  for (let number = 1; number <= count; number += 1) {
    const part = await blockPart(blockSource(input, only(flags), number), targets, session);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

function only({ repair, wireshark }: PartFlags): PartFlags {
  return { ...(repair === undefined ? {} : { repair }), ...(wireshark === undefined ? {} : { wireshark }) };
}
