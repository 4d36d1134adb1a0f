import type { PageNumber } from "../ladder/continuations";
import { drawingLink, pageName } from "../note/page-name";
import { withPageLinks } from "../scene/page-scenes";
import type { Scene } from "../scene/scene";

/** Gives the pages of a drawing by their names, each linking the one before and the one after it. */
export function linkedPages(
  scenes: readonly Scene[],
  drawing: string,
): readonly (readonly [name: string, scene: Scene])[] {
  const count = scenes.length;
  return scenes.map((scene, i) => [
    pageName(drawing, i + 1),
    linkedPage(scene, drawing, { number: i + 1, count }),
  ]);
}

/** Gives one page with its links. */
export function linkedPage(scene: Scene, drawing: string, { number, count }: PageNumber): Scene {
  if (count === 1) return scene;
  return withPageLinks(scene, {
    previous: number === 1 ? null : drawingLink(pageName(drawing, number - 1)),
    next: number === count ? null : drawingLink(pageName(drawing, number + 1)),
  });
}
