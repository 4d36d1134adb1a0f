import type { CaptureIndex } from "../capture/capture-index";
import { ACK } from "../tcp/flags";
import { isSequenceBefore } from "../tcp/sequence-number";
import { relativeSequence } from "./capture-segment";
import { optionsPlace, type TcpHeader, type TcpHeaderRest } from "./wire/tcp";
import { readOptionValues, type OptionValues } from "./wire/tcp-options";

/**
 * Gives the options of a frame's segment as far as Wireshark reads them.
 *
 * Of a SACK option it reads the first block once more where it takes it to be about octets that were acknowledged
 * before (RFC 2883), also where the option has no block; only then its reading ends there.
 */
export function soundOptions(
  index: CaptureIndex,
  row: number,
  header: TcpHeader,
  rest: TcpHeaderRest,
): OptionValues {
  const side = index.frames.conversation[row] ?? -1;
  const { optionValues } = rest;
  return optionValues.isBroken && side >= 0 ? readAgain(index, row, header, rest) : optionValues;
}

function readAgain(
  index: CaptureIndex,
  row: number,
  { octets }: TcpHeader,
  { flags, ack }: TcpHeaderRest,
): OptionValues {
  const side = index.frames.conversation[row] ?? -1;
  const relative = (number: number): number => relativeSequence(index, row, side ^ 1, number);
  const relativeAck = (flags & ACK) === 0 ? ack : relative(ack);
  return readOptionValues(optionsPlace(octets), ([first, second]) => {
    const right = first === undefined ? 0 : relative(first[1]);
    if (!isSequenceBefore(relativeAck, right)) return true;
    if (second === undefined) return false;
    return isSequenceBefore(relative(second[0]), right) && !isSequenceBefore(relative(second[1]), right);
  });
}
