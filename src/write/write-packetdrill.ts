import { ACK, CWR, ECE, FIN, PSH, RST, SYN, URG } from "../tcp/flags";
import type { Segment, TcpOptions, Trace, TraceEvent } from "../trace/trace";
import { conversationOf, isClientEnd } from "./conversation-ends";
import { Losses } from "./losses";
import { messageWords } from "./message-words";
import { singleLine } from "./quoted-text";
import { resolveNumbers, type ResolvedNumbers } from "./resolve-numbers";
import { writtenSeconds } from "./written-span";
import type { WrittenText } from "./written-text";
import { nanoseconds } from "../base/time";

/** In packetdrill's order of letters. */
const letters: readonly (readonly [bit: number, letter: string])[] = [
  [FIN, "F"],
  [SYN, "S"],
  [RST, "R"],
  [PSH, "P"],
  [ECE, "E"],
  [CWR, "W"],
  [URG, "U"],
  [ACK, "."],
];

/**
 * Gives a trace as a script in the manner of packetdrill: the segments of its first conversation as the server
 * sees them, `<` what the client sends, `>` what the server answers, numbers from zero.
 *
 * Everything else is a comment in its place; segments of other conversations are left out and listed.
 */
export function writePacketdrill(trace: Trace, title: string | undefined): WrittenText {
  const numbers = resolveNumbers(trace);
  const losses = new Losses();
  const lines = title === undefined ? [] : [comment(title)];
  const zero = trace.events.reduce((least, { time }) => Math.min(least, time ?? 0), 0);
  const first = trace.events.find((event) => event.kind === "segment")?.conversation;
  for (const event of trace.events) {
    const line = lines.length + 1;
    const resolved = event.kind === "segment" ? numbers.get(event) : undefined;
    if (event.kind !== "segment" || resolved === undefined) lines.push(comment(wordsOf(event, trace)));
    else if (event.conversation !== first) losses.add("a segment of another conversation", line);
    else {
      const time = event.time === undefined ? "+0" : writtenSeconds(nanoseconds(event.time - zero));
      lines.push(`${time} ${packet(trace, event, resolved)}`);
      if (event.payload !== undefined) losses.add("payload", line);
      if (event.lostAt !== undefined) losses.add("a loss", line);
    }
  }
  return { text: `${lines.join("\n")}\n`, diagnostics: losses.findings() };
}

function comment(text: string): string {
  return `// ${singleLine(text)}`;
}

function wordsOf(event: TraceEvent, { endpoints }: Trace): string {
  const name = (endpoint: number): string => endpoints[endpoint]?.name ?? "";
  switch (event.kind) {
    case "segment":
      return "";
    case "message":
      return `${name(event.from)} -> ${name(event.to)}: ${messageWords(event)}`;
    case "endpoint-event":
      return `${name(event.endpoint)}: ${event.what} ${event.text}`;
    case "remark":
    case "divider":
      return event.kind === "divider" && event.what === "step" ? "step" : event.text;
  }
}

function packet(trace: Trace, segment: Segment, numbers: ResolvedNumbers): string {
  const conversation = conversationOf(trace, segment.conversation);
  const isClient = conversation === undefined || isClientEnd(trace, conversation, segment, segment.from);
  const flags = letters.filter(([bit]) => (segment.flags & bit) !== 0).map(([, letter]) => letter);
  const { payloadLength: length = 0, window, scaledWindow } = segment;
  const { relativeSeq: seq, relativeAck: ack } = numbers;
  return [
    isClient ? "<" : ">",
    flags.join("") || "-",
    `${String(seq)}:${String(seq + length)}(${String(length)})`,
    ...((segment.flags & ACK) === 0 ? [] : [`ack ${String(ack)}`]),
    ...(window === undefined && scaledWindow === undefined ? [] : [`win ${String(window ?? scaledWindow)}`]),
    ...optionWords(segment.options),
  ].join(" ");
}

function optionWords(options: TcpOptions): readonly string[] {
  const { mss, windowScale, sackPermitted, sack, timestampValue, timestampEcho } = options;
  const words = [
    ...(mss === undefined ? [] : [`mss ${String(mss)}`]),
    ...(sackPermitted === true ? ["sackOK"] : []),
    ...(timestampValue === undefined
      ? []
      : [`TS val ${String(timestampValue)} ecr ${String(timestampEcho ?? 0)}`]),
    ...(windowScale === undefined ? [] : ["nop", `wscale ${String(windowScale)}`]),
    ...(sack ?? []).map(([left, right]) => `sack ${String(left)}:${String(right)}`),
  ];
  return words.length === 0 ? [] : [`<${words.join(",")}>`];
}
