import { formatIpv4 } from "../../base/address";
import { loadBig32, loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

const FIXED_LENGTH = 240;
const ADDRESSES_END = 20;
const MAGIC_COOKIE = 0x63825363;
const PAD = 0;
const HOST_NAME = 12;
const REQUESTED_ADDRESS = 50;
const MESSAGE_TYPE = 53;
const END_OF_OPTIONS = 255;

const typeNames = ["", "Discover", "Offer", "Request", "Decline", "ACK", "NAK", "Release", "Inform"] as const;
/** Of the messages before DHCP (RFC 951), and of those whose options were cut. */
const bootNames = ["", "Boot Request", "Boot Reply"] as const;

/** Reads a DHCP or BOOTP message (RFC 2131, RFC 951); undefined where not even its addresses were captured. */
export function readDhcp(region: Region): ApplicationMessage | undefined {
  if (capturedLength(region) < ADDRESSES_END) return undefined;
  const { octets, start } = region;
  const options = readOptions(region);
  const type = options.get(MESSAGE_TYPE)?.[0];
  const kind = loadUint8(octets, start);
  const wanted = options.get(REQUESTED_ADDRESS);
  const host = options.get(HOST_NAME);
  const offered = formatIpv4(loadBig32(octets, start + 16));
  const addresses = [offered, wanted?.length === 4 ? formatIpv4(loadBig32(wanted, 0)) : "0.0.0.0"];
  const words = [
    type === undefined ? bootNames[kind] : `DHCP ${typeNames[type] ?? `Type ${String(type)}`}`,
    ...new Set(addresses.filter((address) => address !== "0.0.0.0")),
    ...(host === undefined ? [] : [printableText(host, 32)]),
    `- Transaction ID 0x${loadBig32(octets, start + 4).toString(16)}`,
  ];
  return {
    protocol: "dhcp",
    name: type === undefined ? "BOOTP" : "DHCP",
    summary: defuse(words.join(" ")),
    fields: {
      "dhcp.type": [kind],
      "dhcp.id": [loadBig32(octets, start + 4)],
      ...(type === undefined ? {} : { "dhcp.option.dhcp": [type] }),
      "dhcp.ip.your": [offered],
      ...(host === undefined ? {} : { "dhcp.option.hostname": [printableText(host)] }),
    },
  };
}

/** Gives the first option of each kind; none where they do not begin as they must. */
function readOptions({ octets, start, end }: Region): ReadonlyMap<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  let at = start + FIXED_LENGTH;
  if (at > end || loadBig32(octets, at - 4) !== MAGIC_COOKIE) return options;
  while (at + 1 < end) {
    const kind = loadUint8(octets, at);
    if (kind === END_OF_OPTIONS) break;
    if (kind === PAD) {
      at += 1;
      continue;
    }
    const next = at + 2 + loadUint8(octets, at + 1);
    if (next > end) break;
    if (!options.has(kind)) options.set(kind, octets.subarray(at + 2, next));
    at = next;
  }
  return options;
}
