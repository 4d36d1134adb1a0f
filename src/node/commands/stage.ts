import { drawBlock, layoutBlock, textPicture, type BlockReading } from "../../pipeline";
import { blockNumber, blockSource, readSource, type SelectionFlags } from "../block-source";
import type { ExitCode } from "../command-error";
import { readInput } from "../input";
import type { Session } from "../session";
import { stageJson } from "../stage-json";
import { visibleText } from "../visible-text";

/** Which stage of which input to print, and how. */
export interface StageRequest {
  readonly stage: "trace" | "ladder" | "scene";
  readonly input: string;
  readonly flags: SelectionFlags & { readonly block?: string; readonly text?: true };
}

/** Prints one stage of the road from input to drawing. Throws `CommandError`. */
export async function printStage(request: StageRequest, session: Session): Promise<ExitCode | undefined> {
  const source = blockSource(
    await readInput(request.input, request.flags),
    request.flags,
    blockNumber(request.flags.block),
  );
  const reading = await readSource(source, session);
  session.progress.clear();
  await session.print(stageText(request, reading));
  return undefined;
}

function stageText({ stage, flags }: StageRequest, reading: BlockReading): string {
  if (stage === "trace") return stageJson(reading.trace);
  if (stage === "scene") return stageJson(drawBlock(reading));
  const ladder = layoutBlock(reading);
  if (flags.text !== true) return stageJson(ladder);
  const picture = visibleText(textPicture(ladder));
  return picture.endsWith("\n") ? picture : `${picture}\n`;
}
