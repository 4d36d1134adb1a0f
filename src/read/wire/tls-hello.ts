import { loadBig16, loadUint8 } from "../../capture/load-integer";
import type { MessageFields } from "./packet";
import { printableText } from "./printable-text";

const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const APPLICATION_PROTOCOLS = 16;
const SUPPORTED_VERSIONS = 43;

/** What a Client Hello or Server Hello says about itself. */
export interface TlsHello {
  readonly serverName: string | undefined;
  readonly applicationProtocols: readonly string[];
  /** The version in use: of the extension, else of the message. */
  readonly version: number;
}

/** Reads the body of a hello (RFC 8446 §4.1), as far as it goes; in DTLS a client's has a cookie (RFC 6347 §4.2.1). */
export function readHello(body: Uint8Array, type: number, isDatagram = false): TlsHello {
  let version = loadBig16(body, 0);
  let serverName: string | undefined;
  let applicationProtocols: readonly string[] = [];
  for (const { kind, value } of extensions(body, type, isDatagram)) {
    if (kind === SERVER_NAME && type === CLIENT_HELLO && value.length > 5)
      serverName = printableText(value.subarray(5, 5 + loadBig16(value, 3)), 253);
    else if (kind === APPLICATION_PROTOCOLS) applicationProtocols = protocolNames(value);
    else if (kind === SUPPORTED_VERSIONS && type !== CLIENT_HELLO && value.length === 2)
      version = loadBig16(value, 0);
  }
  return { serverName, applicationProtocols, version };
}

interface Extension {
  readonly kind: number;
  readonly value: Uint8Array;
}

function extensions(body: Uint8Array, type: number, isDatagram: boolean): readonly Extension[] {
  const found: Extension[] = [];
  let at = 34;
  at += 1 + loadUint8(body, at);
  if (type === CLIENT_HELLO) {
    if (isDatagram) at += 1 + loadUint8(body, at);
    at += 2 + loadBig16(body, at);
    at += 1 + loadUint8(body, at);
  } else at += 3;
  at += 2;
  while (at + 4 <= body.length) {
    const length = loadBig16(body, at + 2);
    if (at + 4 + length > body.length) break;
    found.push({ kind: loadBig16(body, at), value: body.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return found;
}

function protocolNames(value: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (let at = 2; at < value.length; ) {
    const length = loadUint8(value, at);
    if (length === 0) break;
    names.push(printableText(value.subarray(at + 1, at + 1 + length), 32));
    at += 1 + length;
  }
  return names;
}

/** Gives the words a hello adds to its name: ` (SNI=example.com, ALPN=h2)`. */
export function helloWords({ serverName, applicationProtocols }: TlsHello): string {
  const words = [
    ...(serverName === undefined ? [] : [`SNI=${serverName}`]),
    ...(applicationProtocols.length === 0 ? [] : [`ALPN=${applicationProtocols.slice(0, 3).join(",")}`]),
  ];
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

/** Gives the fields of a hello by Wireshark's names. */
export function helloFields({ serverName, applicationProtocols }: TlsHello): MessageFields {
  return {
    ...(serverName === undefined ? {} : { "tls.handshake.extensions_server_name": [serverName] }),
    ...(applicationProtocols.length === 0
      ? {}
      : { "tls.handshake.extensions_alpn_str": applicationProtocols }),
  };
}
