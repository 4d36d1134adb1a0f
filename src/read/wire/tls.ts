import { namesByNumber } from "../../base/names-by-number";
import { joinOctets } from "../../capture/join-octets";
import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage, MessageFields } from "./packet";
import { defuse } from "./printable-text";
import type { StreamReader, StreamReading } from "./stream-reader";
import { helloFields, helloWords, readHello } from "./tls-hello";

const RECORD_HEADER_LENGTH = 5;
const HANDSHAKE_HEADER_LENGTH = 4;
/** A record holds at most 2^14 octets and what encryption adds (RFC 5246 §6.2.3). */
const LONGEST_RECORD = 18_432;
/** Of a handshake message that spans records; longer ones are only named. */
const LONGEST_HANDSHAKE = 65_536;
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const TLS_1_3 = 0x0304;
/** How the random octets begin with which a Server Hello asks for another Client Hello (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 0xcf21ad74;

const handshakeNames = namesByNumber(
  "0 Hello Request|1 Client Hello|2 Server Hello|3 Hello Verify Request|4 New Session Ticket|" +
    "5 End of Early Data|8 Encrypted Extensions|11 Certificate|12 Server Key Exchange|" +
    "13 Certificate Request|14 Server Hello Done|15 Certificate Verify|16 Client Key Exchange|20 Finished|" +
    "22 Certificate Status|24 Key Update|25 Compressed Certificate",
);

const alertNames = namesByNumber(
  "0 Close Notify|10 Unexpected Message|20 Bad Record MAC|21 Decryption Failed|22 Record Overflow|" +
    "30 Decompression Failure|40 Handshake Failure|41 No Certificate|42 Bad Certificate|" +
    "43 Unsupported Certificate|44 Certificate Revoked|45 Certificate Expired|46 Certificate Unknown|" +
    "47 Illegal Parameter|48 Unknown CA|49 Access Denied|50 Decode Error|51 Decrypt Error|" +
    "60 Export Restriction|70 Protocol Version|71 Insufficient Security|80 Internal Error|" +
    "86 Inappropriate Fallback|90 User Canceled|100 No Renegotiation|109 Missing Extension|" +
    "110 Unsupported Extension|112 Unrecognized Name|113 Bad Certificate Status Response|" +
    "115 Unknown PSK Identity|116 Certificate Required|120 No application Protocol|121 ECH Required",
);

/** Gives whether octets may start a TLS record: its type, and a version 3.x; or an old client's first message. */
export function mayStartTls(octets: Uint8Array): boolean {
  const type = loadUint8(octets, 0);
  const isRecord =
    type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA && octets[1] === 3 && loadUint8(octets, 2) <= 4;
  return isRecord || oldHelloEnd(octets) > 0;
}

/** Gives where the Client Hello of SSL 2.0 ends that may begin a connection (RFC 5246 §E.2); 0 for all else. */
function oldHelloEnd(octets: Uint8Array): number {
  const length = loadBig16(octets, 0) - 0x8000;
  const lists = loadBig16(octets, 5) + loadBig16(octets, 7) + loadBig16(octets, 9);
  return octets[2] === CLIENT_HELLO && length === 9 + lists ? 2 + length : 0;
}

/** Reads one direction of a TLS connection (RFC 5246, RFC 8446): the names of its messages, and what hellos say. */
export class TlsReader implements StreamReader {
  /** What follows is encrypted. */
  #isEncrypted = false;
  /** Start of a handshake message that goes on in the next record. */
  #handshake = new Uint8Array(0);

  read(octets: Uint8Array): StreamReading {
    const messages: ApplicationMessage[] = [];
    let at = 0;
    const old = oldHelloEnd(octets);
    if (old > octets.length) return { consumed: 0, messages };
    if (old > 0) messages.push(message("Client Hello", { "tls.handshake.type": [CLIENT_HELLO] }));
    at = old;
    while (octets.length - at >= RECORD_HEADER_LENGTH) {
      const length = loadBig16(octets, at + 3);
      if (!mayStartTls(octets.subarray(at)) || length > LONGEST_RECORD)
        return { consumed: at, messages, isLost: true };
      const body = at + RECORD_HEADER_LENGTH;
      // Of application data nothing is looked at, so nothing need be kept of it.
      if (body + length > octets.length) break;
      messages.push(...this.#record(loadUint8(octets, at), octets.subarray(body, body + length)));
      at = body + length;
    }
    return { consumed: at, messages };
  }

  #record(type: number, body: Uint8Array): readonly ApplicationMessage[] {
    if (type === APPLICATION_DATA)
      return [message("Application Data", { "tls.record.content_type": [type] })];
    if (type === CHANGE_CIPHER_SPEC) {
      this.#isEncrypted = true;
      return [message("Change Cipher Spec", { "tls.record.content_type": [type] })];
    }
    if (type === ALERT) {
      const { summary, fields } = describeAlert(body);
      return [message(summary, { "tls.record.content_type": [ALERT], ...fields })];
    }
    return this.#isEncrypted && !isHello(body) ? [encryptedHandshake] : this.#handshakes(body);
  }

  #handshakes(body: Uint8Array): readonly ApplicationMessage[] {
    const messages: ApplicationMessage[] = [];
    const octets = joinOctets(this.#handshake, body);
    let at = 0;
    while (octets.length - at >= HANDSHAKE_HEADER_LENGTH) {
      const type = loadUint8(octets, at);
      // In the middle of a connection it is not known what is encrypted.
      if (!handshakeNames.has(type)) {
        this.#handshake = new Uint8Array(0);
        return [...messages, encryptedHandshake];
      }
      const length = (loadUint8(octets, at + 1) << 16) | loadBig16(octets, at + 2);
      if (length > LONGEST_HANDSHAKE || at + HANDSHAKE_HEADER_LENGTH + length > octets.length) break;
      const start = at + HANDSHAKE_HEADER_LENGTH;
      const isFirst = messages.length === 0;
      const { summary, fields } = describeHandshake(type, octets.subarray(start, start + length));
      messages.push(message(summary, { "tls.record.content_type": isFirst ? [HANDSHAKE] : [], ...fields }));
      at = start + length;
    }
    const rest = octets.subarray(at);
    this.#handshake = rest.length > LONGEST_HANDSHAKE ? new Uint8Array(0) : rest.slice();
    return messages;
  }
}

/** In TLS 1.3 a hello may follow what looks like a change of ciphers (RFC 8446 §D.4). */
function isHello(body: Uint8Array): boolean {
  const type = loadUint8(body, 0);
  const isWhole = body[1] === 0 && loadBig16(body, 2) + HANDSHAKE_HEADER_LENGTH === body.length;
  return isWhole && (type === CLIENT_HELLO || type === SERVER_HELLO);
}

/** What a message of TLS or DTLS says, and its fields. */
export type TlsWords = Pick<ApplicationMessage, "summary" | "fields">;

/** Gives the name of a handshake message, and what a hello says; `isDatagram` where it is one of DTLS. */
export function describeHandshake(type: number, body: Uint8Array, isDatagram = false): TlsWords {
  const fields: MessageFields = isDatagram ? {} : { "tls.handshake.type": [type] };
  const name = handshakeNames.get(type) ?? `Handshake Message ${String(type)}`;
  if (type !== CLIENT_HELLO && type !== SERVER_HELLO) return { summary: name, fields };
  if (loadBig32(body, 2) === RETRY_RANDOM) return { summary: "Hello Retry Request", fields };
  const hello = readHello(body, type, isDatagram);
  const version = type === SERVER_HELLO && hello.version === TLS_1_3 ? " TLS 1.3" : "";
  return { summary: `${name}${version}${helloWords(hello)}`, fields: { ...fields, ...helloFields(hello) } };
}

/** Gives the words of an alert; one of another length is encrypted. */
export function describeAlert(body: Uint8Array): TlsWords {
  if (body.length !== 2) return { summary: "Encrypted Alert", fields: {} };
  const level = body[0] === 2 ? "Fatal" : "Warning";
  const code = loadUint8(body, 1);
  const description = alertNames.get(code) ?? String(code);
  return { summary: `Alert (${level}: ${description})`, fields: { "tls.alert_message.desc": [code] } };
}

function message(summary: string, fields: MessageFields): ApplicationMessage {
  return { protocol: "tls", name: "TLS", summary: defuse(summary), fields };
}

const encryptedHandshake = message("Encrypted Handshake Message", {
  "tls.record.content_type": [HANDSHAKE],
});
