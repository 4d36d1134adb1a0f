import type { Message } from "../trace/trace";

/** Gives what stands on a message's arrow: as it was written, else its protocol and what is known of it. */
export function messageWords({ written, protocol, summary, length }: Message): string {
  if (written !== undefined) return written;
  const says = summary === "" && length !== undefined ? `Len=${String(length)}` : summary;
  return [protocol ?? "", says].filter((part) => part !== "").join(" ");
}
