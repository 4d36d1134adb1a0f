import { DiagnosticError } from "../base/diagnostic";
import { dissectionFormat } from "./dissected/dissection";
import { DissectionReader, type FrameTale } from "./dissected/dissection-reader";
import { fileAppearance } from "./file-appearance";
import type { FrameSink } from "./frame-record";
import { isPcap, PcapReader } from "./pcap";
import { isPcapng, PcapngReader } from "./pcapng";
import { isSnoop, SnoopReader } from "./snoop";
import type { RecordReader } from "./record-reader";

/** As much of a file's start as tells what it is. */
export const HEAD_LENGTH = 8192;

/** Gives the reader for a file that starts so; throws `DiagnosticError` `unknown-magic` for what is no capture. */
export function openRecords(head: Uint8Array, sink: FrameSink, tale: FrameTale): RecordReader {
  if (isPcap(head)) return new PcapReader(sink);
  if (isPcapng(head)) return new PcapngReader(sink);
  if (isSnoop(head)) return new SnoopReader(sink);
  if (typeof WITHOUT_DISSECTIONS === "undefined") {
    const dissected = dissectionFormat(head);
    if (dissected !== undefined) return new DissectionReader(dissected, sink, tale);
  }
  const at = { kind: "octets", offset: 0 } as const;
  throw new DiagnosticError({ code: "unknown-magic", severity: "error", at, found: fileAppearance(head) });
}
