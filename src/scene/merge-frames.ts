import { isLifeline } from "./align-lifelines";
import { boxOf } from "./element-box";
import { mergedFields, originOf, readBase } from "./merge-base";
import type { Scene, SceneElement } from "./scene";

/** Where the frame stands among the fields of a base. */
const FRAME = mergedFields.findIndex(({ name }) => name === "frameId");

/** Whether an element is a frame, which holds others by their `frameId`. */
export function isFrame({ type }: SceneElement): boolean {
  return type === "frame" || type === "magicframe";
}

/**
 * Gives a generated scene with the elements that belong into a person's frames.
 *
 * An event that is new between two events of one frame is in it, too. What was put there so before stays, as the
 * drawing's bases say; what a person put there is not the generator's to say.
 */
export function framedScene(previous: readonly SceneElement[], next: Scene): Scene {
  const frames = new Set(previous.flatMap((each) => (isFrame(each) && !each.isDeleted ? each.id : [])));
  if (frames.size === 0) return next;
  const present = new Map(previous.map((element) => [element.id, element]));
  const frameOf = newFrames(next, framesByEvent(previous, frames));
  const elements = next.elements.map((element) => {
    const mine = present.get(element.id);
    const frameId = mine === undefined ? frameOf.get(originOf(element)?.event ?? "") : baseFrame(mine);
    return frameId === undefined || frameId === "" ? element : { ...element, frameId };
  });
  return { ...next, elements };
}

function baseFrame(mine: SceneElement): string | undefined {
  const origin = originOf(mine);
  const base = origin === undefined ? undefined : readBase(origin);
  return base?.fields.split("\n")[FRAME];
}

/** Gives the frame of each event of the drawing; empty for an event in none. */
function framesByEvent(
  previous: readonly SceneElement[],
  frames: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const byEvent = new Map<string, string>();
  for (const element of previous) {
    const event = originOf(element)?.event;
    if (event === undefined || element.isDeleted || byEvent.get(event)) continue;
    byEvent.set(event, frames.has(element.frameId ?? "") ? (element.frameId ?? "") : "");
  }
  return byEvent;
}

/** Gives the frames of the events that are new: that of both the event above and the one below. */
function newFrames(next: Scene, known: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const rows = rowsOf(next);
  const frames = new Map<string, string>();
  let waiting: string[] = [];
  let above = "";
  for (const event of rows) {
    const frame = known.get(event);
    if (frame === undefined) waiting.push(event);
    else {
      const isInside = frame !== "" && frame === above;
      for (const each of isInside ? waiting : []) frames.set(each, frame);
      above = frame;
      waiting = [];
    }
  }
  return frames;
}

/** Gives the events between the lifelines from top to bottom. */
function rowsOf({ elements }: Scene): readonly string[] {
  const tops = new Map<string, number>();
  for (const element of elements) {
    const event = originOf(element)?.event;
    if (event === undefined || event === "ladder" || isLifeline({ event })) continue;
    tops.set(event, Math.min(tops.get(event) ?? Infinity, boxOf(element).y));
  }
  return [...tops].sort(([, one], [, other]) => one - other).map(([event]) => event);
}
