const ROW =
  /^\s*(?:\d{1,3}\.)?\s*(?:\([a-z A-Z]*\)|[A-Z][A-Z0-9-]{2,14})?\s*(-->|<--|\.\.\.)\s*((?:<[A-Z]{2,4}=[^>]{1,60}>)+(?:<DATA>)?)\s*(?:\[[^\]]*\])?\s*(-->|<--|\.\.\.)?/u;
const HEADING = /^\s*((?:TCP )?[A-Z][\w ]{0,30}?)\s{4,}((?:TCP )?[A-Z][\w ]{0,30}?)\s*$/u;

/** Headings, captions, and rows that show both states alone. */
const OTHER =
  /^\s*(?:$|Figure \d|\d{1,3}\.\s*(?:\(?[A-Z][\w ()-]{1,120})?$|[A-Z][A-Z -]{2,20}(?:\s{3,}[A-Z][A-Z -]{2,20})?$)/u;

/** Tells whether a line of a figure is meant to draw nothing. */
export function isQuietInFigure(line: string): boolean {
  return OTHER.test(line) || HEADING.test(line);
}

/**
 * Gives the figures of RFC 9293 (§3.5, §3.6) as lines of an event list, one for each line, empty where
 * a line draws nothing.
 *
 * `-->` goes from the left peer to the right one. A segment that leaves on one line (`... ` on its far
 * side) and arrives on a later one is one message.
 */
export function rewriteRfcFigure(lines: readonly string[]): readonly string[] {
  const heading = lines.map((line) => HEADING.exec(line)).find((match) => match !== null);
  const peers = {
    left: JSON.stringify(heading?.[1] ?? "TCP Peer A"),
    right: JSON.stringify(heading?.[2] ?? "TCP Peer B"),
  };
  const underWay = new Set<string>();
  return lines.map((line) => {
    const match = ROW.exec(line);
    return match === null ? "" : rewriteRow(match, peers, underWay);
  });
}

function rewriteRow(
  [, near = "", segment = "", far = ""]: RegExpExecArray,
  { left, right }: { readonly left: string; readonly right: string },
  underWay: Set<string>,
): string {
  const isRight = near === "-->" || far === "-->";
  const [departure, arrival] = isRight ? [near, far] : [far, near];
  const whole = `${isRight ? `${left} -> ${right}` : `${right} -> ${left}`}: ${segment}`;
  // Dots at the sender's side: the arrival of what left before.
  if (departure === "..." && underWay.delete(whole)) return "";
  if (arrival === "...") underWay.add(whole);
  return whole;
}
