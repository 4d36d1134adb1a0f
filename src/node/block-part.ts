import type { CaptureSource, OpenCapture } from "../pipeline";
import { readSource, type BlockSource } from "./block-source";
import type { InputPart } from "./input-parts";
import type { Session } from "./session";

/**
 * Gives what a ladder block or list holds: its trace, or the capture it names; nothing where that is one of
 * `targets`, which it is added to.
 */
export async function blockPart(
  block: BlockSource,
  targets: Set<string>,
  session: Session,
): Promise<InputPart | undefined> {
  const opened: { readonly target: string; readonly source: CaptureSource }[] = [];
  const open: OpenCapture = async (target) => {
    const source = await block.open(target);
    if (source !== undefined) opened.push({ target, source });
    return source;
  };
  const { trace, options } = await readSource({ ...block, open }, session);
  const rules = options.wireshark ?? "4.4";
  const [capture] = opened;
  if (capture === undefined) return { kind: "trace", trace, rules };
  if (targets.has(capture.target)) return undefined;
  targets.add(capture.target);
  return { kind: "capture", source: capture.source, rules };
}
