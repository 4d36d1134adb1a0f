import { bigEndian, ipv4Packet } from "./packet-builder";

const caller = "192.0.2.1";
const callee = "192.0.2.2";
const type = "Content-Type: application/sdp\r\n";

/** Gives a packet of UDP between two `address:port` ends. */
export function datagram(from: string, to: string, payload: string): Uint8Array {
  const octets = new TextEncoder().encode(payload);
  const port = (end: string): number => Number(end.split(":")[1]);
  const header = bigEndian([port(from), 2], [port(to), 2], [8 + octets.length, 2], [0, 2]);
  return ipv4Packet(Uint8Array.from([...header, ...octets]), { from, to, protocol: 17 });
}

/** Gives a description of media: of each what follows `m=`. */
function sdp(address: string, ...media: readonly string[]): string {
  const lines = ["v=0", `o=- 1 1 IN IP4 ${address}`, "s=-", `c=IN IP4 ${address}`, "t=0 0"];
  return [...lines, ...media.map((medium) => `m=${medium}`), ""].join("\r\n");
}

function sip(
  startLine: string,
  { body = "", call = "1", sequence = "1 INVITE", headers = type } = {},
): string {
  const head = `${startLine}\r\nCall-ID: ${call}@example\r\nCSeq: ${sequence}\r\n${body === "" ? "" : headers}`;
  return `${head}Content-Length: ${String(body.length)}\r\n\r\n${body}`;
}

const audio = "audio 1000 RTP/AVP 0";
const request = (method: string, media: readonly string[], parts = {}): Uint8Array => {
  const body = media.length === 0 ? "" : sdp(caller, ...media);
  return datagram(`${caller}:5060`, `${callee}:5060`, sip(`${method} sip:b@b SIP/2.0`, { body, ...parts }));
};
const offer = (...media: readonly string[]): Uint8Array => request("INVITE", media);
const reply = (status: string, media = "audio 2000 RTP/AVP 0", parts = {}): Uint8Array =>
  datagram(
    `${callee}:5060`,
    `${caller}:5060`,
    sip(`SIP/2.0 ${status}`, { body: sdp(callee, media), ...parts }),
  );
const answer = reply("200 OK");
const offerOnce = request("ACK", [audio], { sequence: "1 ACK" });
const second = { call: "2" };
const compact = { headers: "c: Application/SDP;charset=utf-8\r\n" };

const there = datagram(`${caller}:1000`, `${callee}:2000`, "a");
const back = datagram(`${callee}:2000`, `${caller}:1000`, "a");
const control = datagram(`${caller}:1001`, `${callee}:2001`, "a");
const controlBack = datagram(`${callee}:2001`, `${caller}:1001`, "a");
/** Of others than were told of, to the caller's ports. */
const stray = (port: number): readonly Uint8Array[] =>
  [1, 2].map((from) => datagram(`192.0.2.3:${String(from)}`, `${caller}:${String(port)}`, "a"));

const part = `--b\r\n${type}\r\n${sdp(caller, audio)}\r\n--b--\r\n`;
const multipart = { body: part, headers: "Content-Type: multipart/mixed;boundary=b\r\n" };

/** What is said, and the `udp.stream` of each packet, as tshark 4.0.17 prints it with -2. */
export const calls: readonly (readonly [title: string, packets: readonly Uint8Array[], numbers: string])[] = [
  ["offer and answer", [offer(audio), answer, there, back, control, controlBack], "0 0 1 2 3 4"],
  ["an offer alone", [offer(audio), there, back, ...stray(1000), ...stray(1001)], "0 1 1 1 1 2 2"],
  ["an answer alone", [answer, there, back, ...stray(1000)], "0 1 1 2 3"],
  ["media before", [there, offer(audio), answer, back, ...stray(1000)], "0 1 1 0 2 2"],
  ["a stray to an end that speaks", [offer(audio), answer, ...stray(1000), back, there], "0 0 1 1 2 1"],
  ["no media", [offer(), reply("200 OK", "audio 0 RTP/AVP 0"), there, back], "0 0 1 1"],
  ["an offer sent again", [offer(audio), there, offer(audio), there, ...stray(1000)], "0 1 0 1 1 1"],
  ["another offer", [offer(audio), there, request("INVITE", [audio], second), there, back], "0 1 0 2 2"],
  [
    "another offer of the call",
    [offer(audio), there, request("UPDATE", [audio], { sequence: "2 UPDATE" }), there],
    "0 1 0 2",
  ],
  ["an answer twice", [offer(audio), answer, back, answer, back], "0 0 1 0 2"],
  ["progress, then an answer", [offer(audio), reply("183 Progress"), back, answer, back], "0 0 1 0 1"],
  ["progress twice", [offer(audio), reply("183 Progress"), back, reply("183 Progress"), back], "0 0 1 0 2"],
  ["an ACK twice", [offerOnce, there, offerOnce, there], "0 1 0 2"],
  ["a port of control", [offer(`${audio}\r\na=rtcp:1005`), ...stray(1005), ...stray(1001)], "0 1 1 2 3"],
  [
    "a port of control elsewhere",
    [offer(`${audio}\r\na=rtcp:1005 IN IP4 192.0.2.9`), ...stray(1005), ...stray(1001)],
    "0 1 2 3 3",
  ],
  [
    "many media",
    [
      offer(...[0, 2, 4, 6, 8].map((i) => `video 100${String(i)} RTP/SAVPF 31`)),
      ...stray(1006),
      ...stray(1008),
    ],
    "0 1 1 2 3",
  ],
  [
    "an address of its own",
    [offer(`${audio}\r\nc=IN IP4 192.0.2.9`, "audio 1010 RTP/AVP 0"), ...stray(1000), ...stray(1010)],
    "0 1 2 3 3",
  ],
  ["T.38", [offer("image 1000 UDPTL t38"), ...stray(1000), ...stray(1001)], "0 1 1 2 3"],
  ["TCP", [offer("message 1000 TCP/MSRP *"), ...stray(1000)], "0 1 2"],
  ["DTLS", [offer("audio 65535 UDP/TLS/RTP/SAVPF 0"), ...stray(65535), ...stray(0)], "0 1 1 2 2"],
  ["a body in parts", [request("INVITE", [], multipart), ...stray(1000)], "0 1 1"],
  ["short and long names", [request("INVITE", [audio], compact), ...stray(1000)], "0 1 1"],
  [
    "text",
    [request("INVITE", [audio], { headers: "Content-Type: text/plain\r\n" }), ...stray(1000)],
    "0 1 2",
  ],
  [
    "another version",
    [
      datagram(
        "192.0.2.1:5060",
        "192.0.2.2:5060",
        `INVITE sip:b SIP/3.0\r\n${type}\r\n${sdp(caller, audio)}`,
      ),
      ...stray(1000),
    ],
    "0 1 2",
  ],
];
