import { formatIpv4, formatIpv6, spelledAddress } from "../base/address";
import type { TransportPlace } from "./locate-transport";

/** What a message of SIP says about its place in a call, and where media will flow. */
export interface SipMessage {
  /** Of a response; 0 for a request. */
  readonly status: number;
  readonly callId: string;
  /** Number and method; empty without. */
  readonly cseq: readonly [number: string, method: string];
  /** Ends as `endOf` gives them. */
  readonly media: readonly string[];
}

/** Wireshark looks at no more. */
const MOST_MEDIA = 4;
const LAST_PORT = 0xffff;
const opening = /^(?:SIP\/2\.0 (\d{3}) |[A-Z]+ [^\s:]+:\S* SIP\/2\.0\r?\n)/u;
const description = /^(?:content-type|c):\s*application\/sdp\b/imu;
const blankLine = /\r?\n\r?\n/u;

/** Gives the message that a text is (RFC 3261 §7), if it is one; what is cut as far as it goes. */
export function readSip(text: string): SipMessage | undefined {
  const start = opening.exec(text);
  if (start === null) return undefined;
  const [, number = "", method = ""] = /^cseq:\s*(\d+)\s+(\S+)/imu.exec(text) ?? [];
  return {
    status: Number(start[1] ?? 0),
    callId: /^(?:call-id|i):\s*(.*)/imu.exec(text)?.[1] ?? "",
    cseq: [number, method],
    media: text
      .split(description)
      .slice(1)
      .flatMap((part) => mediaIn(part.split(blankLine)[1] ?? "")),
  };
}

/** Gives where media will flow by a description in SDP (RFC 8866 §5.14). */
function mediaIn(sdp: string): readonly string[] {
  const [session = "", ...media] = sdp.split(/^m=/mu);
  return media.slice(0, MOST_MEDIA).flatMap((text) => {
    // The last `c=` counts (§5.7), of the medium before that of the session.
    const address = [...(session + text).matchAll(/^c=IN IP[46] ([^\s/]+)(?:\/\S*)?\r?$/gmu)].at(-1)?.[1];
    return address === undefined ? [] : portsOf(text).map((port) => end(spelledAddress(address), port));
  });
}

/** Gives the ports of RTP and of its control (RFC 3605), or of T.38 or V.150 alone. */
function portsOf(medium: string): readonly number[] {
  const [, digits = "", protocol = ""] = /^\S+ +(\d+)(?:\/\d*)? +(\S+)/u.exec(medium) ?? [];
  const port = Math.min(Number(digits), LAST_PORT);
  if (port === 0) return [];
  if (/^udp(?:tl|sprt)$/iu.test(protocol)) return [port];
  if (!/^(?:RTP\/S?|UDP\/TLS\/RTP\/S)AVPF?$/u.test(protocol)) return [];
  const told = Number(/^a=rtcp: *(\d+)\r?$/mu.exec(medium)?.[1]);
  return [port, told > 0 && told <= LAST_PORT ? told : (port + 1) & LAST_PORT];
}

/** Gives the end that sends (0) or receives (1) a datagram, with its port. */
export function endOf(
  { version, addressView, addresses, view, header }: TransportPlace,
  which: number,
): string {
  const address =
    version === 4
      ? formatIpv4(addressView.getUint32(addresses + which * 4))
      : formatIpv6(
          Array.from({ length: 8 }, (_, i) => addressView.getUint16(addresses + which * 16 + i * 2)),
        );
  return end(address, view.getUint16(header + which * 2));
}

function end(address: string, port: number): string {
  return `${address} ${String(port)}`;
}
