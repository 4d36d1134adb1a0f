/** Shows a picture; it is parsed as XML and imported, so that nothing in a label can become a page's HTML. */
export function showSvg(into: HTMLElement, svg: string, title: string): void {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  const picture = into.ownerDocument.importNode(parsed.documentElement, true);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", title);
  const frame = into.createDiv("packet-ladder-picture");
  frame.setCssProps({ "--packet-ladder-width": `${picture.getAttribute("width") ?? "0"}px` });
  frame.append(picture);
}
