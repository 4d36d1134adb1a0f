import { DiagnosticError } from "../base/diagnostic";
import {
  blockTheme,
  countMessages,
  countPages,
  darkScene,
  drawBlock,
  exportSvg,
  type IndexProgress,
  type OpenCapture,
  type BlockReading,
  readBlock,
  type Scene,
  withFrameLinks,
} from "../pipeline";
import type { BlockSvg, GivenTo, ShownLifeline } from "./protocol";

/**
 * Gives a block as a picture with a transparent ground.
 *
 * A block that cannot be read gives no picture and its diagnostic. Throws what `open` throws.
 */
export async function pictureBlock(
  { text, name, countsPages }: GivenTo<"pictureBlock">,
  open: OpenCapture,
  onProgress: IndexProgress,
): Promise<BlockSvg> {
  try {
    const reading = await readBlock(text, name, open, { onProgress });
    const { trace, options, diagnostics } = reading;
    const scene = drawBlock(reading);
    return {
      svg: await pictureOf(scene, reading),
      title: options.title ?? trace.source.name,
      lifelines: lifelinesOf(reading),
      messages: countMessages(trace),
      ...(countsPages === true ? { pages: countPages(reading, scene) } : {}),
      inBlock: diagnostics,
      inCapture: trace.diagnostics,
      ...(reading.fingerprint === undefined ? {} : { fingerprint: reading.fingerprint }),
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return {
      svg: undefined,
      title: "",
      lifelines: [],
      messages: 0,
      inBlock: [error.diagnostic, ...error.others],
      inCapture: [],
    };
  }
}

function lifelinesOf({ trace, options, fingerprint }: BlockReading): readonly ShownLifeline[] {
  const given = [...options.names.values()];
  return trace.endpoints.map(({ name, key }) => {
    if (name === key) return { name, key };
    // The name of a host may stand before a port.
    if (given.some((own) => name === own || name.startsWith(`${own}:`)))
      return { name, key, namedBy: "names" };
    if (options.endpoints.some((own) => own.name === name)) return { name, key, namedBy: "endpoints" };
    return { name, key, ...(fingerprint === undefined ? {} : { namedBy: "capture" }) };
  });
}

/** A block for a dark page brings the page along: on a light one its text could not be read. */
function pictureOf(drawn: Scene, reading: BlockReading): Promise<string> {
  const scene = withFrameLinks(drawn, reading);
  return blockTheme(reading.options) === "dark"
    ? exportSvg(darkScene(scene), { noteLinks: true })
    : exportSvg(scene, { background: "transparent", noteLinks: true });
}
