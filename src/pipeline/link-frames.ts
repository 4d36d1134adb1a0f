import { isLinkable } from "../note/capture-note";
import type { BlockReading } from "./read-block";
import { originOf } from "../scene/merge-base";
import type { Scene } from "../scene/scene";

/**
 * Gives a scene whose arrows link the capture at their frames: `[[login.pcapng#frame=12]]`.
 *
 * A link is made of the target as the block has it and of a number, of nothing a packet says. The scene
 * itself comes back for an event list, and for a target no link can hold.
 */
export function withFrameLinks(scene: Scene, { options, trace }: BlockReading): Scene {
  const target = options.captures[0]?.target;
  if (target === undefined || !isLinkable(target)) return scene;
  const frames = new Map(trace.events.map((event) => [event.id, "frame" in event ? event.frame : undefined]));
  const elements = scene.elements.map((element) => {
    const origin = originOf(element);
    const frame = origin?.part === "arrow" ? frames.get(origin.event) : undefined;
    return frame === undefined ? element : { ...element, link: `[[${target}#frame=${String(frame)}]]` };
  });
  return { ...scene, elements };
}
