import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readBlock } from "../../../src/pipeline";
import { readEventList } from "../../../src/read/text/read-event-list";
import { segmentMarks } from "../../../src/tcp/segment-marks";
import { sourceOf } from "../../support/capture-files";
import { scenarioFolder, scenarioRows } from "./scenario-rows";

/** Relative numbers begin at 0 again whether the SYN has another number or the same: taken for another. */
const untold = "4.0 s22_port_reuse_same_isn_after_rst";

describe.each(["4.0", "4.4"] as const)("A packet list without marks, read with `wireshark: %s`,", (rules) => {
  const scenarios = scenarioRows(rules).filter(([name]) => `${rules} ${name}` !== untold);

  it.each(scenarios)("has the marks that tshark gives %s", (_, rows) => {
    const text = ["marks: wireshark", `wireshark: ${rules}`, ...rows.map(({ written }) => written)];
    const { events } = readEventList(text.join("\n"), "pasted").trace;
    expect(events.map(({ kind }) => kind)).toEqual(rows.map(() => "segment"));
    const marks = events.map((event) =>
      event.kind === "segment" ? event.marks.map((mark) => `[${mark}]`).join(" ") : "",
    );
    expect(marks).toEqual(rows.map((row) => row.marks));
  });

  it.each(scenarios)("lets the same frames through a filter as the capture of %s", async (name, rows) => {
    const text = rows.map(({ written }) => written).join("\n");
    const capture = sourceOf(new Uint8Array(readFileSync(`${scenarioFolder}${name}.pcap`)));
    const shown = async (block: string): Promise<readonly (number | undefined)[] | string> => {
      try {
        const { trace } = await readBlock(block, "block", () => Promise.resolve(capture));
        return trace.events.flatMap((event) => (event.kind === "segment" ? [event.frame] : []));
      } catch (error) {
        return String(error);
      }
    };
    for (const filter of filters) {
      const options = `wireshark: ${rules}\nfilter: ${filter}\n`;
      const ofCapture = await shown(`capture: it\nconversation: all\n${options}`);
      expect([filter, await shown(options + text)]).toEqual([filter, ofCapture]);
    }
  });
});

it("A SYN that the text calls a retransmission is of the same connection by 4.0, though relative numbers begin at 0 again", () => {
  const [, rows = []] = scenarioRows("4.0").find(([name]) => untold.endsWith(name)) ?? [];
  const lines = rows.map(({ written, marks }) =>
    written.replace(/(?=40000 (?:→|>) 80 \[|80 (?:→|>) 40000 \[)/u, marks === "" ? "" : `${marks} `),
  );
  const { events, conversations } = readEventList(
    ["marks: wireshark", "wireshark: 4.0", ...lines].join("\n"),
    "pasted",
  ).trace;
  expect(conversations).toHaveLength(1);
  const marks = events.map((event) => (event.kind === "segment" ? event.marks.join() : ""));
  expect(marks).toEqual(["", "", "", "", "TCP Retransmission", "TCP Retransmission", ""]);
});

const filters = [
  ...segmentMarks.map((mark) => `tcp.analysis.${mark}`),
  ...["tcp.analysis", "tcp.analysis.flags", "tcp.analysis.acks_frame", "tcp.analysis.bytes_in_flight > 100"],
  ...["tcp.analysis.ack_rtt > 0.01", "tcp.analysis.rto_frame", "tcp.analysis.duplicate_ack_num == 1"],
  ...["tcp", "!tcp", "udp", "tcp.flags.syn == 1", "tcp.flags & 0x11", 'tcp.flags.str contains "F"'],
  ...["tcp.len > 0", "tcp.seq > 100 and tcp.ack <= 1000", "tcp.nxtseq in {1..100}", "tcp.port == 80"],
  ...[
    "tcp.srcport == 80 or frame.number == 3",
    "tcp.dstport != 80",
    "tcp.stream == 1",
    "tcp.window_size == 0",
  ],
  ...["tcp.options.mss_val", "tcp.options.wscale.shift > 2", "tcp.options.sack_le", "tcp.options.sack_perm"],
  ...["frame.time_relative > 0.1", "frame.time_delta > 0.05", "tcp.window_size_value < 1000"],
];
