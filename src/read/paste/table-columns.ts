import { splitCells, type Delimiter } from "./split-cells";
import { parseFlagNames } from "./summary-line";

/** What a column holds. */
export type ColumnName =
  | "number"
  | "time"
  | "delta"
  | "source"
  | "destination"
  | "direction"
  | "protocol"
  | "length"
  | "info"
  | "source port"
  | "destination port"
  | "flags"
  | "seq"
  | "rawSeq"
  | "ack"
  | "rawAck"
  | "payload length"
  | "window"
  | "scaledWindow"
  | "mss";

/** The columns of a table that are understood: what each holds, and where it stands. */
export interface TableColumns {
  readonly delimiter: Delimiter;
  readonly places: ReadonlyMap<ColumnName, number>;
}

/** How headings are written: Wireshark's titles, in English and other languages, and names of fields. */
const headings: ReadonlyMap<string, ColumnName> = new Map<string, ColumnName>([
  ...named(
    "number",
    "no",
    "nr",
    "num",
    "#",
    "number",
    "frame",
    "frame no",
    "packet",
    "packet no",
    "pkt",
    "n°",
  ),
  ...named("number", "nº", "numero", "número", "numéro", "nummer", "frame.number"),
  ...named(
    "time",
    "time",
    "zeit",
    "tiempo",
    "temps",
    "tempo",
    "timestamp",
    "abs time",
    "rel time",
    "time (s)",
  ),
  ...named("time", "time [s]", "zeit [s]", "relative time", "absolute time", "utc time"),
  ...named("time", "frame.time_relative", "frame.time_epoch", "frame.time", "_ws.col.time"),
  ...named("delta", "delta", "delta time", "time delta", "frame.time_delta", "frame.time_delta_displayed"),
  ...named(
    "source",
    "source",
    "src",
    "quelle",
    "origen",
    "from",
    "sender",
    "von",
    "source ip",
    "source address",
  ),
  ...named("source", "src ip", "src addr", "ip source", "ip.src", "ipv6.src", "_ws.col.source", "ip src"),
  ...named("source", "_ws.col.def_src", "client/server", "absender", "srcip", "src_ip"),
  ...named(
    "destination",
    "destination",
    "dest",
    "dst",
    "ziel",
    "destino",
    "to",
    "receiver",
    "nach",
    "dst ip",
  ),
  ...named("destination", "destination ip", "destination address", "dst addr", "ip destination", "ip.dst"),
  ...named(
    "destination",
    "ipv6.dst",
    "_ws.col.destination",
    "_ws.col.def_dst",
    "ip dst",
    "empfänger",
    "dest ip",
  ),
  ...named("destination", "dstip", "dst_ip"),
  ...named("direction", "direction", "dir", "richtung", "dirección", "direzione", "sens", "from → to"),
  ...named("direction", "from -> to", "sender → receiver", "sender -> receiver", "source → destination"),
  ...named("protocol", "protocol", "proto", "protokoll", "protocolo", "protocole", "_ws.col.protocol"),
  ...named(
    "length",
    "length",
    "länge",
    "laenge",
    "longitud",
    "longueur",
    "size",
    "frame length",
    "frame.len",
  ),
  ...named("length", "packet length", "bytes", "ip.len", "_ws.col.packet_length", "packet length (bytes)"),
  ...named("info", "info", "information", "infos", "description", "summary", "_ws.col.info"),
  ...named(
    "info",
    "type",
    "message",
    "segment",
    "segment type",
    "packet type",
    "event",
    "nachricht",
    "mensaje",
  ),
  ...named(
    "source port",
    "source port",
    "src port",
    "srcport",
    "sport",
    "quellport",
    "tcp.srcport",
    "src_port",
  ),
  ...named("source port", "src port (unresolved)", "udp.srcport"),
  ...named("destination port", "destination port", "dest port", "dst port", "dstport", "dport", "zielport"),
  ...named("destination port", "tcp.dstport", "dst_port", "udp.dstport"),
  ...named(
    "flags",
    "flags",
    "flag",
    "tcp flags",
    "flaggen",
    "tcp.flags",
    "tcp.flags.str",
    "ctl",
    "control bits",
  ),
  ...named(
    "seq",
    "seq",
    "seq no",
    "seq number",
    "sequence",
    "sequence number",
    "tcp.seq",
    "seq#",
    "sequenznummer",
  ),
  ...named("rawSeq", "seq raw", "raw seq", "seq (raw)", "sequence number (raw)", "tcp.seq_raw"),
  ...named(
    "ack",
    "ack",
    "ack no",
    "ack number",
    "acknowledgment",
    "acknowledgement",
    "acknowledgment number",
  ),
  ...named("ack", "acknowledgement number", "tcp.ack", "ack#", "quittung"),
  ...named("rawAck", "ack raw", "raw ack", "ack (raw)", "acknowledgment number (raw)", "tcp.ack_raw"),
  ...named("payload length", "len", "payload", "payload length", "data length", "tcp len", "tcp.len", "data"),
  ...named("payload length", "segment length", "tcp payload", "tcp segment len", "data (bytes)", "nutzdaten"),
  ...named("window", "tcp.window_size_value", "window size value"),
  ...named(
    "scaledWindow",
    "win",
    "window",
    "window size",
    "tcp.window_size",
    "fenster",
    "calculated window size",
  ),
  ...named("mss", "mss", "tcp.options.mss_val"),
]);

function named(column: ColumnName, ...titles: readonly string[]): (readonly [string, ColumnName])[] {
  return titles.map((title) => [title, column] as const);
}

const LONGEST_HEADING = 1000;

/** Gives the columns that a heading names, `"No.","Time","Source",…` or `| Src | Dst | Flags |`; undefined for other lines. */
export function tableColumns(line: string): TableColumns | undefined {
  if (line.length > LONGEST_HEADING || !mayBeHeading(line)) return undefined;
  const delimiter = delimiterOf(line);
  if (delimiter === undefined) return undefined;
  const places = new Map<ColumnName, number>();
  for (const [place, cell] of splitCells(line, delimiter).entries()) {
    const column = headings.get(titleOf(cell));
    if (column !== undefined && !places.has(column)) places.set(column, place);
  }
  return isTable(places) ? { delimiter, places } : undefined;
}

/** A row starts with a digit or an address, a heading with neither. */
function mayBeHeading(line: string): boolean {
  return !/^[\s"|]*\d/u.test(line);
}

/** A table says between whom, and what: an Info column, or flags, or numbers. */
function isTable(places: ReadonlyMap<ColumnName, number>): boolean {
  const hasEnds =
    (places.has("source") && places.has("destination")) ||
    places.has("direction") ||
    (places.has("source port") && places.has("destination port"));
  return hasEnds && (places.has("info") || places.has("flags") || places.has("seq") || places.has("rawSeq"));
}

/** Names of fields and what parts them, whatever `-E separator=` asked tshark for. */
const FIELD_NAMES = /^[a-z]\w*\.[\w.]+([^\w.])[a-z_]\w*\.[\w.]+(?:\1|$)/u;

function delimiterOf(line: string): Delimiter | undefined {
  const chosen = FIELD_NAMES.exec(line)?.[1];
  if (chosen !== undefined) return chosen;
  if (line.includes("\t")) return "\t";
  if (line.includes("|")) return "|";
  if (line.includes(";")) return ";";
  return line.includes(",") ? "," : undefined;
}

function titleOf(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[*`'"_]{1,2}(?=\w+[*`'"]{1,2}$)|[*`'":.]+$|^[*`'"]+/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Gives the bits of a cell: `0x0012`, `SYN, ACK`, `[SYN]`, or the letters of `tcp.flags.str`; undefined for other text. */
export function flagsOfCell(cell: string): number | undefined {
  if (cell === "") return undefined;
  if (/^0x[\da-f]{1,8}$/iu.test(cell)) return Number(cell) & 0xfff;
  if (/^[·*.A-Z]{12}$/u.test(cell))
    return [...cell].reduce((flags, letter) => flags * 2 + (/[A-Z]/u.test(letter) ? 1 : 0), 0);
  return parseFlagNames(cell.replace(/[[\]()<>]/gu, " ").replace(/\b-\b/gu, " "));
}
