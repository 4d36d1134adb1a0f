import { describe, expect, it } from "vitest";
import { defaultLadderOptions, type LadderItem, type LadderOptions } from "../../src/ladder/ladder-options";
import { labelArrow } from "../../src/ladder/label-event";
import type { SegmentAnalysis } from "../../src/tcp/judged-segment";
import type { Trace } from "../../src/trace/trace";
import { captureOf, echo, ladderOf, listOf, message, segment } from "./ladders";

function firstLabel(trace: Trace, options: Partial<LadderOptions> = {}): string {
  const [event] = trace.events;
  if (event?.kind !== "segment" && event?.kind !== "message")
    throw new Error("the trace starts with an arrow");
  return labelArrow(event, trace, { ...defaultLadderOptions, ...options });
}

function showing(item: LadderItem): Partial<LadderOptions> {
  return { show: new Set([...defaultLadderOptions.show, item]) };
}

const synAck = captureOf([
  segment("1>0", "SYN ACK", 0, {
    seq: { kind: "number", value: 4_000_000_000 },
    ack: { kind: "number", value: 1001 },
    relativeSeq: 0,
    relativeAck: 1,
    window: 65160,
    options: { mss: 1460, windowScale: 7, sackPermitted: true },
  }),
]);

describe("labelArrow", () => {
  it("names a protocol once where the message begins with it", () => {
    const label = (summary: string): string =>
      firstLabel(
        captureOf([(id) => ({ kind: "message", id, from: 1, to: 0, marks: [], summary, protocol: "SIP" })]),
      );
    expect(label("SIP/2.0 200 OK")).toBe("SIP/2.0 200 OK");
    expect(label("OPTIONS sip:x@example.com")).toBe("SIP OPTIONS sip:x@example.com");
  });

  it("names flags, numbers, window and length as Wireshark does", () => {
    expect(firstLabel(echo)).toBe("SYN Seq=0 Win=65535 Len=0 MSS=1460");
  });

  it("shows raw numbers on demand", () => {
    expect(firstLabel(synAck, { sequence: "raw" })).toContain("Seq=4000000000 Ack=1001");
  });

  it("counts from the names of the ends in symbols", () => {
    expect(firstLabel(synAck, { sequence: "symbolic" })).toContain("Seq=server Ack=client+1");
  });

  it("leaves numbers out on demand", () => {
    expect(firstLabel(synAck, { sequence: "off" })).toBe("SYN, ACK Win=65160 Len=0 MSS=1460");
  });

  it("shows all options on demand", () => {
    const show = new Set<LadderItem>(["flags", "options"]);
    expect(firstLabel(synAck, { show })).toBe(
      "SYN, ACK Seq=0".replace(" Seq=0", " MSS=1460 WS=128 SACK_PERM"),
    );
  });

  it("leaves out the acknowledgment number where the flag is not set", () => {
    const trace = captureOf([segment("0>1", "RST", 0, { relativeSeq: 5, relativeAck: 9 })]);
    expect(firstLabel(trace)).toBe("RST Seq=5 Len=0");
  });

  it("puts marks first and the payload last", () => {
    const trace = captureOf([
      segment("0>1", "PSH ACK", 0, {
        marks: ["retransmission"],
        payload: "GET / HTTP/1.1",
        payloadLength: 16,
      }),
    ]);
    expect(firstLabel(trace)).toBe("[retransmission] PSH, ACK Len=16 · GET / HTTP/1.1");
  });

  it("leaves what a person wrote as it stands", () => {
    const written = "  SYN | SEQ client → [[note]] #tag ".trim();
    expect(firstLabel(listOf(["A", "B"], [message("0>1", written)]))).toBe(written);
  });

  it("breaks links, tags, HTML and control characters of captured octets", () => {
    const payload = "![[secret]] [x](obsidian://run) #tag <img src=x> %%c%%\r\n\u202egpj";
    const label = firstLabel(captureOf([segment("0>1", "PSH", 0, { payload })]));
    expect(label).not.toMatch(/\[\[|\]\(|:\/\/|#t|<i|%%|[\r\n\u202e]/);
    expect(label.replaceAll("\u200b", "")).toContain(
      "![[secret]] [x](obsidian://run) #tag <img src=x> %%c%% gpj",
    );
  });

  it("tells the round trip of an acknowledgment to those who ask, where no bracket can", () => {
    const analysis = { ...nothingSaid, acksFrame: 2, roundTrip: 20_500_000 };
    const trace = captureOf([segment("0>1", "ACK", 0, { analysis })]);
    const crowded = { ...trace, endpoints: [...trace.endpoints, { key: "192.0.2.3", name: "Third" }] };
    expect(firstLabel(crowded)).not.toContain("RTT");
    expect(firstLabel(crowded, showing("rtt"))).toContain("RTT=20.5 ms (2)");
    expect(firstLabel(trace, showing("rtt"))).not.toContain("RTT");
  });

  it("tells two connections between the same lifelines apart by the client's port", () => {
    const trace = captureOf([
      segment("0>1", "SYN", 0),
      segment("0>1", "SYN", 1, { conversation: 1 }),
      segment("1>0", "SYN ACK", 2),
    ]);
    const both = {
      ...trace,
      conversations: [50000, 50001].map((port, number) => ({
        number,
        client: `192.0.2.1:${String(port)}`,
        server: "192.0.2.2:7",
        verdict: "",
      })),
    };
    expect(ladderOf(both).arrows.map(({ text }) => text.slice(0, 11))).toEqual([
      "50000: SYN ",
      "50001: SYN ",
      "50000: SYN,",
    ]);
    expect(ladderOf(trace).arrows[0]?.text).toMatch(/^50000: SYN/u);
    expect(firstLabel(captureOf([segment("0>1", "SYN", 0)]))).toMatch(/^SYN/u);
  });

  it("tells how a window was scaled to those who ask for the options", () => {
    const trace = captureOf([segment("0>1", "ACK", 0, { window: 501, scaledWindow: 64128 })]);
    expect(firstLabel(trace)).toContain("Win=64128");
    expect(firstLabel(trace)).not.toContain("×");
    expect(firstLabel(trace, showing("options"))).toContain("Win=64128 (501×128)");
  });
});

const nothingSaid: SegmentAnalysis = {
  marks: new Set(),
  acksFrame: undefined,
  roundTrip: undefined,
  bytesInFlight: undefined,
  pushedBytes: undefined,
  duplicate: undefined,
  timeoutFrame: undefined,
  timeout: undefined,
  initialRoundTrip: undefined,
};
