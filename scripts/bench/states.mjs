// Both ends' states of a conversation of 10,000 segments, against sorting as many numbers.
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";

const { connectionStates } = await loadSource(
  `export { connectionStates } from "./src/tcp/connection-states";`,
);

const opening = [
  { from: 0, flags: 2, seq: 100, ack: 0 },
  { from: 1, flags: 18, seq: 100, ack: 101 },
  { from: 0, flags: 16, seq: 101, ack: 101 },
];
const data = Array.from({ length: 10_000 }, (_, i) => {
  const at = Math.floor(i / 2) * 100;
  return i % 2 === 0
    ? { from: 0, flags: 16, seq: 101 + at, ack: 101, payloadLength: 100 }
    : { from: 1, flags: 16, seq: 101, ack: 201 + at };
});
const segments = [...opening, ...data].map((segment) => ({
  payloadLength: 0,
  isLost: false,
  isTogether: false,
  ...segment,
}));
const numbers = segments.map(({ seq }, i) => (seq * 2_654_435_761 + i) % 4_294_967_296);

await measurePair(
  { name: "connectionStates, 10,000 segments", run: () => connectionStates(segments) },
  { name: "sorting 10,000 numbers", run: () => [...numbers].sort((a, b) => a - b) },
  { rounds: 15, budget: 50 },
);
