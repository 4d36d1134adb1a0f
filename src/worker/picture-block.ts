import { DiagnosticError } from "../base/diagnostic";
import { drawBlock, exportSvg, type IndexProgress, type OpenCapture, readBlock } from "../pipeline";
import type { BlockSvg } from "./protocol";

/**
 * Gives a block as a picture with a transparent ground.
 *
 * A block that cannot be read gives no picture and its diagnostic. Throws what `open` throws.
 */
export async function pictureBlock(
  text: string,
  name: string,
  open: OpenCapture,
  onProgress: IndexProgress,
): Promise<BlockSvg> {
  try {
    const reading = await readBlock(text, name, open, onProgress);
    const { trace, options, diagnostics } = reading;
    return {
      svg: await exportSvg(drawBlock(reading), { background: "transparent" }),
      title: options.title ?? trace.source.name,
      lifelines: trace.endpoints.map(({ name: shown, key }) => ({ name: shown, key })),
      events: trace.events.length,
      inBlock: diagnostics,
      inCapture: trace.diagnostics,
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return {
      svg: undefined,
      title: "",
      lifelines: [],
      events: 0,
      inBlock: [error.diagnostic],
      inCapture: [],
    };
  }
}
