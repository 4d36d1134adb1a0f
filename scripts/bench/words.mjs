// Texts of 10,000 lines in every shape that is read, and what a hostile text may cost, against splitting
// and parsing the numbers of as many lines.
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";

const { readEventList, tokenizeLine } = await loadSource(
  `export { readEventList } from "./src/read/text/read-event-list";
   export { tokenizeLine } from "./src/read/text/tokenize-line";`,
);

const LINES = 10_000;

/** One conversation: a handshake, then data one way and its acknowledgments. */
const segments = Array.from({ length: LINES }, (_, i) => {
  const half = Math.floor((i - 3) / 2);
  if (i === 0) return { out: true, flags: "SYN", letters: "S", seq: 0, ack: 0, len: 0 };
  if (i === 1) return { out: false, flags: "SYN, ACK", letters: "S.", seq: 0, ack: 1, len: 0 };
  if (i === 2) return { out: true, flags: "ACK", letters: ".", seq: 1, ack: 1, len: 0 };
  return i % 2 === 1
    ? { out: true, flags: "PSH, ACK", letters: "P.", seq: 1 + half * 100, ack: 1, len: 100 }
    : { out: false, flags: "ACK", letters: ".", seq: 1, ack: 101 + half * 100, len: 0 };
});

const time = (i) => (i / 1000).toFixed(6);

function listLine({ out, flags, seq, ack, len }, i) {
  const ends = out ? "Client -> Server" : "Server -> Client";
  return `${time(i)} ${ends}: ${flags.replace(", ", ",")} seq=${seq} ack=${ack} len=${len} win=64240`;
}

function row(arrow) {
  return ({ out, flags, seq, ack, len }, i) => {
    const ends = out ? ["10.0.0.1", "10.0.0.2", 50512, 80] : ["10.0.0.2", "10.0.0.1", 80, 50512];
    const fields = `[${flags}] Seq=${seq}${flags === "SYN" ? "" : ` Ack=${ack}`} Win=64240 Len=${len}`;
    return `${String(i + 1).padStart(5)} ${time(i)} ${ends[0]} → ${ends[1]} TCP ${len + 66} ${ends[2]} ${arrow} ${ends[3]} ${fields} TSval=${i} TSecr=${i}`;
  };
}

function tcpdumpLine({ out, letters, seq, ack, len }, i) {
  const ends = out ? "10.0.0.1.50512 > 10.0.0.2.80" : "10.0.0.2.80 > 10.0.0.1.50512";
  const numbers = len > 0 || letters.startsWith("S") ? `seq ${seq}${len > 0 ? `:${seq + len}` : ""}, ` : "";
  return `12:00:${String(Math.floor(i / 1000) % 60).padStart(2, "0")}.${String(i % 1000).padStart(3, "0")}000 IP ${ends}: Flags [${letters}], ${numbers}ack ${ack}, win 502, length ${len}`;
}

function csvRow(segment, i) {
  const [, , , , , ...rest] = row("→")(segment, i).trim().split(" ");
  const ends = segment.out ? '"10.0.0.1","10.0.0.2"' : '"10.0.0.2","10.0.0.1"';
  return `"${i + 1}","${time(i)}",${ends},"TCP","${segment.len + 66}","${rest.slice(2).join(" ")}"`;
}

const shapes = [
  ["event list", segments.map(listLine).join("\n")],
  ["packet list", segments.map(row("→")).join("\n")],
  ["packet list, scanned", segments.map(row("-")).join("\n")],
  ["tcpdump", segments.map(tcpdumpLine).join("\n")],
  [
    "CSV",
    `"No.","Time","Source","Destination","Protocol","Length","Info"\n${segments.map(csvRow).join("\n")}`,
  ],
  ["Mermaid", `sequenceDiagram\n${segments.map((_, i) => `  A->>B: message ${i}`).join("\n")}`],
];

const digits = segments.map(row("→")).join("\n");
const other = {
  name: "splitting 10,000 lines, their numbers read",
  run: () => digits.split("\n").map((line) => [...line.matchAll(/\d+/gu)].map(Number)),
};

const ROUNDS = 5;
const READINGS = 9;

/** Processor time of one reading, of all threads: what a busy machine adds least to. */
function processorTime(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function bestMedian(run) {
  const medians = Array.from({ length: ROUNDS }, () => {
    const times = Array.from({ length: READINGS }, () => processorTime(run)).sort((a, b) => a - b);
    return times[READINGS >> 1];
  });
  return Math.min(...medians);
}

for (const [name, text] of shapes) {
  const best = bestMedian(() => readEventList(text, "x"));
  const title = `${name}, ${LINES} lines, processor`;
  console.log(`  ${title.padEnd(44)} ${best.toFixed(1).padStart(8)} ms   (at most 150 ms)`);
}
for (const [name, text] of shapes)
  await measurePair({ name: `${name}, ${LINES} lines`, run: () => readEventList(text, "x") }, other, {
    budget: 150,
  });

const block = segments.slice(0, 500).map(listLine);
await measurePair(
  { name: "taking 500 lines apart", run: () => block.map((line) => tokenizeLine(line, false)) },
  { name: "splitting 500 lines", run: () => block.map((line) => line.split(" ")) },
  { budget: 8 },
);

const MEGABYTE = 1 << 20;
for (const unit of ["x", "A -> ", "1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 ", "- ", '"', "[", "seq=1 ", "<"]) {
  const long = unit.repeat(MEGABYTE / unit.length);
  await measurePair(
    { name: `1 MB on one line of ${JSON.stringify(unit)}`, run: () => refuse(long) },
    { name: "lower case of it", run: () => long.toLowerCase() },
    { rounds: 3 },
  );
}

function refuse(text) {
  try {
    readEventList(text, "x");
  } catch {
    // Nothing to draw: that is the answer.
  }
}
