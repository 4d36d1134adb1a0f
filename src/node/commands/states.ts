import { join } from "node:path";
import { drawStates, makeDrawing } from "../../pipeline";
import { blockNumber, blockSource, readSource, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { planDrawing, reportMerges, writeFiles } from "../draw-note";
import { folderOf, readInput, type Input } from "../input";
import type { Session } from "../session";
import { planSvg } from "../svg-file";

/** Of which input to draw the state diagram, and where to. */
export interface StatesRequest {
  readonly input: string;
  readonly flags: Pick<SelectionFlags, "conversation" | "title" | "wireshark"> & {
    readonly block?: string;
    readonly outDir?: string;
  };
}

/**
 * Writes the state diagram of one conversation, as a drawing note and as SVG; hand edits in a drawing that is
 * there stay. Throws `CommandError`.
 */
export async function states(
  { input, flags }: StatesRequest,
  session: Session,
): Promise<ExitCode | undefined> {
  const found = await readInput(input);
  const { wireshark } = flags;
  const asked = found.kind === "capture" ? { conversation: flags.conversation, wireshark } : { wireshark };
  const source = blockSource(found, present(asked), blockNumber(flags.block));
  const { trace, options } = await readSource(source, session);
  session.progress.clear();
  const title = flags.title ?? options.title ?? found.stem;
  const drawn = drawStates(trace, title, found.kind === "capture" ? undefined : numberOf(flags));
  if (drawn === undefined) throw new CommandError(exitCodes.failed, `${input}: ${whyNot(flags)}`);
  if (drawn.others > 0) {
    const words = `conversation ${String(drawn.conversation)} is drawn; --conversation N draws another`;
    session.reporter.say("remark", `${input}: ${words}`);
  }
  await write(found, { scene: drawn.scene, folder: flags.outDir ?? folderOf(found) }, session);
  return undefined;
}

async function write(
  { stem }: Input,
  { scene, folder }: { readonly scene: Parameters<typeof makeDrawing>[0]; readonly folder: string },
  session: Session,
): Promise<void> {
  const path = join(folder, `${stem} states`);
  const drawing = planDrawing(`${path}.excalidraw.md`, (previous) => makeDrawing(scene, previous));
  const svg = await planSvg(`${path}.svg`, drawing.drawing.scene, {});
  await writeFiles(folder, [{ path: drawing.path, text: drawing.drawing.markdown }, svg], session);
  reportMerges({ drawings: [drawing] }, session);
}

function present({
  conversation,
  wireshark,
}: { readonly [K in keyof SelectionFlags]: SelectionFlags[K] | undefined }): SelectionFlags {
  return {
    ...(conversation === undefined ? {} : { conversation }),
    ...(wireshark === undefined ? {} : { wireshark }),
  };
}

/** Gives the number of a conversation of a list or note. Throws `CommandError` for anything else. */
function numberOf({ conversation }: StatesRequest["flags"]): number | undefined {
  if (conversation === undefined) return undefined;
  const number = Number(conversation);
  if (Number.isInteger(number) && number >= 0) return number;
  const words = "--conversation takes a number, from 0, where the input is a list or a note";
  throw new CommandError(exitCodes.badArguments, words);
}

function whyNot({ conversation }: StatesRequest["flags"]): string {
  return conversation === undefined
    ? "there is no TCP conversation whose ends have states"
    : `there is no conversation ${conversation} whose ends have states`;
}
