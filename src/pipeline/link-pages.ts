import { drawingLink } from "../note/page-name";
import { foldEvents, withPageLinks } from "../scene/page-scenes";
import type { Scene } from "../scene/scene";

/**
 * Gives the pages of a drawing by their names, each linking the one before and the one after it; folded rows and their
 * detail link each other.
 */
export function linkedPages(
  scenes: readonly Scene[],
  names: readonly string[],
): readonly (readonly [name: string, scene: Scene])[] {
  if (scenes.length === 1) return scenes.map((scene) => [names[0] ?? "", scene]);
  const linkTo = (name: string | undefined): string | null => (name === undefined ? null : drawingLink(name));
  const events = scenes.map(foldEvents);
  const pageOf = new Map(events.flatMap((page, i) => [...page.keys()].map((event) => [event, names[i]])));
  return scenes.map((scene, i) => {
    const folds = new Map([...(events[i] ?? [])].map(([event, other]) => [event, linkTo(pageOf.get(other))]));
    const links = { previous: linkTo(names[i - 1]), next: linkTo(names[i + 1]), folds };
    return [names[i] ?? "", withPageLinks(scene, links)];
  });
}
