// What may be typed at the end of a block of 500 lines, and its colours, against splitting as many.
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";

const { suggestionsAt, highlightBlock } = await loadSource(
  `export { suggestionsAt } from "./src/compose/suggestions-at";
   export { highlightBlock } from "./src/compose/highlight-block";`,
);

const lines = Array.from({ length: 500 }, (_, i) =>
  i % 2 === 0
    ? `${i}ms Client -> Server: PSH,ACK seq=${i * 50 + 1} ack=1 len=100 win=502 [number=${i}]`
    : `Server -> Client: ACK seq=1 ack=${i * 50 + 51} win=501`,
);
lines.push("Cl");
const text = lines.join("\n");

await measurePair(
  { name: "suggestions in a block of 500 lines", run: () => suggestionsAt(lines, { line: 500, column: 2 }) },
  { name: "splitting it into words", run: () => text.split(/\s+/u).map((word) => word.toLowerCase()) },
  { rounds: 25, budget: 8 },
);

await measurePair(
  { name: "colours of a block of 500 lines", run: () => highlightBlock(lines) },
  { name: "splitting it into words", run: () => text.split(/\s+/u).map((word) => word.toLowerCase()) },
  { rounds: 25, budget: 8 },
);
