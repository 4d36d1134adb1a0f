import { describe, expect, it } from "vitest";
import { layoutBlock, readBlock, textPicture } from "../../src/pipeline";

const pause = [
  "0ms .. 20ms Client -> Server: SYN seq=0",
  "20ms .. 40ms Server -> Client: SYN,ACK seq=0 ack=1",
  "40ms .. 60ms Client -> Server: ACK seq=1 ack=1",
  "5081ms .. 5101ms Client -> Server: FIN,ACK seq=1 ack=1",
];

async function picture(...options: readonly string[]): Promise<string> {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
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
