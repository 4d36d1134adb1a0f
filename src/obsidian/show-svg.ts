import { followPictureLinks, type LinkContext } from "./picture-links";

/**
 * Shows a picture; it is parsed as XML and adopted, so that nothing in a label can become a page's HTML.
 * With a context its links to packets can be followed.
 */
export function showSvg(into: HTMLElement, svg: string, title: string, context?: LinkContext): void {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  // Adopted, not imported: a copy made in a window of its own would lack what Obsidian gives to elements.
  const picture = into.ownerDocument.adoptNode(parsed.documentElement);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", title);
  followPictureLinks(picture, context);
  // On a phone it scrolls: also by the keyboard.
  const frame = into.createDiv({
    cls: "packet-ladder-picture",
    attr: { tabindex: "0", role: "group", "aria-label": "Ladder" },
  });
  frame.setCssProps({ "--packet-ladder-width": `${picture.getAttribute("width") ?? "0"}px` });
  frame.append(picture);
}
