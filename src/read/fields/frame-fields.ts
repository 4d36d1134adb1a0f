import type { FrameColumns } from "../../capture/capture-index";
import { plain, time, type FieldTable } from "./field";

/** As long as Wireshark takes a frame to have been, whatever its record says. */
const LONGEST = 0x7fff_ffff;

/** Fields of the frame itself. */
export const frameFields: FieldTable = {
  "frame.number": plain(({ row }) => row + 1),
  "frame.time_epoch": time(({ index, row }) => rowTime(index.frames, row)),
  "frame.time_relative": time(({ index, row }) => rowTime(index.frames, row) - rowTime(index.frames, 0)),
  "frame.time_delta": time(
    ({ index, row }) => rowTime(index.frames, row) - rowTime(index.frames, Math.max(0, row - 1)),
  ),
  "frame.len": plain(({ index, row }) => Math.min(index.frames.originalLength[row] ?? 0, LONGEST)),
  "frame.cap_len": plain(({ index, row }) => index.frames.capturedLength[row]),
  "frame.interface_id": plain(
    ({ index, row }) => index.interfaces[index.frames.interfaceNumber[row] ?? 0]?.number,
  ),
  "frame.comment": plain(({ index, row }) => index.comments.get(row)?.replaceAll("\n", ",")),
  "frame.protocols": plain(({ packet }) => packet.protocols.join(":")),
};

/** Gives the time of a row in nanoseconds since 1970. */
export function rowTime(frames: FrameColumns, row: number): bigint {
  return BigInt(frames.seconds[row] ?? 0) * 1_000_000_000n + BigInt(frames.nanoseconds[row] ?? 0);
}
