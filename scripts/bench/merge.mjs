// Regenerating a drawing, note text to note text, against encoding the same note once.
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";

const { readBlock, drawBlock, makeDrawing } = await loadSource(
  `export { drawBlock, makeDrawing, readBlock } from "./src/pipeline";`,
);

for (const count of [300, 1000]) {
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
  for (const [what, scene] of [
    ["nothing new", same],
    ["a row inserted at the top", above],
    ["an endpoint renamed", renamed],
  ]) {
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
