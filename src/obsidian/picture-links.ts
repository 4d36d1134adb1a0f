import type { App } from "obsidian";

/** Arrows are thin: a finger or a mouse finds them within so many pixels of the drawing. */
const REACH_PX = "16";

/** Where the links of a picture lead: from which note they are followed. */
export interface LinkContext {
  readonly app: App;
  readonly sourcePath: string;
}

/**
 * Makes what a picture links to a note or a capture (`[[login.pcapng#frame=12]]`) something to click, and to
 * reach by one stop of the Tab key and the arrow keys. No `<a>` is left: all other addresses are taken away,
 * and without a context all are.
 */
export function followPictureLinks(picture: Element, context: LinkContext | undefined): void {
  const links: SVGElement[] = [];
  for (const anchor of [...picture.querySelectorAll("a")]) {
    const group = picture.createSvg("g");
    group.append(...anchor.childNodes);
    anchor.replaceWith(group);
    const target = /^\[\[(?<target>[^\][|]+)\]\]$/u.exec(anchor.getAttribute("href") ?? "")?.groups?.[
      "target"
    ];
    if (target === undefined || context === undefined) continue;
    makeLink(group, target, context);
    links.push(group);
  }
  links[0]?.setAttribute("tabindex", "0");
  if (links.length > 0) picture.setAttribute("role", "group");
}

function makeLink(group: SVGElement, target: string, { app, sourcePath }: LinkContext): void {
  const frame = /#frame=(?<frame>\d+)$/u.exec(target)?.groups?.["frame"];
  group.setAttribute("class", "packet-ladder-link");
  group.setAttribute("role", "link");
  group.setAttribute("tabindex", "-1");
  group.setAttribute("aria-label", frame === undefined ? `Open ${target}` : `Open packet ${frame}`);
  widen(group);
  const follow = (event: MouseEvent | KeyboardEvent): void => {
    // In live preview a click would put the cursor into the block.
    event.preventDefault();
    event.stopPropagation();
    void app.workspace.openLinkText(target, sourcePath, event.ctrlKey || event.metaKey ? "tab" : false);
  };
  group.addEventListener("click", follow);
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter") follow(event);
    else moveFocus(group, event);
  });
}

/** A copy of its lines that nobody sees, and that is easier to hit. */
function widen(group: SVGElement): void {
  for (const line of [...group.querySelectorAll("path")]) {
    const reach = line.cloneNode() as SVGElement;
    reach.setAttribute("stroke", "transparent");
    reach.setAttribute("stroke-width", REACH_PX);
    reach.setAttribute("fill", "none");
    line.after(reach);
  }
}

function moveFocus(group: SVGElement, event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const links = [...(group.ownerSVGElement?.querySelectorAll<SVGElement>(".packet-ladder-link") ?? [])];
  const next = links[links.indexOf(group) + step];
  if (next === undefined) return;
  group.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}
