import type { PacketDetail } from "../../pipeline";

const OCTETS_A_LINE = 16;
/** Octets shown at once; the rest is counted. */
const OCTETS_SHOWN = 4096;

/** Shows one packet: its fields layer by layer, and its octets in hexadecimal and as text. */
export function showPacketIn(into: HTMLElement, packet: PacketDetail): void {
  into.empty();
  into.createEl("h3", { text: `Packet ${String(packet.row + 1)}` });
  const columns = into.createDiv("packet-ladder-columns");
  const layers = columns.createDiv();
  for (const [at, { name, fields }] of packet.layers.entries()) {
    const layer = layers.createEl("details", { cls: "packet-ladder-layer" });
    layer.open = at > 0;
    layer.createEl("summary", { text: name });
    const list = layer.createEl("dl");
    for (const field of fields) {
      list.createEl("dt", { text: field.name });
      list.createEl("dd", { text: field.value });
    }
  }
  const shown = packet.octets.subarray(0, OCTETS_SHOWN);
  columns.createEl("pre", {
    cls: "packet-ladder-octets",
    text: hexadecimalLines(shown).join("\n"),
    attr: { tabindex: "0", role: "region", "aria-label": "Octets" },
  });
  const more = packet.capturedLength - shown.length;
  if (more > 0)
    into.createEl("p", { cls: "packet-ladder-muted", text: `and ${more.toLocaleString()} more bytes` });
}

/** Gives octets as hexadecimal lines with their offset and their printable characters: `0000  45 00 …  E.` */
function hexadecimalLines(octets: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += OCTETS_A_LINE) {
    const piece = [...octets.subarray(at, at + OCTETS_A_LINE)];
    const numbers = piece.map((octet) => octet.toString(16).padStart(2, "0")).join(" ");
    const text = piece
      .map((octet) => (octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : "·"))
      .join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${numbers.padEnd(OCTETS_A_LINE * 3 - 1)}  ${text}`);
  }
  return lines;
}
