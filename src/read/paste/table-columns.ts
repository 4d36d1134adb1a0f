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

/**
 * How headings are written, of letters, digits and `#°` alone: Wireshark's titles, in English and other languages, and
 * names of fields.
 */
const titles: readonly (readonly [ColumnName, string])[] = [
  [
    "number",
    "no nr num # № number frame frameno packet packetno paket pkt n° nº numero número numéro nummer framenumber lfdnr номер 序号 编号",
  ],
  [
    "time",
    "time zeit tiempo hora temps tempo timestamp abstime reltime times zeits relativetime absolutetime utctime frametimerelative frametimeepoch frametime wscoltime zeitstempel время 时间",
  ],
  ["delta", "delta deltatime timedelta frametimedelta frametimedeltadisplayed"],
  [
    "source",
    "source src quelle origen origine origem sorgente from sender von sourceip sourceaddress srcip srcaddr ipsource ipsrc ipv6src wscolsource wscoldefsrc clientserver absender quelladresse quellip источник отправитель 源 源地址",
  ],
  [
    "destination",
    "destination dest dst ziel destino destinazione to receiver nach an dstip destip destinationip destinationaddress dstaddr ipdestination ipdst ipv6dst wscoldestination wscoldefdst empfänger zieladresse zielip назначение получатель 目标 目的 目的地址 目标地址",
  ],
  [
    "direction",
    "direction dir richtung dirección direzione sens fromto senderreceiver sourcedestination направление 方向",
  ],
  ["protocol", "protocol proto protokoll protocolo protocole protocollo wscolprotocol протокол 协议"],
  [
    "length",
    "length länge laenge longitud longueur lunghezza comprimento size framelength framelen packetlength bytes iplen wscolpacketlength packetlengthbytes длина 长度",
  ],
  [
    "info",
    "info information información informazioni infos description summary wscolinfo type message segment segmenttype packettype event nachricht mensaje информация 信息",
  ],
  [
    "source port",
    "sourceport srcport sport quellport tcpsrcport srcportunresolved udpsrcport puertoorigen портисточника 源端口",
  ],
  [
    "destination port",
    "destinationport destport dstport dport zielport tcpdstport udpdstport puertodestino портназначения 目的端口 目标端口",
  ],
  ["flags", "flags flag tcpflags flaggen tcpflagsstr ctl controlbits флаги 标志 标志位"],
  ["seq", "seq seqno seqnr seqnumber sequence sequencenumber tcpseq seq# sequenznummer 序列号"],
  ["rawSeq", "seqraw rawseq sequencenumberraw tcpseqraw"],
  [
    "ack",
    "ack ackno acknr acknumber acknowledgment acknowledgement acknowledgmentnumber acknowledgementnumber tcpack ack# quittung quittungsnummer bestätigungsnummer 确认号",
  ],
  ["rawAck", "ackraw rawack acknowledgmentnumberraw tcpackraw"],
  [
    "payload length",
    "len payload payloadlength datalength tcplen data segmentlength tcppayload tcpsegmentlen databytes nutzdaten",
  ],
  ["window", "tcpwindowsizevalue windowsizevalue"],
  [
    /* @__KEY__ */ "scaledWindow",
    "win window windowsize tcpwindowsize fenster calculatedwindowsize окно 窗口",
  ],
  ["mss", "mss tcpoptionsmssval"],
];

const headings: ReadonlyMap<string, ColumnName> = new Map(
  titles.flatMap(([column, words]) => words.split(" ").map((title) => [title, column])),
);

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
  return cell.toLowerCase().replace(/[^\p{L}\p{N}#°№]/gu, "");
}

/** Gives the bits of a cell: `0x0012`, `SYN, ACK`, `[SYN]`, or the letters of `tcp.flags.str`; undefined for other text. */
export function flagsOfCell(cell: string): number | undefined {
  if (cell === "") return undefined;
  if (/^0x[\da-f]{1,8}$/iu.test(cell)) return Number(cell) & 0xfff;
  if (/^[·*.A-Z]{12}$/u.test(cell))
    return [...cell].reduce((flags, letter) => flags * 2 + (/[A-Z]/u.test(letter) ? 1 : 0), 0);
  return parseFlagNames(cell.replace(/[[\]()<>]/gu, " ").replace(/\b-\b/gu, " "));
}
