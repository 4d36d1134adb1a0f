import { loadBig16, loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage, MessageFields } from "./packet";
import { defuse } from "./printable-text";
import type { Region } from "./region";
import { describeAlert, describeHandshake, type TlsWords } from "./tls";

const RECORD_HEADER_LENGTH = 13;
const HANDSHAKE_HEADER_LENGTH = 12;
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
/** DTLS 1.0 and 1.2, and what was before them (RFC 6347 §4.1). */
const versions: readonly number[] = [0xfeff, 0xfefd, 0x0100];

/** Reads the records of a DTLS datagram (RFC 6347 §4.1); undefined where the first is none. */
export function readDtls({ octets, start, end }: Region): ApplicationMessage | undefined {
  const words: string[] = [];
  const found: MessageFields[] = [];
  for (let at = start; end - at >= RECORD_HEADER_LENGTH; ) {
    const type = loadUint8(octets, at);
    const body = at + RECORD_HEADER_LENGTH;
    const next = body + loadBig16(octets, at + 11);
    const isRecord = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    if (!isRecord || !versions.includes(loadBig16(octets, at + 1)) || next > end) break;
    const { summary, fields } = describeRecord(type, loadBig16(octets, at + 3), octets.subarray(body, next));
    words.push(summary);
    found.push(fields);
    at = next;
  }
  if (words.length === 0) return undefined;
  const fields = Object.assign({}, ...found) as MessageFields;
  return { protocol: "dtls", name: "DTLS", summary: defuse(words.join(", ")), fields };
}

/** Behind the first epoch all is encrypted. */
function describeRecord(type: number, epoch: number, body: Uint8Array): TlsWords {
  if (type === HANDSHAKE) return epoch === 0 ? describeMessage(body) : says("Encrypted Handshake Message");
  if (type === ALERT) return says(epoch === 0 ? describeAlert(body).summary : "Encrypted Alert");
  return says(type === CHANGE_CIPHER_SPEC ? "Change Cipher Spec" : "Application Data");
}

/** Of a message in several datagrams only the name is told. */
function describeMessage(body: Uint8Array): TlsWords {
  const type = loadUint8(body, 0);
  const part = body.subarray(HANDSHAKE_HEADER_LENGTH);
  const isWhole = loadBig16(body, 2) === part.length && body[1] === 0;
  const { summary, fields } = describeHandshake(type, isWhole ? part : new Uint8Array(0), true);
  return isWhole ? { summary, fields } : says(`${summary} (Fragment)`);
}

function says(summary: string): TlsWords {
  return { summary, fields: {} };
}
