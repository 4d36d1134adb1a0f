import type { FilterFrame, FilterValue } from "./filter/filter";
import type { FrameFacts } from "./fields/field";
import { findField } from "./fields/known-fields";
import type { Region } from "./wire/region";

/** Gives a frame of a capture as filters see it: the values of fields, and for a protocol its octets. */
export function packetFilterFrame(facts: FrameFacts, octets: Uint8Array): FilterFrame {
  return {
    values(field: string): readonly FilterValue[] {
      const known = findField(field);
      return known === undefined ? protocolValues(facts, octets, field) : known.values(facts);
    },
  };
}

function protocolValues(
  { packet }: FrameFacts,
  octets: Uint8Array,
  protocol: string,
): readonly FilterValue[] {
  if (protocol === "frame") return [octets];
  if (protocol === "tcp.payload")
    return packet.tcp.flatMap(({ rest }) => (rest === undefined ? [] : captured(rest.payload)));
  if (protocol === "tcp") return packet.tcp.map(({ octets: segment }) => region(segment));
  if (protocol === "udp") return packet.udp.map(({ octets: datagram }) => region(datagram));
  return packet.protocols.includes(protocol) ? [true] : [];
}

function captured(payload: Region): readonly Uint8Array[] {
  return payload.end > payload.start ? [region(payload)] : [];
}

function region({ octets, start, end }: Region): Uint8Array {
  return octets.subarray(start, end);
}
