import type { BlockReading } from "../pipeline";

/** Gives the heading of a drawing, where it has one: a drawing of a capture says which one; a list without a title has none on purpose. */
export function titleOf({ options, trace }: BlockReading): string | undefined {
  return options.title ?? (options.captures.length > 0 ? trace.source.name : undefined);
}
