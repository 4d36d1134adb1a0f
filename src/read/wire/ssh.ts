import { namesByNumber } from "../../base/names-by-number";
import { loadBig32, loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import type { StreamReader, StreamReading } from "./stream-reader";

const PORT = 22;
/** `SSH-` */
const BANNER = 0x5353482d;
const LINE_FEED = 0x0a;
const NEW_KEYS = 21;
const LONGEST_BANNER = 255;
const LONGEST_PACKET = 35_000;

/** Messages before encryption (RFC 4253 §12, RFC 4419 §5, RFC 5656 §7.1). */
const kinds = namesByNumber(
  "1 Disconnect|2 Ignore|3 Unimplemented|4 Debug|5 Service Request|6 Service Accept|7 Extension Info|20 Key Exchange Init|" +
    "21 New Keys|30 Diffie-Hellman Key Exchange Init|31 Diffie-Hellman Key Exchange Reply|" +
    "32 Diffie-Hellman Group Exchange Init|33 Diffie-Hellman Group Exchange Reply|34 Diffie-Hellman Group Exchange Request",
);

/** Gives a reader for what starts as SSH does, or for what is said at its port; undefined for other octets. */
export function sshReader(
  octets: Uint8Array,
  sourcePort: number,
  destinationPort: number,
): StreamReader | undefined {
  if (isBanner(octets)) return new SshReader(false);
  return sourcePort === PORT || destinationPort === PORT ? new SshReader(true) : undefined;
}

function isBanner(octets: Uint8Array): boolean {
  return octets.length >= 4 && loadBig32(octets, 0) === BANNER;
}

/** Reads one direction of SSH: its banner, the exchange of keys, and behind it how much was sent. */
class SshReader implements StreamReader {
  #isEncrypted: boolean;
  /** Without a banner nothing tells the version. */
  #name = "SSH";

  constructor(isEncrypted: boolean) {
    this.#isEncrypted = isEncrypted;
  }

  read(octets: Uint8Array): StreamReading {
    const messages: ApplicationMessage[] = [];
    let at = 0;
    while (at < octets.length && !this.#isEncrypted) {
      const step = this.#open(octets.subarray(at), messages);
      if (step === 0) return { consumed: at, messages };
      at += step;
    }
    const left = octets.length - at;
    if (left > 0) messages.push(this.#message(`Encrypted packet (len=${String(left)})`));
    return { consumed: octets.length, messages };
  }

  /** Takes a banner or a message; gives its length, 0 where more is needed. */
  #open(octets: Uint8Array, messages: ApplicationMessage[]): number {
    if (isBanner(octets)) {
      const end = octets.indexOf(LINE_FEED) + 1;
      if (end === 0 && octets.length <= LONGEST_BANNER) return 0;
      const banner = printableText(octets.subarray(0, end === 0 ? LONGEST_BANNER : end - 1), 60).replace(
        /\.$/u,
        "",
      );
      this.#name = banner.startsWith("SSH-1.5") ? "SSHv1" : "SSHv2";
      messages.push(this.#message(`Protocol (${banner})`));
      return end === 0 ? octets.length : end;
    }
    if (octets.length < 6) return 0;
    const length = loadBig32(octets, 0) + 4;
    const kind = loadUint8(octets, 5);
    const word = kinds.get(kind);
    // What is no message before encryption is one behind it, of a capture that began late.
    this.#isEncrypted = word === undefined || length > LONGEST_PACKET;
    if (this.#isEncrypted || octets.length < length) return 0;
    this.#isEncrypted = kind === NEW_KEYS;
    messages.push(this.#message(word ?? ""));
    return length;
  }

  #message(summary: string): ApplicationMessage {
    return { protocol: "ssh", name: this.#name, summary: defuse(summary), fields: {} };
  }
}
