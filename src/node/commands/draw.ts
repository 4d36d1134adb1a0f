import { basename, join, resolve } from "node:path";
import {
  blockTheme,
  createCaptureNote,
  drawingName,
  findLadderBlocks,
  withWhatHappened,
  type OpenCapture,
} from "../../pipeline";
import { flagNames, linkOpener, rejectBadFlags, withFlags, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import {
  drawNote,
  notePath,
  printVerdicts,
  reportMerges,
  writeFiles,
  type DrawnNote,
  type NoteToDraw,
  type PlannedFile,
} from "../draw-note";
import { kindOfPath, readTextFile } from "../files";
import { findLink, linkTarget } from "../find-link";
import { folderOf, readInput, type CaptureInput, type Input, type ListInput } from "../input";
import { relinked, relinkedBlock } from "../relink";
import type { Session } from "../session";
import { planSvg } from "../svg-file";

/** What `draw` may be told. */
export interface DrawFlags extends SelectionFlags {
  readonly outDir?: string;
}

/** A note to draw, and the octets it begins with before its text. */
interface Draft extends NoteToDraw {
  readonly mark: string;
}

/**
 * Writes capture note, drawing notes and SVGs of an input, or renews the drawings of the note that is
 * already there. Nothing is written unless everything can be. Throws `CommandError`.
 */
export async function draw(name: string, flags: DrawFlags, session: Session): Promise<ExitCode | undefined> {
  const input = await readInput(name, flags);
  const draft = await draftNote(input, flags, session);
  const drawn = await drawNote(draft, session);
  if (drawn.drawn.length === 0) return exitCodes.failed;
  const svgs: PlannedFile[] = [];
  for (const { path, drawing } of drawn.drawings) {
    const block = drawn.drawn.find(({ pages }) => pages.some((page) => page.drawing.scene === drawing.scene));
    // A page that is not part of the ladder any more gets no picture.
    if (block === undefined) continue;
    svgs.push(
      await planSvg(svgPath(path, draft), drawing.scene, { theme: blockTheme(block.reading.options) }),
    );
  }
  await writeFiles(draft.folder, [...noteFiles(draft, drawn), ...svgs], session);
  reportMerges(drawn, session);
  await printVerdicts(drawn.drawn, session);
  return undefined;
}

function noteFiles(draft: Draft, drawn: DrawnNote): readonly PlannedFile[] {
  const drawings = drawn.drawings.map(({ path, drawing }) => ({ path, text: drawing.markdown }));
  return [{ path: notePath(draft), text: draft.mark + noteText(draft, drawn) }, ...drawings];
}

/** A note made for a capture also says what happened in it. */
function noteText(draft: Draft, drawn: DrawnNote): string {
  return draft.isAllFlags === true ? withWhatHappened(drawn) : drawn.markdown;
}

function svgPath(drawingPath: string, draft: Draft): string {
  return join(draft.folder, `${basename(drawingPath).replace(/(?:\.excalidraw)?\.md$/iu, "")}.svg`);
}

async function draftNote(input: Input, flags: DrawFlags, session: Session): Promise<Draft> {
  const place = { folder: flags.outDir ?? folderOf(input), stem: input.stem };
  if (input.kind === "drawing") {
    throw new CommandError(exitCodes.failed, `${input.name}: this is a drawing already; 'svg' exports it`);
  }
  if (kindOfPath(notePath(place)) !== "nothing") return presentNote(place, input, flags, session);
  switch (input.kind) {
    case "capture":
      return captureDraft(place, input, flags, session);
    case "list":
      return listDraft(place, input, flags);
    case "note":
      return {
        ...place,
        mark: input.mark,
        markdown: relinked(input, place.folder),
        open: linkOpener(place.folder),
      };
  }
}

type Place = Pick<NoteToDraw, "folder" | "stem">;

/** The text of a note that is there is the person's: only its drawings are renewed. */
function presentNote(place: Place, input: Input, flags: SelectionFlags, session: Session): Draft {
  const path = notePath(place);
  const { text: markdown, mark } = readTextFile(path);
  const blocks = findLadderBlocks(markdown);
  if (blocks.length === 0) {
    const words = `${path}: this file is there already and is no capture note; move it, or give another --out-dir`;
    throw new CommandError(exitCodes.failed, words);
  }
  const unused = flagNames(flags);
  if (unused.length > 0) {
    const words = `${path}: the note is there already and says how to draw; not used: ${unused.join(", ")}`;
    session.reporter.say("warning", words);
  }
  if (input.kind === "list" && !blocks.some(({ text }) => hasSameLines(text, input.text))) {
    const words = `${path}: the note has its own copy of the list, and that is drawn; edit the note`;
    session.reporter.say("warning", words);
  }
  if (input.kind === "note" && !isSamePath(input.path, path)) {
    session.reporter.say("remark", `${path}: this note is there already and is drawn, not ${input.name}`);
  }
  return { ...place, mark, markdown, open: openerWith(input, place, session) };
}

function isSamePath(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && resolve(one) === resolve(other);
}

function hasSameLines(block: string, list: string): boolean {
  const lines = (text: string): string =>
    text
      .split(/\r?\n/u)
      .filter((line) => !/^\s*(?:drawing\s*:|$)/u.test(line))
      .join("\n");
  return lines(block) === lines(list);
}

async function captureDraft(
  place: Place,
  input: CaptureInput,
  flags: SelectionFlags,
  session: Session,
): Promise<Draft> {
  await rejectBadFlags(flags);
  const target = input.path === undefined ? input.name : linkTarget(place.folder, input.path);
  if (input.path === undefined) {
    const words = `the capture came through stdin and is not kept; save it as ${target} beside the note to regenerate it`;
    session.reporter.say("remark", words);
  }
  // A name that no link can hold (a line break in it) is still drawn this once.
  const open: OpenCapture = () => Promise.resolve(input.source);
  const markdown = newNote(place, withFlags("", flags), flags, target);
  return { ...place, mark: "", markdown, open, isAllFlags: true };
}

async function listDraft(place: Place, input: ListInput, flags: SelectionFlags): Promise<Draft> {
  await rejectBadFlags(flags);
  const markdown = newNote(
    place,
    relinkedBlock(withFlags(input.text, flags), folderOf(input), place.folder),
    flags,
  );
  return { ...place, mark: "", markdown, open: linkOpener(place.folder) };
}

function newNote(place: Place, listText: string, flags: SelectionFlags, captureTarget?: string): string {
  return createCaptureNote({
    title: flags.title ?? place.stem,
    ...(captureTarget === undefined ? {} : { captureTarget }),
    listText,
    drawingName: drawingName(place.stem, 0),
  });
}

/**
 * Gives the opener of a note drawn for an input: the capture given serves a link that leads to it, and one
 * that leads nowhere but has its name (stdin, or a note whose capture was moved).
 */
function openerWith(input: Input, { folder, stem }: Place, session: Session): OpenCapture {
  if (input.kind !== "capture") return linkOpener(folder);
  const fileName = basename(input.path ?? input.name);
  const openLink = linkOpener(folder);
  return async (target) => {
    const path = findLink(target, folder);
    if (path === undefined && basename(target) === fileName) return input.source;
    if (isSamePath(path, input.path)) return input.source;
    session.reporter.say(
      "warning",
      `${notePath({ folder, stem })}: the note draws ${target}, not ${input.name}`,
    );
    return openLink(target);
  };
}
