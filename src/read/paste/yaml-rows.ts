/** `# Packet 1 from lab.pcapng`, above the columns of a row. */
const HEAD = /^# Packet \d{1,9} from /u;
const ITEM = /^- (.*)$/u;

/**
 * Gives lines in which each row that Wireshark copied as YAML, a column an item, stands in the place of its first
 * column, parted by tabs as in its packet list. Each line stays where it was; those of the other columns are empty.
 */
export function withYamlRows(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => HEAD.test(line))) return lines;
  const joined = [...lines];
  for (let head = 0; head < lines.length; head += 1) {
    if (!HEAD.test(lines[head] ?? "")) continue;
    joined[head] = "";
    let next = head + 1;
    const cells: string[] = [];
    for (; ITEM.test(lines[next] ?? ""); next += 1) {
      cells.push(unquoted(ITEM.exec(lines[next] ?? "")?.[1] ?? ""));
      joined[next] = "";
    }
    if (cells.length > 0) joined[head + 1] = cells.join("\t");
    head = next - 1;
  }
  return joined;
}

function unquoted(item: string): string {
  return /^(["']).*\1$/u.test(item) ? item.slice(1, -1) : item;
}
