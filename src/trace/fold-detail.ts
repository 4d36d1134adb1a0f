import type { Run } from "./fold-runs";
import type { Divider, Trace, TraceEvent } from "./trace";
import { isWithin, rowOfRun } from "./with-folds";

/** Most rows that tell what was folded, unless all are asked for: two or three pages, however long the transfer was. */
const MOST_ROWS = 600;

/**
 * Gives what the rows of a folded trace stand for, in the order of the capture; undefined where nothing was folded.
 *
 * Every run begins with a heading. Its segments stand one by one where all that was folded fits `MOST_ROWS`, or where
 * `isComplete` asks for it; else as many of them as needed share a row, the same number in all runs, so that the
 * rows tell how fast it went on.
 */
export function foldDetail(trace: Trace, runs: readonly Run[], isComplete: boolean): Trace | undefined {
  const count = runs.reduce((sum, { segments }) => sum + segments.length, 0);
  if (count === 0) return undefined;
  const size = isComplete ? 1 : Math.ceil(count / MOST_ROWS);
  const rowsAt = new Map(runs.flatMap((run) => detailRows(run, size)));
  const hidden = new Set(size > 1 ? [] : runs.flatMap(({ segments }) => segments.map(({ id }) => id)));
  const events = trace.events.flatMap(
    (event) => rowsAt.get(event.id) ?? (isWithin(event, hidden) ? [event] : []),
  );
  return { ...trace, events };
}

/** Gives the rows of a run by the segments at whose place they stand. */
function detailRows(run: Run, size: number): readonly (readonly [string, readonly TraceEvent[]])[] {
  const rows: (readonly [string, readonly TraceEvent[]])[] = [];
  for (let at = 0; at < run.segments.length; at += size) {
    const [first, ...more] = run.segments.slice(at, at + size);
    if (first === undefined) continue;
    const { together: _, ...alone } = first;
    const row = more.length === 0 ? alone : rowOfRun({ ...run, segments: [first, ...more] }, "piece");
    rows.push([first.id, at === 0 ? [headingOf(run), row] : [row]]);
  }
  return rows;
}

function headingOf(run: Run): Divider {
  const { id, summary, time } = rowOfRun(run, "fold");
  return {
    kind: "divider",
    what: "phase",
    id: `detail of ${id.replace(/^fold of /u, "")}`,
    ...(time === undefined ? {} : { time }),
    text: `in detail: ${summary}`,
  };
}
