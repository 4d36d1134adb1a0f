import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/base/diagnostic";
import { readBlock } from "../../../src/pipeline";

const list = [
  "A -> B: SYN seq=1",
  "A -> C: SYN seq=5",
  "B -> A: SYN-ACK seq=9 ack=2",
  "C -> A: RST-ACK seq=0 ack=6",
  "A -> B: ACK seq=2 ack=10",
];

/** Who is drawn, the flags of the arrows, and the states beside A. */
async function drawn(...options: readonly string[]): Promise<readonly [string, string, string]> {
  const { trace } = await readBlock([...options, ...list].join("\n"), "list", () =>
    Promise.resolve(undefined),
  );
  const states = trace.events.flatMap((event) =>
    event.kind === "endpoint-event" && event.what === "state" && event.endpoint === 0 ? [event.text] : [],
  );
  const arrows = trace.events.flatMap((event) =>
    event.kind === "segment" ? [event.flags.toString(16)] : [],
  );
  return [trace.endpoints.map(({ name }) => name).join(), arrows.join(), states.join()];
}

describe("`conversation:` of an event list", () => {
  it("draws one of its conversations, as if the list held nothing else", async () => {
    expect(await drawn("conversation: 0")).toEqual(["A,B", "2,12,10", "CLOSED,SYN-SENT,ESTABLISHED"]);
    expect(await drawn("conversation: 1")).toEqual(["A,C", "2,14", "CLOSED,SYN-SENT,CLOSED"]);
  });

  it("takes its ends, either way round, and a filter beside it", async () => {
    expect(await drawn("conversation: c - A")).toEqual(await drawn("conversation: 1"));
    expect((await drawn("conversation: 1", "filter: tcp.flags.reset == 1"))[1]).toBe("14");
  });

  it("draws all where `all` or nothing is asked for", async () => {
    expect(await drawn("conversation: all")).toEqual(await drawn());
    expect((await drawn())[1]).toBe("2,2,12,14,10");
  });

  it("names the conversation that is not there, in its line", async () => {
    const diagnostic = await drawn("conversation: 7").catch((error: unknown) =>
      error instanceof DiagnosticError ? error.diagnostic : undefined,
    );
    expect(diagnostic).toMatchObject({
      code: "no-such-conversation",
      found: "7",
      needed: 2,
      at: { line: 1 },
    });
  });
});
