import { namesByNumber } from "../../base/names-by-number";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

const HEADER_LENGTH = 12;
const CHUNK_HEADER_LENGTH = 4;
/** Chunks that a line names; most packets have fewer. */
const MOST_SHOWN = 4;

/** Kinds of chunks (RFC 9260 §3.2 and its extensions), in Wireshark's words. */
const chunks = namesByNumber(
  "0 DATA|1 INIT|2 INIT_ACK|3 SACK|4 HEARTBEAT|5 HEARTBEAT_ACK|6 ABORT|7 SHUTDOWN|8 SHUTDOWN_ACK|9 ERROR|" +
    "10 COOKIE_ECHO|11 COOKIE_ACK|12 ECNE|13 CWR|14 SHUTDOWN_COMPLETE|15 AUTH|" +
    "192 FORWARD_TSN",
);

/** Gives the chunks of an SCTP packet: `SACK, DATA`; undefined where not even the first was captured. */
export function describeSctp({ octets, start, end }: Region): string | undefined {
  const found: string[] = [];
  let at = start + HEADER_LENGTH;
  while (at + CHUNK_HEADER_LENGTH <= end && found.length < MOST_SHOWN) {
    const kind = loadUint8(octets, at);
    found.push(chunks.get(kind) ?? `Chunk ${String(kind)}`);
    at += Math.max(CHUNK_HEADER_LENGTH, (loadBig16(octets, at + 2) + 3) & ~3);
  }
  return found.length === 0 ? undefined : found.join(", ");
}

/** Kinds of DCCP's packets (RFC 4340 §5.1). */
const packets = "Request Response Data Ack DataAck CloseReq Close Reset Sync SyncAck".split(" ");

/** Gives the kind of a DCCP packet: `Request`; undefined where it is cut. */
export function describeDccp(region: Region): string | undefined {
  if (capturedLength(region) <= 8) return undefined;
  return packets[(loadUint8(region.octets, region.start + 8) >> 1) & 15];
}
