import type { Diagnostic } from "../../base/diagnostic";
import type { NamedEndpoint } from "./block-options";
import { endOfQuoted, isQuoteAt, skipBlanks, trimBlanks, unquote } from "./character";
import { finding } from "./finding";
import { parseAddress } from "./parse-address";
import type { OptionStatement, Word } from "./statement";

type Report = (diagnostic: Diagnostic) => void;

/** Gives the endpoints of `Client, Web server (192.0.2.1:80)`, left to right; a name given twice is reported and kept once. */
export function parseEndpointNames(statement: OptionStatement, report: Report): readonly NamedEndpoint[] {
  const endpoints = new Map<string, NamedEndpoint>();
  for (const item of splitItems(statement.value)) {
    const endpoint = parseNamedEndpoint(item.text);
    if (!endpoints.has(endpoint.name)) endpoints.set(endpoint.name, endpoint);
    else
      report(
        finding("repeated-name", "warning", { line: statement.line, ...item }, { found: endpoint.name }),
      );
  }
  return [...endpoints.values()];
}

const WITH_ADDRESS = /^(.{1,200}?)[ \t]*\(([^()]{1,80})\)$/u;

function parseNamedEndpoint(text: string): NamedEndpoint {
  if (text.length > 300) return { name: text };
  const match = WITH_ADDRESS.exec(text);
  const place = match?.[2] === undefined ? undefined : parseAddress(match[2].trim());
  if (match?.[1] !== undefined && place !== undefined) return { name: unquote(match[1]), ...place };
  const bare = parseAddress(text);
  return bare === undefined ? { name: unquote(text) } : { name: text, ...bare };
}

/** Gives the pairs of `10.0.0.1 = Client, 10.0.0.2:80 = Web server`; the last of equal keys holds. */
export function parseRenamings(statement: OptionStatement, report: Report): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const item of splitItems(statement.value)) {
    const sign = isQuoteAt(item.text, 0)
      ? item.text.indexOf("=", endOfQuoted(item.text, 0) ?? 0)
      : item.text.indexOf("=");
    const key = unquote(item.text.slice(0, Math.max(0, sign)).trim());
    const name = unquote(item.text.slice(sign + 1).trim());
    if (sign > 0 && key !== "" && name !== "") names.set(key, name);
    else {
      const details = { found: item.text, needed: "10.0.0.1 = Client, 10.0.0.2:80 = Server" };
      report(finding("unknown-value", "error", { line: statement.line, ...item }, details));
    }
  }
  return names;
}

/** Gives the items of a list that commas part; commas in quotes do not. Empty items are left out. */
function splitItems(list: Word): readonly Word[] {
  const { text } = list;
  const items: Word[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (isQuoteAt(text, at)) at = (endOfQuoted(text, at) ?? at + 1) - 1;
    else if (at === text.length || text.charAt(at) === ",") {
      const first = skipBlanks(text, start, at);
      const last = trimBlanks(text, first, at);
      if (last > first)
        items.push({ text: text.slice(first, last), start: list.start + first, end: list.start + last });
      start = at + 1;
    }
  }
  return items;
}
