import { drawingLink } from "../note/page-name";
import { withPageLinks } from "../scene/page-scenes";
import type { Scene } from "../scene/scene";

/** Gives the pages of a drawing by their names, each linking the one before and the one after it. */
export function linkedPages(
  scenes: readonly Scene[],
  names: readonly string[],
): readonly (readonly [name: string, scene: Scene])[] {
  if (scenes.length === 1) return scenes.map((scene) => [names[0] ?? "", scene]);
  const linkTo = (name: string | undefined): string | null => (name === undefined ? null : drawingLink(name));
  return scenes.map((scene, i) => [
    names[i] ?? "",
    withPageLinks(scene, { previous: linkTo(names[i - 1]), next: linkTo(names[i + 1]) }),
  ]);
}
