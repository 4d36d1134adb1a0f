import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { formatMac } from "./ethernet";
import { capturedLength, type Region } from "./region";

const ROOT = 5;
const PORT_END = 27;
const kinds = ["Conf.", "", "RST.", "MST."] as const;

/** Gives what a bridge says about the spanning tree (IEEE 802.1D §9.3): root, cost and port, in Wireshark's words. */
export function describeSpanningTree(region: Region): string | undefined {
  const { octets, start } = region;
  const length = capturedLength(region);
  if (length < 4) return undefined;
  if (loadUint8(octets, start + 3) === 0x80) return "Topology Change Notification";
  if (length < PORT_END) return undefined;
  const priority = loadBig16(octets, start + ROOT);
  const root = `${String(priority & 0xf000)}/${String(priority & 0xfff)}/${formatMac(octets, start + ROOT + 2)}`;
  const [cost, port] = [loadBig32(octets, start + 13), loadBig16(octets, start + 25)];
  const kind = kinds[loadUint8(octets, start + 2)] ?? "";
  return `${kind} Root = ${root}  Cost = ${String(cost)}  Port = 0x${port.toString(16).padStart(4, "0")}`.trim();
}
