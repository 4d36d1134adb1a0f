import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32 } from "../../capture/load-integer";
import { readDnsName } from "./dns-name";
import { namesByNumber } from "../../base/names-by-number";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import { capturedLength, type Region } from "./region";

const HEADER_LENGTH = 12;
/** Octets between a record's name and the address it holds. */
const BEFORE_ADDRESS = 12;
const STATUS = 33;
const ENCODED_LENGTH = 32;

const operations = namesByNumber("0 Name query|5 Registration|6 Release|7 Wait for ack|8 Refresh|9 Refresh");

/** Reads a message of NetBIOS's name service (RFC 1002 §4.2): which name is asked for, taken or given up. */
export function readNbns(region: Region): ApplicationMessage | undefined {
  if (capturedLength(region) < HEADER_LENGTH) return undefined;
  const { octets, start, end } = region;
  const flags = loadBig16(octets, start + 2);
  const name = readDnsName(region, start + HEADER_LENGTH);
  const type = name === undefined ? 0 : loadBig16(octets, name.next);
  const address = (name?.next ?? end) + BEFORE_ADDRESS;
  const isAnswer = flags >= 0x8000 && type !== STATUS && address + 4 <= end;
  const words = [
    operations.get((flags >> 11) & 15) ?? "Unknown operation",
    ...(flags >= 0x8000 ? ["response"] : []),
    type === STATUS ? "NBSTAT" : "NB",
    ...(name === undefined ? [] : [decodedName(name.text)]),
    ...(isAnswer ? [formatIpv4(loadBig32(octets, address))] : []),
  ];
  return { protocol: "nbns", name: "NBNS", summary: defuse(words.join(" ")), fields: {} };
}

/** Each octet is two letters (RFC 1001 §14.1); the last tells what the name is for. */
function decodedName(text: string): string {
  if (!/^[A-P]{32}/u.test(text)) return text;
  const octets = Uint8Array.from({ length: ENCODED_LENGTH / 2 }, (_, i) => {
    const letter = (at: number): number => text.charCodeAt(2 * i + at) - 0x41;
    return letter(0) * 16 + letter(1);
  });
  const suffix = (octets[15] ?? 0).toString(16).padStart(2, "0");
  return `${printableText(octets.subarray(0, 15)).replace(/[ .]+$/u, "")}<${suffix}>`;
}
