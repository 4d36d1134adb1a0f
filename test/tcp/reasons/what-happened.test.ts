/**
 * What is said of recorded and generated captures, written down in what-happened.md (captures of this
 * repository) and what-happened-shared.md (captures beside it).
 *
 * A change is wanted or it is a fault: read the difference, then accept it with
 * `npx vitest run test/tcp/reasons -u`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { indexCapture } from "../../../src/capture/index-capture";
import { readCapture } from "../../../src/read/read-capture";
import { conversationSegments } from "../../../src/trace/conversation-segments";
import { explainTrace } from "../../../src/trace/with-reasons";
import { reasonedMarks } from "../../../src/tcp/reasons/reasoned-marks";
import type { Trace } from "../../../src/trace/trace";
import { hasSharedCaptures, repositoryRoot, sharedCaptures, sourceOf } from "../../support/capture-files";

/** Of captures with many conversations and marks, the first show enough. */
const CONVERSATIONS = 4;
const MARKS = 12;

it("is what the captures of this repository show", async () => {
  const story = await storyOf(`${repositoryRoot}test/fixtures/captures/`);
  await expect(story).toMatchFileSnapshot("what-happened.md");
});

it.skipIf(!hasSharedCaptures)("is what the captures beside this repository show", async () => {
  const stories = await Promise.all(
    ["live/", "scenarios/pcap/"].map((folder) => storyOf(`${sharedCaptures}${folder}`)),
  );
  await expect(stories.join("")).toMatchFileSnapshot("what-happened-shared.md");
});

async function storyOf(folder: string): Promise<string> {
  const names = readdirSync(folder).filter((name) => /\.pcap(?:ng)?$/u.test(name));
  const parts = await Promise.all(
    names.sort().map(async (name) => {
      const trace = await read(folder, name);
      return `# ${name}\n\n${explained(trace)}${marked(trace)}`;
    }),
  );
  return parts.join("");
}

async function read(folder: string, name: string): Promise<Trace> {
  const source = sourceOf(new Uint8Array(readFileSync(folder + name)));
  const selection = {
    endpoints: [],
    names: new Map(),
    lifelines: "port",
    conversation: { kind: "all" },
  } as const;
  return (await readCapture(source, await indexCapture(source), selection)).trace;
}

function explained(trace: Trace): string {
  return explainTrace(trace)
    .slice(0, CONVERSATIONS)
    .map(({ verdict, sentences }) => `${verdict}\n\n${sentences.map((each) => `- ${each}\n`).join("")}\n`)
    .join("");
}

/** The second opinion, beside Wireshark's marks. */
function marked(trace: Trace): string {
  const rows = conversationSegments(trace)
    .slice(0, CONVERSATIONS)
    .flatMap(({ segments }) => {
      const words = reasonedMarks(segments);
      return segments.flatMap(({ number, analysis }, i) => {
        const wireshark = [...(analysis?.marks ?? [])].join(", ");
        const ours = words[i]?.join(", ") ?? "";
        return ours === "" && wireshark === "" ? [] : [`| ${String(number)} | ${ours} | ${wireshark} |\n`];
      });
    });
  if (rows.length === 0) return "";
  return `| frame | we | Wireshark |\n|---|---|---|\n${rows.slice(0, MARKS).join("")}\n`;
}
