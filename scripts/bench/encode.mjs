// Compressing a drawing for its note, against lz-string's own encoder; both give the same text.
import lzString from "lz-string";
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";
import { messageScene } from "../message-scene.mjs";

const { compressToBase64 } = await loadSource(`export { compressToBase64 } from "./src/note/fast-encoder";`);

for (const count of [100, 1000]) {
  const json = JSON.stringify(messageScene(count), undefined, "\t");
  await measurePair(
    { name: `compressToBase64, ${count} messages`, run: () => compressToBase64(json) },
    { name: "lz-string", run: () => lzString.compressToBase64(json) },
    { rounds: 5 },
  );
}
