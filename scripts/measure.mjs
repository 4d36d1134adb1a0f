/**
 * Runs two pieces of work in turns and prints the median time of each and of their ratio.
 *
 * Taking turns gives both the same neighbours on a busy machine. `ours` and `other` are
 * `{ name, run }`, where `run` may be asynchronous, or `{ name, time }`, where `time` measures itself and
 * gives milliseconds. `budget` is the most milliseconds that ours may take;
 * it is printed, not enforced: a measurement is no test.
 */
export async function measurePair(ours, other, { rounds = 11, budget } = {}) {
  const pairs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = [await timeOf(ours), await timeOf(other)];
    // The first round fills caches.
    if (round > 0) pairs.push(pair);
  }
  const limit = budget === undefined ? "" : `   (at most ${budget} ms)`;
  console.log(
    line(
      ours.name,
      pairs.map(([mine]) => mine),
    ) + limit,
  );
  console.log(
    line(
      other.name,
      pairs.map(([, theirs]) => theirs),
    ),
  );
  console.log(`  ratio ${median(pairs.map(([mine, theirs]) => mine / theirs)).toFixed(2)}, ${rounds} pairs`);
}

async function timeOf({ run, time }) {
  if (time !== undefined) return time();
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function line(name, times) {
  return `  ${name.padEnd(44)} ${median(times).toFixed(1).padStart(8)} ms`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
