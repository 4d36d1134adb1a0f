import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtCore } from "../../build/core-bundle.mjs";
import { sharedNames } from "../../build/short-names.mjs";
import type { FromWorker, RequestName, ToWorker } from "../../src/worker/protocol";
import { answerRequests, type WorkerScope } from "../../src/worker/answer-requests";

const folder = "samples/captures";
const captures = readdirSync(folder).filter((name) => /\.pcap(?:ng)?$/u.test(name));
const notes = readdirSync("samples/notes").map((name) => `samples/notes/${name}`);

/** Asks for one thing after another of whoever answers, in the place of the window. */
function lineTo(
  answer: (scope: WorkerScope) => void,
): (name: RequestName, given: unknown) => Promise<unknown> {
  let take: (message: ToWorker) => void = () => undefined;
  let settle: (message: FromWorker) => void = () => undefined;
  answer({
    addEventListener: (_, listener) => {
      take = (data) => {
        listener({ data });
      };
    },
    postMessage: (message) => {
      if (message.kind !== "call") settle(message);
      else take({ kind: "reply", call: message.call, value: replyTo(message) });
    },
  });
  let id = 0;
  return (name, given) =>
    new Promise((resolve) => {
      settle = (message) => {
        if (message.kind !== "progress") resolve(message.kind === "done" ? message.value : message);
      };
      id += 1;
      take({ kind: "ask", id, name, given });
    });
}

function replyTo({ question }: Extract<FromWorker, { kind: "call" }>): unknown {
  if (question.name === "read") return new Uint8Array(readFileSync(question.path)).buffer;
  const path = `${folder}/${question.target}`;
  return { key: path, path, name: question.target, size: readFileSync(path).length };
}

const longNames = new Map(Object.entries(sharedNames).map(([name, short]) => [short, name]));

/** Gives an answer of main.js with its properties as the sources call them. */
function withLongNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLongNames);
  if (typeof value !== "object" || value === null || value.constructor !== Object) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [longNames.get(name) ?? name, withLongNames(one)]),
  );
}

const questions: readonly (readonly [RequestName, object])[] = [
  ["summarizeCapture", {}],
  ["selectConversations", { query: "", order: "by number" }],
  ["listConversations", { numbers: [0] }],
  ["selectPackets", { filter: "" }],
  ["selectPackets", { filter: "tcp.analysis.flags or tcp.len > 0 or dns", conversation: 0 }],
  ["selectPackets", { filter: "tcp.flags.syn == 1 and frame.len < 100" }],
  ["listPackets", { rows: [0, 1, 2, 3, 4, 5, 6] }],
  ...[0, 3, 5, 7].map((row) => ["showPacket", { row }] as const),
  ["followStream", { conversation: 0 }],
];

test("main.js has shorter names in its core, and answers what the sources answer", async () => {
  const askBuilt = lineTo((await builtCore("answerRequests")) as typeof answerRequests);
  const built: typeof askBuilt = async (name, given) => withLongNames(await askBuilt(name, given));
  const sources = lineTo(answerRequests);
  // What was read stays within the core; what is drawn of it does not.
  const pages = async (ask: typeof built, text: string): Promise<unknown> => {
    const answer = await ask("drawBlock", { text, name: "name" });
    return typeof answer === "object" && answer !== null && "pages" in answer ? answer.pages : answer;
  };
  for (const target of captures) {
    for (const [name, given] of questions) {
      const answer = await sources(name, { ...given, target });
      expect(answer).not.toMatchObject({ failure: { kind: "error" } });
      expect(await built(name, { ...given, target })).toEqual(answer);
    }
  }
  const blocks = [
    ...captures.map((name) => `capture: ${name}\nshow: timers, phases, rtt, win, options`),
    ...notes.flatMap((path) =>
      readFileSync(path, "utf8")
        .split("```")
        .filter((part) => part.startsWith("ladder")),
    ),
    "A -> B: SYN\nB -> A: nonsense [",
  ];
  expect(blocks.length).toBeGreaterThan(9);
  for (const block of blocks) {
    const text = block.replace(/^ladder\n/u, "");
    expect(await pages(built, text)).toEqual(await pages(sources, text));
  }
});
