import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { openCaptureFile } from "../../src/node/capture-file";
import { drawPages, findLadderBlocks, readBlock } from "../../src/pipeline";
import type { Scene } from "../../src/scene/scene";
import { root } from "../node/command-line";
import { clashes } from "./clear-texts";

/** What decides where texts stand, beside the messages. */
const LOOKS = ["", "time: rows\nshow: rtt, phases, delta\n", "style: clean\nseq: raw\n", "slant: none\n"];

/** Texts that were cut without a word of what they are in full; no list here has an ellipsis of its own. */
function cutTexts({ elements }: Scene): readonly string[] {
  return elements.flatMap((element) => {
    const isCut = element.type === "text" && element.text.includes("…");
    return isCut && element.customData?.packetLadder?.full === undefined ? [element.text] : [];
  });
}

async function clashesIn(text: string, capture?: string): Promise<readonly string[]> {
  const reading = await readBlock(text, "drawing", () =>
    Promise.resolve(capture === undefined ? undefined : openCaptureFile(capture)),
  );
  return drawPages(reading).flatMap((scene) => [
    ...clashes(scene),
    ...(capture === undefined ? cutTexts(scene) : []),
  ]);
}

describe.each(["samples/captures", "test/fixtures/scenarios", "test/fixtures/live"])(
  "captures in %s",
  (folder) => {
    const names = readdirSync(join(root, folder)).filter((name) => /\.pcapn?g?$/u.test(name));
    it.each(names)("%s: no text stands on a text, an arrow, a line or another's box", async (name) => {
      for (const look of [...LOOKS, "conversation: all\n"])
        expect(await clashesIn(`capture: ${name}\n${look}`, join(root, folder, name))).toEqual([]);
    });
  },
);

describe("lists", () => {
  const notes = join(root, "samples/notes");
  const blocks = readdirSync(notes).flatMap((name) =>
    findLadderBlocks(readFileSync(join(notes, name), "utf8")).map(({ text }, at) => ({ name, at, text })),
  );

  it.each(blocks)("$name, block $at: no text stands on anything else", async ({ text }) => {
    for (const look of LOOKS) expect(await clashesIn(look + text)).toEqual([]);
  });

  it("of any names, words, times, notes, timers and options: no text stands on anything else", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryList, async (text) => {
        expect(await clashesOrNone(text)).toEqual([]);
      }),
      { numRuns: 200, examples: FOUND.map((text) => [text]) },
    );
  });
});

/** What cannot be read at all has no texts. */
async function clashesOrNone(text: string): Promise<readonly string[]> {
  try {
    return await clashesIn(text);
  } catch (error) {
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
}

const words = fc.constantFrom(
  "ok",
  "GET /index.html HTTP/1.1 with many words in it",
  "SYN seq=0",
  "PSH,ACK seq=1 ack=1 len=1448",
  "FIN,ACK seq=100 ack=300",
  "שלום עולם",
  "نص عربي طويل جدا هنا",
  "データベースへの問い合わせ",
  "x".repeat(90),
  "a b c d e f g h i j k l m n o p q r s t u v w x y z again and again",
);

const name = fc.constantFrom(
  "A",
  "Client",
  '"Data base"',
  "שרת",
  "服务器",
  "NameOfAnEndpointThatIsTooLongForItsHead",
);

const when = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc.nat({ max: 9000 }).map((ms) => `${String(ms)}ms `),
  fc
    .tuple(fc.nat({ max: 9000 }), fc.nat({ max: 300 }))
    .map(([ms, way]) => `${String(ms)}ms .. ${String(ms + way)}ms `),
  fc.constant("& "),
);

const attribute = fc.oneof(
  { weight: 6, arbitrary: fc.constant("") },
  fc.constantFrom(" [retransmission]", " [lost at 30%]", " [dup ack]"),
  words.map((text) => ` [note="${text}"]`),
);

const arrow = fc.constantFrom("->", "->", "-->", "-x", "<-");

const message = fc
  .tuple(when, name, arrow, name, words, attribute)
  .map(([time, from, way, to, text, more]) => `${time}${from} ${way} ${to}: ${text}${more}`);

const beside = fc.oneof(
  fc.tuple(
    name,
    fc.constantFrom("state LISTEN", "call read()", "socket create", "socket close", "deliver 5 bytes"),
  ),
  fc.tuple(name, fc.constantFrom("timer start RTO 200ms", "timer stop RTO", "timer expire RTO")),
);

const line = fc.oneof(
  { weight: 8, arbitrary: message },
  { weight: 2, arbitrary: beside.map(([end, what]) => `${end}: ${what}`) },
  fc
    .tuple(fc.constantFrom("left", "right"), name, words)
    .map(([side, end, text]) => `note ${side} of ${end}: ${text}`),
  fc.tuple(name, name, words).map(([one, other, text]) => `note over ${one}, ${other}: ${text}`),
  words.map((text) => `== ${text} ==`),
  words.map((text) => `... ${text} ...`),
);

const options = fc.subarray([
  "title: A title that is a little longer than usual",
  "time: rows",
  "slant: none",
  "show: phases, rtt, delta",
  "style: clean",
  "labels: fields",
  "tear: 100ms",
]);

const arbitraryList = fc
  .tuple(options, fc.array(line, { minLength: 1, maxLength: 40 }))
  .map(([head, lines]) => [...head, ...lines].join("\n"));

/** Lists that a look at many pictures found to be wrong once. */
const FOUND = [
  `show: phases, rtt, delta\n0ms .. 1ms A -> Client: ${"x".repeat(58)}\n& Client -> Client: SYN seq=0 [note="ok"]\n0ms .. 0ms Client -> A: ok`,
  "slant: none\nA -> B: SYN seq=1\n& B -> A: SYN seq=9\nA -> B: SYN,ACK seq=1 ack=10\n& B -> A: SYN,ACK seq=9 ack=2",
  "A: timer start RTO 200ms\nA -> A: one\nnote over A, A: between\nA -> A: two\nA: timer stop RTO",
  "slant: 20ms\ntear: 100ms\nA -x C: ACK seq=1\nA --> C: GET /index.html HTTP/1.1 with many words\n... 5 s ...\n& D -> E: ok\nC -x D: SYN,ACK seq=2 ack=1",
];
