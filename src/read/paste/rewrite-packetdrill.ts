import { flagNames } from "../../tcp/flags";
import { parseTcpdumpSegment } from "./tcpdump-line";
import type { PastedSegment } from "./pasted-frame";

/** A time may be a range, a packet may tell its ECN bits before the flags. */
const PACKET =
  /^\s*(\+|\*)?(\d*(?:\.\d+)?)(?:~\+?[\d.]+)?\s*([<>])\s+(?:[[(]\w{2,12}[\])]\s+)?(\S{1,8}\s+\d{1,10}:\d{1,10}\(\d{1,7}\).*)$/u;
const CALL = /^\s*(\+|\*)?(\d*(?:\.\d+)?)(?:\.\.\.[\d.]+)?\s+([a-z_]{2,20}\(.*\))\s*=/u;
/** Comments, options, commands of the shell and assertions draw nothing. */
const OTHER = /^\s*(?:$|\/\/|\/?\*|#|--\w|`|.*`\s*$|.*%\{|.*\}%|\}|[\w ]+=)/u;

/** Tells whether a line of a script is meant to draw nothing. */
export function isQuietInPacketdrill(line: string): boolean {
  return OTHER.test(line);
}

/**
 * Gives a packetdrill script as lines of an event list, one for each line, empty where a line draws nothing.
 *
 * `>` is what the tested machine sends, `<` what is sent to it; system calls stand beside it.
 */
export function rewritePacketdrill(lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    const packet = PACKET.exec(line);
    if (packet !== null) return rewritePacket(packet);
    const call = CALL.exec(line);
    if (call === null) return "";
    return `${timeOf(call[1], call[2])}Kernel: call ${(call[3] ?? "").slice(0, 60)}`;
  });
}

function rewritePacket([, sign, time, direction, body = ""]: RegExpExecArray): string {
  const segment = parseTcpdumpSegment(body);
  if (segment === undefined) return "";
  const ends = direction === ">" ? "Kernel -> Remote" : "Remote -> Kernel";
  return `${timeOf(sign, time)}${ends}: ${labelOf(segment)}`;
}

/** `.1` is a time of packetdrill's; a list wants a digit before the point. */
function timeOf(sign: string | undefined, digits: string | undefined): string {
  if (digits === undefined || digits === "" || sign === "*") return "";
  return `${sign ?? ""}${digits.startsWith(".") ? "0" : ""}${digits} `;
}

function labelOf({ flags, seq, ack, window, payloadLength, options }: PastedSegment): string {
  const fields = [
    ["seq", seq],
    ["ack", ack],
    ["win", window],
    ["len", payloadLength],
    ["mss", options.mss],
    ["wscale", options.windowScale],
  ] as const;
  const named = fields.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${String(value)}`));
  return [flagNames(flags).join(",") || "ACK", ...named].join(" ");
}
