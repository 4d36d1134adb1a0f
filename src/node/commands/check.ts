import { drawnCaptures, readDrawing, type Drawing } from "../../pipeline";
import { exitCodes, type ExitCode } from "../command-error";
import { blockSource, readSource } from "../block-source";
import { drawNote, type DrawnNote } from "../draw-note";
import { kindOfPath } from "../files";
import { readInput, type ListInput } from "../input";
import type { Session } from "../session";
import { forEachNote, sayFailure } from "./regenerate";

/** What `check` may be told. */
interface CheckFlags {
  readonly repair: boolean;
}

/**
 * Looks at notes, and at lists and pasted texts without a note, and says what is wrong; writes nothing.
 *
 * Gives exit code 1 for a warning, an error, a drawing that is missing or that `regenerate` would change;
 * 2 where a note cannot be read at all; 0 with remarks only.
 */
export async function check(
  names: readonly string[],
  { repair }: CheckFlags,
  session: Session,
): Promise<ExitCode | undefined> {
  let unreadable: ExitCode | undefined;
  for (const name of names) {
    const list = await listInput(name);
    const outcome =
      list === undefined ? await checkNotes(name, repair, session) : await checkList(list, repair, session);
    unreadable = outcome ?? unreadable;
  }
  const worst = session.reporter.worst();
  return unreadable ?? (worst === "warning" || worst === "error" ? exitCodes.findings : exitCodes.done);
}

function checkNotes(name: string, repair: boolean, session: Session): Promise<ExitCode | undefined> {
  return forEachNote([name], session, async (note) => {
    sayStale(await drawNote(note, session, { repair }), session);
    return undefined;
  });
}

/** Gives a list or a pasted text, which has no drawing; undefined for notes, and for what cannot be read. */
async function listInput(name: string): Promise<ListInput | undefined> {
  if (name !== "-" && (kindOfPath(name) !== "file" || /\.md$/iu.test(name))) return undefined;
  const input = await readInput(name);
  return input.kind === "list" ? input : undefined;
}

async function checkList(list: ListInput, repair: boolean, session: Session): Promise<ExitCode | undefined> {
  try {
    await readSource(blockSource(list, { repair }), session);
    return undefined;
  } catch (error) {
    return sayFailure(error, session);
  }
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
