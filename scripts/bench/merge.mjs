// Regenerating a drawing, note text to note text, against encoding the same note once.
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";

const { readBlock, drawBlock, makeDrawing, decodeNote, encodeNote } = await loadSource(
  `export { drawBlock, makeDrawing, readBlock } from "./src/pipeline";
   export { decodeNote } from "./src/note/decode-note";
   export { encodeNote } from "./src/note/encode-note";`,
);

/** CPU milliseconds that a regenerate may take, from note text to note text, by messages. */
const BUDGETS = new Map([
  [300, 150],
  [1000, 500],
]);

/** CPU milliseconds of the quickest of several runs: what else the machine does only adds to it. */
function quickest(run) {
  let least = Infinity;
  for (let round = 0; round < 7; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return Math.round(least);
}

/** The note as a person leaves it: each fifth label reworded in the Markdown, coloured or moved, some deleted. */
function editedNote(note) {
  const taken = decodeNote(note);
  const elements = taken.scene.elements.flatMap((element, at) => {
    if (element.type !== "text" || at % 5 !== 0) return [element];
    if (at % 20 === 0) return [];
    const version = element.version + 1;
    if (at % 20 === 5) return [{ ...element, y: element.y - 9, version }];
    if (at % 20 === 10) return [{ ...element, strokeColor: "#e03131", version }];
    return [{ ...element, text: "mine", rawText: "mine", originalText: "mine", version }];
  });
  return encodeNote({ ...taken, scene: { ...taken.scene, elements } });
}

for (const count of BUDGETS.keys()) {
  const lines = Array.from({ length: count }, (_, row) =>
    row % 2 === 0
      ? `Client -> Server: PSH+ACK seq=${row * 50} len=100 "GET /${row}"`
      : `Server -> Client: ACK ack=${row * 50 + 50}`,
  );
  const before = makeDrawing(await sceneOf(lines)).markdown;
  const same = await sceneOf(lines);
  const above = await sceneOf(["Client -> Server: SYN", ...lines]);
  const renamed = await sceneOf(lines.map((line) => line.replaceAll("Client", "Browser")));
  if (makeDrawing(same, before).markdown !== before) throw new Error("nothing new, but other octets");
  const mine = editedNote(before);
  for (const [what, scene] of [
    ["nothing new", same],
    ["a row inserted at the top", above],
    ["an endpoint renamed", renamed],
  ]) {
    const plain = quickest(() => makeDrawing(scene, before));
    const edits = quickest(() => makeDrawing(scene, mine));
    console.log(
      `regenerate, ${count} messages, ${what}: ${plain} ms CPU without edits, ${edits} ms with, of ${BUDGETS.get(count)} ms`,
    );
    await measurePair(
      { name: `regenerate, ${count} messages, ${what}`, run: () => makeDrawing(scene, before) },
      { name: "a new note", run: () => makeDrawing(scene) },
      { rounds: 5 },
    );
  }
}

async function sceneOf(lines) {
  return drawBlock(
    await readBlock(`fold: off\n${lines.join("\n")}`, "list", () => Promise.resolve(undefined)),
  );
}
