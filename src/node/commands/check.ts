import { drawnCaptures, readDrawing, type Drawing } from "../../pipeline";
import { exitCodes, type ExitCode } from "../command-error";
import { drawNote, type DrawnNote } from "../draw-note";
import type { Session } from "../session";
import { forEachNote } from "./regenerate";

/**
 * Looks at notes and says what is wrong; writes nothing.
 *
 * Gives exit code 1 for a warning, an error, a drawing that is missing or that `regenerate` would change;
 * 2 where a note cannot be read at all; 0 with remarks only.
 */
export async function check(names: readonly string[], session: Session): Promise<ExitCode | undefined> {
  const unreadable = await forEachNote(names, session, async (note) => {
    sayStale(await drawNote(note, session), session);
    return undefined;
  });
  const worst = session.reporter.worst();
  return unreadable ?? (worst === "warning" || worst === "error" ? exitCodes.findings : exitCodes.done);
}

function sayStale({ drawings }: DrawnNote, session: Session): void {
  for (const { path, previous, drawing } of drawings) {
    if (previous === undefined)
      session.reporter.say("warning", `${path}: the drawing is missing; 'regenerate' makes it`);
    else if (previous !== drawing.markdown) {
      const why = isOtherCapture(previous, drawing)
        ? "the capture is newer than the drawing"
        : "the block has changed";
      session.reporter.say("warning", `${path}: the drawing is stale, ${why}; 'regenerate' renews it`);
    }
  }
}

function isOtherCapture(previous: string, { scene }: Drawing): boolean {
  return drawnCaptures(readDrawing(previous)) !== drawnCaptures(scene);
}
