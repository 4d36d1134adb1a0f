import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { namesByNumber } from "../../base/names-by-number";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import type { Region } from "./region";

/** A protocol in which one octet tells what kind of message it is. */
type CodedProtocol = readonly [
  ports: readonly number[],
  /** Wireshark's names, in filters and for people. */
  names: readonly [protocol: string, name: string],
  /** Where the octet stands. */
  at: number,
  kinds: string,
  /** What tells messages of one kind apart. */
  more?: (octets: Uint8Array) => string,
];

/** DHCPv6 (RFC 8415 §7.3), RADIUS (RFC 2865 §3), IKE (RFC 2408 §3.1, RFC 7296 §3.1), TFTP (RFC 1350 §5), Kerberos (RFC 4120 §5.10), WireGuard. */
const protocols: readonly CodedProtocol[] = [
  [
    [546, 547],
    ["dhcpv6", "DHCPv6"],
    0,
    "1 Solicit|2 Advertise|3 Request|4 Confirm|5 Renew|6 Rebind|7 Reply|8 Release|9 Decline|10 Reconfigure|" +
      "11 Information-request|12 Relay-forw|13 Relay-reply",
    (octets) =>
      loadUint8(octets, 0) < 12 ? ` XID: 0x${(loadBig32(octets, 0) & 0xffffff).toString(16)}` : "",
  ],
  [
    [1812, 1813, 1645, 1646],
    ["radius", "RADIUS"],
    0,
    "1 Access-Request|2 Access-Accept|3 Access-Reject|4 Accounting-Request|5 Accounting-Response|" +
      "11 Access-Challenge|12 Status-Server",
    (octets) => ` id=${String(octets[1])}`,
  ],
  [
    [500],
    ["isakmp", "ISAKMP"],
    18,
    "2 Identity Protection (Main Mode)|4 Aggressive|5 Informational|32 Quick Mode|34 IKE_SA_INIT|35 IKE_AUTH|" +
      "36 CREATE_CHILD_SA|37 INFORMATIONAL",
  ],
  [
    [69],
    ["tftp", "TFTP"],
    1,
    "1 Read Request|2 Write Request|3 Data Packet|4 Acknowledgement|5 Error Code|6 Option Acknowledgement",
    transferDetail,
  ],
  [[88], ["kerberos", "KRB5"], 0, "106 AS-REQ|107 AS-REP|108 TGS-REQ|109 TGS-REP|126 KRB Error"],
  [
    [51820],
    ["wg", "WireGuard"],
    0,
    "1 Handshake Initiation|2 Handshake Response|3 Cookie Reply|4 Transport Data",
  ],
];

/** Which file, which block, or what went wrong. */
function transferDetail(octets: Uint8Array): string {
  const kind = loadUint8(octets, 1);
  const text = (at: number): string => printableText(octets.subarray(at, octets.indexOf(0, at)), 48);
  if (kind < 3) return `, File: ${text(2)}`;
  const number = String(loadBig16(octets, 2));
  if (kind === 5) return `, Code: ${number}, ${text(4)}`;
  return kind === 6 ? "" : `, Block: ${number}`;
}

const byPort = new Map(protocols.flatMap((each) => each[0].map((port) => [port, each] as const)));

/** Reads the kind of message of the protocol at a port; undefined for kinds and ports that are not known. */
export function readCoded({ octets, start, end }: Region, port: number): ApplicationMessage | undefined {
  const found = byPort.get(port);
  if (found === undefined) return undefined;
  const [, [protocol, name], at, kinds, more] = found;
  const payload = octets.subarray(start, end);
  const kind = namesByNumber(kinds).get(payload[at] ?? -1);
  if (kind === undefined) return undefined;
  return { protocol, name, summary: defuse(`${kind}${more?.(payload) ?? ""}`), fields: {} };
}
