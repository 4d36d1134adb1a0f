import { formatIpv4 } from "../../base/address";
import { loadBig32, loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

const FIXED_LENGTH = 240;
const MAGIC_COOKIE = 0x63825363;
const PAD = 0;
const HOST_NAME = 12;
const REQUESTED_ADDRESS = 50;
const MESSAGE_TYPE = 53;
const END_OF_OPTIONS = 255;

const typeNames = ["", "Discover", "Offer", "Request", "Decline", "ACK", "NAK", "Release", "Inform"] as const;

/** Reads a DHCP message (RFC 2131); undefined where its fixed part was not captured. */
export function readDhcp(region: Region): ApplicationMessage | undefined {
  if (capturedLength(region) < FIXED_LENGTH) return undefined;
  const { octets, start } = region;
  if (loadBig32(octets, start + FIXED_LENGTH - 4) !== MAGIC_COOKIE) return undefined;
  const options = readOptions(region);
  const type = options.get(MESSAGE_TYPE)?.[0] ?? 0;
  const offered = formatIpv4(loadBig32(octets, start + 16));
  const wanted = options.get(REQUESTED_ADDRESS);
  const host = options.get(HOST_NAME);
  const identifier = `0x${loadBig32(octets, start + 4)
    .toString(16)
    .padStart(8, "0")}`;
  const words = [
    `DHCP ${typeNames[type] ?? `Type ${String(type)}`}`.trimEnd(),
    ...(offered === "0.0.0.0" ? [] : [offered]),
    ...(wanted?.length === 4 ? [formatIpv4(loadBig32(wanted, 0))] : []),
    ...(host === undefined ? [] : [printableText(host, 32)]),
    `- Transaction ID ${identifier}`,
  ];
  return {
    protocol: "dhcp",
    name: "DHCP",
    summary: defuse(words.join(" ")),
    fields: {
      "dhcp.type": [loadUint8(octets, start)],
      "dhcp.id": [loadBig32(octets, start + 4)],
      "dhcp.option.dhcp": [type],
      "dhcp.ip.your": [offered],
      ...(host === undefined ? {} : { "dhcp.option.hostname": [printableText(host)] }),
    },
  };
}

/** Gives the first option of each kind. */
function readOptions({ octets, start, end }: Region): ReadonlyMap<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  let at = start + FIXED_LENGTH;
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
