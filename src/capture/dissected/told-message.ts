import { numberOf, octetsOf } from "./dissected-value";
import { joined } from "./header-pieces";
import type { DissectedLayer } from "./packet-layers";
import { packetValue } from "./packet-layers";
import { headerBuilders } from "./rebuild-headers";

/** What Wireshark says about a packet beside its octets. Texts are as captured. */
export interface ToldFrame {
  /** Its layers (`frame.protocols`); none where the text does not name them. */
  readonly protocols: readonly string[];
  /** Whether the text holds its octets, so that whatever is read of it here is true. */
  readonly hasOctets: boolean;
  /** What it is for; undefined where no layer but those that carry others was found. */
  readonly message: ToldMessage | undefined;
  /** Headers of Ethernet, of 14 octets, and numbers of VLANs, from outer to inner. */
  readonly ethernet: readonly Uint8Array[];
  readonly vlans: readonly number[];
  /** Ends, where the packet has addresses that are not IP's. */
  readonly source?: string;
  readonly destination?: string;
}

/** What Wireshark says about a protocol that this program may not read itself. */
export interface ToldMessage {
  /** Wireshark's name of the protocol, in filters. */
  readonly protocol: string;
  /** For people. */
  readonly name: string;
  readonly summary: string;
}

/** Layers that say nothing a person wants to read first: what carries others, and what others carry. */
const silent: ReadonlySet<string> = new Set([
  ...[
    "",
    "_ws_col",
    "_ws_expert",
    "_ws_malformed",
    "_ws_short",
    "_ws_lua",
    "frame",
    "geninfo",
    "pkt_comment",
  ],
  ...["frame_raw", "eth", "ethertype", "vlan", "llc", "ip", "ipv6", "tcp", "udp", "data", "tcp_segments"],
  ...[
    "data_text_lines",
    "media",
    "json",
    "xml",
    "png",
    "image_jfif",
    "image_gif",
    "urlencoded_form",
    "mime_multipart",
  ],
  ...[
    "wlan_radio",
    "radiotap",
    "sll",
    "null",
    "ppp",
    "pppoes",
    "gre",
    "vxlan",
    "geneve",
    "gtp",
    "mpls",
    "l2tp",
  ],
]);

const pairs = [
  ["src", "dst"],
  ["sa", "da"],
  ["ta", "ra"],
  ["src16", "dst16"],
  ["src64", "dst64"],
] as const;

const MOST_PROTOCOLS = 256;
const LONGEST_SUMMARY = 200;
const FIELDS_SHOWN = 3;
const LONGEST_VALUE = 40;

/** Gives what Wireshark says about a packet. */
export function toldFrame(layers: readonly DissectedLayer[]): ToldFrame {
  const protocols = packetValue(layers, "frame_protocols")?.split(":", MOST_PROTOCOLS) ?? [];
  const ethernet = layers.filter(({ name, values }) => name === "eth" && values.has("eth_src"));
  const tags = layers.flatMap(({ name, values }) =>
    name === "vlan" || name === "ieee8021ad" ? (numberOf(values.get(`${name}_id`)) ?? []) : [],
  );
  return {
    protocols,
    hasOctets: packetValue(layers, "frame_raw") !== undefined,
    message: toldMessage(layers),
    ethernet: ethernet.map((layer) => joined(headerBuilders.get("eth")?.(layer, []) ?? [])),
    vlans: tags,
    ...endsOf(layers),
  };
}

/** Of the innermost protocol that says anything. */
function toldMessage(layers: readonly DissectedLayer[]): ToldMessage | undefined {
  const own = [...layers].reverse().find(({ name }) => !silent.has(name) && !name.endsWith("_raw"));
  const info = packetValue(layers, "_ws_col_Info") ?? packetValue(layers, "_ws_col_info");
  if (own === undefined && info === undefined) return undefined;
  const protocol = own?.name ?? "data";
  const column = packetValue(layers, "_ws_col_Protocol") ?? packetValue(layers, "_ws_col_protocol");
  const summary = info ?? (own === undefined ? "" : describeLayer(own));
  const name = column ?? protocol.replaceAll("_", "-").toUpperCase();
  return { protocol, name, summary: summary.slice(0, LONGEST_SUMMARY) };
}

/** Fields that say what a packet is for, and those that say little. */
const telling = /(?:type|cmd|command|code|method|func|msg|name|status)/iu;
const mute = /(?:^_ws_|_(?:raw|tree|resolved)$|reserved|checksum|len|length|flags|pad|version|bits$)/iu;

/** What the line of Wireshark's window adds to the protocol's name, else the first line of text, else some fields. */
function describeLayer({ name, words, values, lines }: DissectedLayer): string {
  const [, more] = /^[^,]{2,60}?(?:, | - )(.+)$/u.exec(words) ?? [];
  const line = more ?? (words === "" ? lines[0] : words);
  if (line !== undefined) return line;
  const fields = [...values]
    .filter(([field, value]) => value !== "" && value.length <= LONGEST_VALUE && !mute.test(field))
    .map(
      ([field, value]) =>
        `${field.startsWith(`${name}_`) ? field.slice(name.length + 1) : field}=${legible(value)}`,
    );
  const first = fields.filter((field) => telling.test(field.slice(0, field.indexOf("="))));
  return [...new Set([...first, ...fields])].slice(0, FIELDS_SHOWN).join(" ");
}

/** Octets that are text are shown as such, without its line breaks. */
function legible(value: string): string {
  if (!/^[\da-f]{2}(?::[\da-f]{2}){3,}$/u.test(value)) return value;
  const text = String.fromCharCode(...octetsOf(value)).trim();
  return /^[\u{20}-\u{7e}]{4,}$/u.test(text) ? `"${text}"` : value;
}

function endsOf(layers: readonly DissectedLayer[]): Pick<ToldFrame, "source" | "destination"> {
  for (const { name, values } of [...layers].reverse()) {
    // The addresses of Ethernet are read from the frame.
    if (name === "eth") continue;
    for (const [from, to] of pairs) {
      const source = values.get(`${name}_${from}`);
      const destination = values.get(`${name}_${to}`);
      if (source !== undefined && destination !== undefined && source !== "" && destination !== "")
        return { source, destination };
    }
  }
  return {};
}
