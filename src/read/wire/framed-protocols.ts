import { namesByNumber } from "../../base/names-by-number";
import { type Describe, describers } from "./framed-messages";
import { lengths, type Measure, numberAt } from "./framed-lengths";

/**
 * A protocol of TCP whose messages say how long they are.
 *
 * What its functions are given starts where a message does, and holds as much of it as is there.
 */
export interface FramedProtocol {
  /** Wireshark's name in filters, behind that of the layer below; and for people. */
  readonly protocol: string;
  readonly name: string;
  readonly measure: Measure;
  /** Says what a message is; undefined where it is none of this protocol. */
  readonly describe: (octets: Uint8Array, isRequest: boolean) => string | undefined;
}

/**
 * `ports|filter name|name|place, size and rest of the length|place and octets that must stand there|place and mask of the
 * kind|kinds`. A size below 0 is that of a number whose low octet comes first; the rest is what the length leaves out.
 *
 * BGP (RFC 4271 §4.1), SMB (MS-SMB2 §2.2.1, MS-CIFS §2.2.3) in NetBIOS sessions (RFC 1002 §4.3), Modbus/TCP, Kerberos
 * (RFC 4120 §7.2.2), OpenFlow, TDS (MS-TDS §2.2.3), IEC 60870-5-104,
 * S7 and COTP in TPKT (RFC 1006 §6), Bitcoin; what is more than a table has functions.
 */
const table = `179|bgp|BGP|16 2 0|0 ffffffff|18 255|1 OPEN Message|2 UPDATE Message|3 NOTIFICATION Message|4 KEEPALIVE Message|5 ROUTE-REFRESH Message
139,445|nbss:smb2|SMB2|1 3 4|4 fe534d42|16 255|0 Negotiate Protocol|1 Session Setup|2 Session Logoff|3 Tree Connect|4 Tree Disconnect|5 Create|6 Close|7 Flush|8 Read|9 Write|10 Lock|11 Ioctl|12 Cancel|13 KeepAlive|14 Find|15 Notify|16 GetInfo|17 SetInfo|18 Break
139,445|nbss:smb2|SMB2|1 3 4|4 fd534d42|4 255|253 Encrypted SMB3
139,445|nbss:smb|SMB|1 3 4|4 ff534d42|8 255|4 Close|37 Trans|43 Echo|46 Read AndX|47 Write AndX|50 Trans2|113 Tree Disconnect|114 Negotiate Protocol|115 Session Setup AndX|116 Logoff AndX|117 Tree Connect AndX|160 NT Trans|162 NT Create AndX
139,445|nbss|NBSS|1 3 4||0 255|129 Session request|130 Positive session response|131 Negative session response|133 Session keep-alive
502|mbtcp:modbus|Modbus/TCP|4 2 6|2 0000|7 127|1 Read Coils|2 Read Discrete Inputs|3 Read Holding Registers|4 Read Input Registers|5 Write Single Coil|6 Write Single Register|7 Read Exception Status|8 Diagnostics|15 Write Multiple Coils|16 Write Multiple Registers|17 Report Server ID|22 Mask Write Register|23 Read Write Register|43 Encapsulated Interface Transport
88|kerberos|KRB5|0 4 4||4 255|106 AS-REQ|107 AS-REP|108 TGS-REQ|109 TGS-REP|126 KRB Error
6633,6653|openflow|OpenFlow|2 2 0||1 255|0 OFPT_HELLO|1 OFPT_ERROR|2 OFPT_ECHO_REQUEST|3 OFPT_ECHO_REPLY|5 OFPT_FEATURES_REQUEST|6 OFPT_FEATURES_REPLY|10 OFPT_PACKET_IN|13 OFPT_PACKET_OUT|14 OFPT_FLOW_MOD
1433|tds|TDS|2 2 0||0 255|1 SQL batch|3 Remote Procedure Call|4 Response|6 Attention|7 Bulk load data|14 Transaction Manager Request|16 TDS7 login|17 SSPI message|18 TDS7 pre-login message
2404|iec60870_104|IEC 60870-5-104|1 1 2|0 68|2 3|0 I|1 S|2 I|3 U
102|tpkt:cotp:s7comm|S7COMM|2 2 0|0 03 5 f0 7 32|8 255|1 Job|2 Ack|3 Ack_Data|7 Userdata
102,3389|tpkt:cotp|COTP|2 2 0|0 0300|5 240|128 DR TPDU|192 DC TPDU|208 CC TPDU|224 CR TPDU|240 DT TPDU
8333|bitcoin|Bitcoin|16 -4 24|0 f9beb4d9
3306|mysql|MySQL|0 -3 4
5432|pgsql|PGSQL
1883|mqtt|MQTT
389,3268|ldap|LDAP
6379|resp|RESP`;

/** Gives the protocols that may be spoken at a port, the most particular ones first. */
export const framedByPort: ReadonlyMap<number, readonly FramedProtocol[]> = byPort();

function byPort(): ReadonlyMap<number, readonly FramedProtocol[]> {
  const found = new Map<number, FramedProtocol[]>();
  for (const row of table.split("\n")) {
    const [ports = ""] = row.split("|", 1);
    const protocol = protocolOf(row);
    for (const port of ports.split(",").map(Number)) found.set(port, [...(found.get(port) ?? []), protocol]);
  }
  return found;
}

function protocolOf(row: string): FramedProtocol {
  const [, protocol = "", name = "", length = "", signature = "", kind = "", ...kinds] = row.split("|");
  const [lengthAt = 0, size = 0, rest = 0] = length.split(" ").map(Number);
  const [kindAt = 0, mask = 0] = kind.split(" ").map(Number);
  const isSigned = signatureTest(signature);
  const names = namesByNumber(kinds.join("|"));
  const detail: Describe = describers.get(name) ?? ((_, __, word) => word);
  return {
    protocol,
    name,
    measure: (octets) => {
      if (!isSigned(octets)) return 0;
      const own = lengths.get(name);
      if (own !== undefined) return own(octets);
      const end = lengthAt + Math.abs(size);
      return octets.length < end ? undefined : numberAt(octets, lengthAt, size) + rest;
    },
    describe: (octets, isRequest) => {
      const word = names.get((octets[kindAt] ?? 0) & mask);
      return mask > 0 && word === undefined ? undefined : detail(octets, isRequest, word ?? "");
    },
  };
}

/** Gives what tells whether octets, as far as they are there, are those that must stand at some places. */
function signatureTest(signature: string): (octets: Uint8Array) => boolean {
  const parts = [...signature.matchAll(/(\d+) ([\da-f]+)/gu)].flatMap(([, at = "", digits = ""]) =>
    (digits.match(/../gu) ?? []).map((octet, i) => [Number(at) + i, Number.parseInt(octet, 16)] as const),
  );
  return (octets) => parts.every(([at, octet]) => at >= octets.length || octets[at] === octet);
}
