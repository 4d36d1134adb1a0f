import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readBlock } from "../../src/pipeline";
import { ACK, RST, SYN } from "../../src/tcp/flags";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { segmentFrame, type SegmentParts, type TimedFrame } from "../support/packet-builder";
import { scenarioFolder } from "../read/paste/scenario-rows";

/** The marks of a scenario, `FRAME: WORDS`, and the verdicts of its conversations. */
async function drawn(
  capture: string | readonly TimedFrame[],
  options: string,
): Promise<{ marks: readonly string[]; verdict: string }> {
  const file =
    typeof capture === "string" ? readFileSync(`${scenarioFolder}${capture}.pcap`) : pcapFile(capture);
  const source = sourceOf(new Uint8Array(file));
  const block = `capture: it\nconversation: all\n${options}`;
  const { trace } = await readBlock(block, "note", () => Promise.resolve(source));
  const marks = trace.events.flatMap((event) =>
    event.kind === "segment" && event.marks.length > 0
      ? [`${String(event.frame)}: ${event.marks.join(", ")}`]
      : [],
  );
  return { marks, verdict: trace.conversations.map(({ verdict }) => verdict).join("; ") };
}

/** Segments of one connection as frames: microseconds, who sends, and what; numbers count from 1000 and 5000. */
function frames(
  ...segments: readonly (readonly [
    time: number,
    from: 0 | 1,
    seq: number,
    ack: number,
    more?: SegmentParts,
  ])[]
): readonly TimedFrame[] {
  return segments.map(([time, from, seq, ack, more = {}]) => {
    const [own, others] = from === 0 ? [1000, 5000] : [5000, 1000];
    const ends = from === 0 ? { from: CLIENT, to: SERVER } : { from: SERVER, to: CLIENT };
    const octets = segmentFrame({ ...ends, seq: own + seq, ack: others + ack, ...more });
    return { octets, time: 1_700_000_000_000_000_000n + BigInt(time) * 1000n };
  });
}

const CLIENT = "10.0.0.1:50000";
const SERVER = "10.0.0.2:80";
const handshake = [
  [0, 0, 0, -5000, { flags: SYN }],
  [20_000, 1, 0, 1, { flags: SYN | ACK }],
  [20_100, 0, 1, 1],
] as const;

/** Where Wireshark's word misleads (docs/tcp-analysis.md): its word by one of its versions, and what it is by any. */
const rows: readonly {
  readonly situation: string;
  readonly scenario: string | readonly TimedFrame[];
  readonly version: "4.0" | "4.4";
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
  readonly verdict: string;
}[] = [
  {
    situation: "simultaneous open",
    scenario: "s04_simultaneous_open",
    version: "4.4",
    theirs: ["3: TCP Retransmission", "4: TCP Retransmission", "5: TCP Dup ACK 3#1"],
    ours: ["3: simultaneous open", "4: simultaneous open"],
    verdict: "opened by both ends at once",
  },
  {
    situation: "refused connection",
    scenario: "s07_refused",
    version: "4.4",
    theirs: [],
    ours: [],
    verdict: "refused by 10.0.0.2:80 (RST)",
  },
  {
    situation: "first duplicates behind a handshake",
    scenario: "s11_fast_retransmission_2dup",
    version: "4.4",
    theirs: [
      "8: TCP Dup ACK 2#1",
      "9: TCP Dup ACK 2#2",
      "10: TCP Dup ACK 2#3",
      "11: TCP Fast Retransmission",
    ],
    ours: ["8: duplicate ACK 1", "9: duplicate ACK 2", "10: duplicate ACK 3", "11: fast retransmission"],
    verdict: "1 retransmission",
  },
  {
    situation: "last hole of a burst, filled late",
    scenario: "s15_ooo_last_segment",
    version: "4.0",
    theirs: ["4: TCP Previous segment not captured", "5: TCP Retransmission"],
    ours: ["4: 1,000 B before it not seen yet", "5: out of order after 1 ms"],
    verdict: "client sent 3,000 B, server 0 B",
  },
  {
    situation: "repeat 25 ms after the third duplicate",
    scenario: "s12_fast_retransmission_late_25ms",
    version: "4.4",
    theirs: ["8: TCP Dup ACK 2#1", "9: TCP Dup ACK 2#2", "10: TCP Dup ACK 2#3", "11: TCP Retransmission"],
    ours: ["8: duplicate ACK 1", "9: duplicate ACK 2", "10: duplicate ACK 3", "11: fast retransmission"],
    verdict: "1 retransmission",
  },
  {
    situation: "probe whose octet was taken",
    scenario: "s19_zero_window_probe_reopened",
    version: "4.0",
    theirs: [
      "4: TCP Window Full",
      "5: TCP ZeroWindow",
      "6: TCP ZeroWindowProbe",
      "7: TCP ACKed unseen segment",
      "8: TCP Previous segment not captured",
    ],
    ours: ["4: fills the window", "5: zero window", "6: window probe", "7: window opens"],
    verdict: "client sent 1,100 B",
  },
  {
    situation: "same number after a RST",
    scenario: "s22_port_reuse_same_isn_after_rst",
    version: "4.0",
    theirs: ["5: TCP Retransmission", "6: TCP Retransmission"],
    ours: ["5: new connection, same ports"],
    verdict: "reset: aborted by the client application",
  },
  {
    situation: "reset outside the window, and its challenge",
    scenario: frames(
      ...handshake,
      [30_000, 0, 1, 1, { payload: "ask" }],
      [50_000, 1, 1, 4, { payload: "told" }],
      [50_100, 0, 4, 5],
      [60_000, 1, 900_000, 0, { flags: RST }],
      [60_050, 0, 4, 5],
      [90_000, 0, 4, 5, { payload: "more" }],
      [110_000, 1, 5, 8],
    ),
    version: "4.4",
    theirs: ["8: TCP Dup ACK 6#1"],
    ours: ["7: not accepted", "8: challenge ACK"],
    verdict: "not closed in this capture",
  },
  {
    situation: "probes of a closed window one octet back",
    scenario: frames(
      ...handshake,
      [30_000, 0, 1, 1, { payload: "1234" }],
      [50_000, 1, 1, 5, { window: 0 }],
      [260_000, 0, 4, 1],
      [280_000, 1, 1, 5, { window: 0 }],
      [680_000, 0, 4, 1],
      [700_000, 1, 1, 5],
      [700_100, 0, 5, 1, { payload: "5678" }],
      [720_000, 1, 1, 9],
    ),
    version: "4.4",
    theirs: [
      "5: TCP ZeroWindow",
      "6: TCP Keep-Alive",
      "7: TCP ZeroWindow",
      "8: TCP Keep-Alive",
      "9: TCP Window Update",
    ],
    ours: ["5: zero window", "6: window probe", "7: zero window", "8: window probe", "9: window opens"],
    verdict: "650 ms pause: the server application did not read",
  },
  {
    situation: "capture that starts with data",
    scenario: frames(
      [0, 0, 500, 900, { payload: "data" }],
      [20_000, 1, 900, 504],
      [30_000, 0, 504, 900, { payload: "more" }],
      [50_000, 1, 900, 508],
    ),
    version: "4.0",
    theirs: [],
    ours: [],
    verdict: "already open when the capture starts",
  },
];

describe.each(rows)("$situation", ({ scenario, version, theirs, ours, verdict }) => {
  it("has Wireshark's words where they are asked for", async () => {
    expect((await drawn(scenario, `marks: wireshark\nwireshark: ${version}`)).marks).toEqual(theirs);
  });

  it.each(["4.0", "4.4"])("is called what it is, whichever Wireshark is followed: %s", async (rules) => {
    const told = await drawn(scenario, `wireshark: ${rules}`);
    expect(told.marks).toEqual(ours);
    expect(told.verdict).toContain(verdict);
  });
});
