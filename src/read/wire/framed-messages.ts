import { namesByNumber } from "../../base/names-by-number";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { lengthOfBer, numberAt } from "./framed-lengths";
import { printableText } from "./printable-text";

/** Says what a message is, of which as many octets are there as a label may show; `word` is the name of its kind. */
export type Describe = (octets: Uint8Array, isRequest: boolean, word: string) => string | undefined;

const LONGEST_WORDS = 48;

/** What is said of a message beside its kind, by the names of protocols. */
export const describers: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ["SMB2", describeSmb2],
  ["SMB", (octets, _, word) => word + way((loadUint8(octets, 13) & 0x80) === 0)],
  ["Modbus/TCP", describeModbus],
  ["Bitcoin", (octets) => textTo(octets, 4, 16)],
  ["MySQL", describeMysql],
  ["PGSQL", describePgsql],
  ["MQTT", describeMqtt],
  ["LDAP", describeLdap],
  ["RESP", describeResp],
]);

function way(isRequest: boolean): string {
  return isRequest ? " Request" : " Response";
}

/** Gives a text that ends at its zero octet, or at `end`. */
function textTo(octets: Uint8Array, start: number, end = octets.length): string {
  const zero = octets.indexOf(0, start);
  return printableText(octets.subarray(start, zero < 0 ? end : Math.min(zero, end)), LONGEST_WORDS);
}

/** Status codes beside "more processing required" are errors of the server's. */
function describeSmb2(octets: Uint8Array, _: boolean, word: string): string {
  if (octets[4] === 0xfd) return word;
  const isRequest = (loadUint8(octets, 20) & 1) === 0;
  const status = isRequest ? 0 : numberAt(octets, 12, -4);
  return word + way(isRequest) + (status === 0 ? "" : `, Status=0x${status.toString(16).padStart(8, "0")}`);
}

function describeModbus(octets: Uint8Array, isRequest: boolean, word: string): string {
  const error = (loadUint8(octets, 7) & 0x80) === 0 ? "" : `, Exception ${String(octets[8])}`;
  const unit = `Trans=${String(loadBig16(octets, 0))} Unit=${String(octets[6])}`;
  return `${isRequest ? "Query" : "Response"} ${unit} ${word}${error}`;
}

const mysqlCommands = namesByNumber(
  "1 Quit|2 Use Database|3 Query|4 Show Fields|9 Statistics|14 Ping|17 Change User|22 Prepare Statement|" +
    "23 Execute Statement|24 Send BLOB|25 Close Statement|26 Reset Statement|27 Set Option|28 Fetch Data",
);

/** The protocol of MySQL's clients: the number of a message counts from the command it belongs to. */
function describeMysql(octets: Uint8Array, isRequest: boolean): string | undefined {
  const [number, first] = [loadUint8(octets, 3), loadUint8(octets, 4)];
  if (isRequest) {
    if (number === 0) {
      const command = mysqlCommands.get(first);
      const statement =
        first === 3 || first === 22 || first === 2
          ? ` ${printableText(octets.subarray(5), LONGEST_WORDS)}`
          : "";
      return command === undefined ? undefined : `Request ${command}${statement}`;
    }
    return number === 1 ? `Login Request user=${textTo(octets, 36)}` : "Login Response";
  }
  if (number === 0) return first === 10 ? `Server Greeting version=${textTo(octets, 5)}` : undefined;
  if (first === 0xff) return `Response Error ${String(numberAt(octets, 5, -2))}`;
  return first === 0 ? "Response OK" : "Response";
}

const pgsqlRequests = byLetter(
  "BBind|CClose|DDescribe|EExecute|HFlush|PParse|QSimple query|SSync|XTermination|dCopy data|pPassword message",
);
const pgsqlResponses = byLetter(
  "1Parse completion|2Bind completion|3Close completion|ANotification|CCommand completion|DData row|EError|" +
    "KBackend key data|NNotice|RAuthentication request|SParameter status|TRow description|ZReady for query|nNo data|" +
    "tParameter description|dCopy data",
);

function byLetter(table: string): ReadonlyMap<string, string> {
  return new Map(table.split("|").map((entry) => [entry.charAt(0), entry.slice(1)]));
}

/** PostgreSQL's protocol 3.0, message formats. */
function describePgsql(octets: Uint8Array, isRequest: boolean): string | undefined {
  if (octets[0] === 0) {
    const number = loadBig16(octets, 6);
    return loadBig16(octets, 4) === 3
      ? "Startup message"
      : number === 5678
        ? "Cancel request"
        : "SSL request";
  }
  const kind = String.fromCharCode(loadUint8(octets, 0));
  const word = (isRequest ? pgsqlRequests : pgsqlResponses).get(kind);
  if (word === undefined) return undefined;
  return kind === (isRequest ? "Q" : "C") ? `${word} ${textTo(octets, 5)}` : word;
}

const mqttKinds = namesByNumber(
  "1 Connect Command|2 Connect Ack|3 Publish Message|4 Publish Ack|5 Publish Received|6 Publish Release|" +
    "7 Publish Complete|8 Subscribe Request|9 Subscribe Ack|10 Unsubscribe Request|11 Unsubscribe Ack|12 Ping Request|" +
    "13 Ping Response|14 Disconnect Req|15 Authentication Exchange",
);

/** MQTT 3.1.1 §2.2 and §3.3. */
function describeMqtt(octets: Uint8Array): string | undefined {
  const kind = loadUint8(octets, 0) >> 4;
  const word = mqttKinds.get(kind);
  const start = octets.findIndex((octet, at) => at > 0 && octet < 128) + 1;
  const length = loadBig16(octets, start);
  if (kind === 3)
    return `${word ?? ""} ${printableText(octets.subarray(start + 2, start + 2 + length), LONGEST_WORDS)}`;
  // A client starts with the protocol's own name.
  if (kind === 1 && loadUint8(octets, start + 2) !== 0x4d) return undefined;
  return word;
}

const ldapKinds = namesByNumber(
  "96 bindRequest|97 bindResponse|66 unbindRequest|99 searchRequest|100 searchResEntry|101 searchResDone|" +
    "115 searchResRef|102 modifyRequest|103 modifyResponse|104 addRequest|105 addResponse|74 delRequest|107 delResponse|" +
    "108 modDNRequest|109 modDNResponse|110 compareRequest|111 compareResponse|80 abandonRequest|119 extendedReq|120 extendedResp",
);

/** A message of LDAP (RFC 4511 §4.1.1): a number, and an operation whose tag tells what it is; with the entry it is about. */
function describeLdap(octets: Uint8Array): string | undefined {
  const whole = lengthOfBer(octets);
  if (whole === undefined || whole === 0) return undefined;
  const number = loadUint8(octets, 1) < 128 ? 2 : 2 + (loadUint8(octets, 1) & 127);
  const size = loadUint8(octets, number + 1);
  const at = number + 2 + size;
  const kind = ldapKinds.get(loadUint8(octets, at));
  if (octets[number] !== 2 || size === 0 || size > 4 || kind === undefined) return undefined;
  return `${kind}(${String(numberAt(octets, number + 2, size))})${ldapName(octets, at)}`;
}

const NAMED = new Set([99, 100, 102, 104]);

/** The entry that is searched, found, changed or added stands first. */
function ldapName(octets: Uint8Array, at: number): string {
  const first = loadUint8(octets, at + 1);
  const start = at + 2 + (first < 128 ? 0 : first & 127);
  const length = loadUint8(octets, start + 1);
  if (!NAMED.has(loadUint8(octets, at)) || octets[start] !== 4 || length > 127) return "";
  const name = printableText(octets.subarray(start + 2, start + 2 + length), LONGEST_WORDS);
  return ` "${name === "" ? "(root)" : name}"`;
}

/** A command is a list of texts; an answer is what its first line says. */
function describeResp(octets: Uint8Array): string {
  const lines = String.fromCharCode(...octets.subarray(0, 160)).split("\r\n");
  const said =
    octets[0] === 0x2a
      ? lines.filter((line, at) => at > 0 && !line.startsWith("$")).join(" ")
      : (lines[0] ?? "");
  return printable(said.slice(0, LONGEST_WORDS));
}

function printable(text: string): string {
  return text.trim().replace(/[^ -~]/gu, ".");
}
