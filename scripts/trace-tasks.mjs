// The tasks of a page's own thread, by the browser's tracing: what a person feels as a window that does not answer.

/**
 * Does something on the page under tracing; gives its time, the three longest tasks of the window's thread, and the
 * processor time of its workers.
 */
export async function tracedTasks(browser, page, work) {
  await browser.startTracing(page, {
    categories: ["toplevel", "disabled-by-default-devtools.timeline", "devtools.timeline"],
  });
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const tasksOf = (wanted) => {
    const isNamed = ({ name, args }) => name === "thread_name" && args.name.startsWith(wanted);
    const threads = new Set(traceEvents.filter(isNamed).map(({ pid, tid }) => `${pid} ${tid}`));
    return traceEvents.filter(
      ({ name, pid, tid, dur }) =>
        name === "ThreadControllerImpl::RunTask" && threads.has(`${pid} ${tid}`) && dur > 0,
    );
  };
  const tasks = tasksOf("CrRendererMain");
  const inWorkers = tasksOf("DedicatedWorker").reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);
  const longest = tasks.sort((a, b) => b.dur - a.dur).slice(0, 3);
  return { wall, longest, inWorkers };
}

/** On a busy machine a task waits for the processor, too: what it took of it stands in brackets. */
export function toldTasks({ wall, longest, inWorkers }) {
  const each = longest.map(({ dur, tdur }) => `${(dur / 1000).toFixed(0)} (${(tdur / 1000).toFixed(0)})`);
  return `${wall.toFixed(0).padStart(6)} ms (${inWorkers.toFixed(0)} in workers), longest tasks ${each.join(", ")} ms`;
}
