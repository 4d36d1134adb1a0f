import { describe, expect, it } from "vitest";
import type { Ladder } from "../../src/ladder/ladder";
import { layoutBlock, readBlock, textPicture } from "../../src/pipeline";

const pause = [
  "0ms .. 20ms Client -> Server: SYN seq=0",
  "20ms .. 40ms Server -> Client: SYN,ACK seq=0 ack=1",
  "40ms .. 60ms Client -> Server: ACK seq=1 ack=1",
  "5081ms .. 5101ms Client -> Server: FIN,ACK seq=1 ack=1",
];

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

async function picture(...options: readonly string[]): Promise<string> {
  return textPicture(layoutBlock(await readBlock([...options, ...pause].join("\n"), "list", nothing)));
}

describe("a list with the times of both ends", () => {
  it("has round trips that end when the answer arrives", async () => {
    const text = await picture("show: rtt");
    expect(text).toContain("RTT 40 ms");
    expect(text).not.toContain("RTT 20 ms");
  });

  it("has its silence torn, also where a phase begins after it", async () => {
    expect(await picture()).toContain("≈ 5.02 s ≈");
    expect(await picture("show: phases")).toMatch(/≈ 5\.02 s ≈+\n.*═ Teardown ═/u);
  });
});

describe("arrows that start together", () => {
  const open = [
    "A -> B: SYN seq=a",
    "& B -> A: SYN seq=b",
    "A -> B: SYN-ACK seq=a ack=b+1",
    "& B -> A: SYN-ACK seq=b ack=a+1",
  ];
  const layout = async (lines: readonly string[]): Promise<Ladder> =>
    layoutBlock(await readBlock(lines.join("\n"), "list", nothing));
  const heights = ({ arrows }: Ladder): (number | undefined)[] => arrows.map(({ points }) => points[0]?.[1]);
  const statesOfB = ({ endpointEvents }: Ladder): string[] =>
    endpointEvents
      .filter(({ what, endpoint }) => what === "state" && endpoint === 1)
      .sort((a, b) => a.label.y - b.label.y)
      .map(({ label }) => label.text);

  it.each([
    ["two lifelines", []],
    ["three, where the states of one stand inside the ladder", ["B -> C: hi"]],
  ])("cross, and each end's states stand in their order, with %s", async (_what, more) => {
    const ladder = await layout([...open, ...more]);
    const [a, b, c, d] = heights(ladder);
    expect([a === b, c === d]).toEqual([true, true]);
    expect(statesOfB(ladder)).toEqual(["CLOSED", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED"]);
  });
});

describe("a timer that a list lets end", () => {
  it("is the end of TIME-WAIT, after a silence of its own", async () => {
    const close = [
      "0 Client -> Server: FIN,ACK seq=u ack=v",
      "1s Server -> Client: FIN,ACK seq=v ack=u+1",
      "1.1s Client -> Server: ACK seq=u+1 ack=v+1",
      "+60s Client: timer expire TIME-WAIT",
      "Client: socket close",
    ];
    const reading = await readBlock(close.join("\n"), "list", nothing);
    const said = reading.trace.events.flatMap((event) =>
      event.kind === "endpoint-event" && event.endpoint === 0 ? [event.text] : [],
    );
    expect(said.slice(-3)).toEqual(["expire TIME-WAIT", "CLOSED", "close"]);
    expect(textPicture(layoutBlock(reading))).toMatch(/≈ 60 s ≈+\n[^\n]*expire TIME-WAIT/u);
  });
});
