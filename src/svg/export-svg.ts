import type { Scene, SceneElement } from "../scene/scene";
import { excalidrawExporter } from "./exporter";
import { markOwnSvg } from "./own-svg";
import { escapeText } from "./svg-document";

/** How a picture is framed. */
export interface SvgOptions {
  /** Empty space around the drawing, px. */
  readonly padding?: number;
  /** A CSS colour, or "transparent" for none (good on slides). Left out: the drawing's own, else white. */
  readonly background?: string;
  /** Keeps links such as `[[note]]`, for a page that follows them; anywhere else they lead nowhere and are left out. */
  readonly noteLinks?: boolean;
}

const defaultPadding = 16; // px: a label's line height, so that nothing touches the edge of a slide

/**
 * Gives a scene as a standalone SVG, drawn by Excalidraw's own exporter.
 *
 * Well-formed XML with Excalifont embedded, no address of any server in it, the same bytes wherever it
 * is made. Images are drawn where `scene.files` holds their data. Throws a plain `Error` when the
 * exporter left something out: that is a defect of this program, not of its input.
 */
export async function exportSvg(scene: Scene, options: SvgOptions = {}): Promise<string> {
  const { exportToSvg, restoreElements } = excalidrawExporter();
  const shown = scene.elements.filter(isShown);
  const linked = options.noteLinks === true ? shown : shown.map(withoutNoteLink);
  const elements = restoreElements(linked, null, { repairBindings: true });
  const background = options.background ?? ownBackground(scene);
  const root = await exportToSvg(
    elements,
    {
      exportBackground: background !== "transparent",
      viewBackgroundColor: background,
      exportPadding: options.padding ?? defaultPadding,
      // Otherwise the picture would be as large as the maker's screen is fine.
      exportScale: 1,
    },
    scene.files,
  );
  const svg = root.outerHTML;
  assertComplete(svg, scene.elements);
  return markOwnSvg(withTitles(svg, scene.elements.filter(isShown)));
}

/** Gives a picture in which a label that was shortened tells the whole text to whoever points at it. */
function withTitles(svg: string, elements: readonly SceneElement[]): string {
  const texts = elements.filter(hasText);
  if (!texts.some((element) => fullText(element) !== undefined)) return svg;
  // Names of frames are drawn elsewhere than their elements stand: then nothing says whose text is whose.
  if (texts.some(({ type }) => type !== "text")) return svg;
  let at = 0;
  return svg.replace(/(<g [^>]*>)(<text )/gu, (whole, group: string, text: string) => {
    const element = texts[at];
    at += 1;
    const full = element === undefined ? undefined : fullText(element);
    return full === undefined ? whole : `${group}<title>${escapeText(full)}</title>${text}`;
  });
}

/** What a person has written instead is not shortened. */
function fullText(element: SceneElement): string | undefined {
  if (element.type !== "text" || !element.text.includes("…")) return undefined;
  // A drawing is a file: what it says of an element is checked, not trusted.
  const full: unknown = element.customData?.packetLadder?.full;
  return typeof full === "string" ? full : undefined;
}

function withoutNoteLink(element: SceneElement): SceneElement {
  return element.link?.trimStart().startsWith("[[") === true ? { ...element, link: null } : element;
}

function isShown(element: SceneElement): boolean {
  return !element.isDeleted;
}

function ownBackground(scene: Scene): string {
  const color = scene.appState["viewBackgroundColor"];
  return typeof color === "string" && color !== "" ? color : "#ffffff";
}

function assertComplete(svg: string, elements: readonly SceneElement[]): void {
  const drawn = svg.match(/<g [^>]*><text /gu)?.length ?? 0;
  const expected = elements.filter(isShown).filter(hasText).length;
  if (drawn !== expected) {
    throw new Error(`svg export: ${String(drawn)} of ${String(expected)} texts were drawn`);
  }
  if (/@font-face[^}]*http/u.test(svg)) throw new Error("svg export: a font is not embedded");
}

/** Frames are drawn with their name, embedded pages with their address. */
function hasText(element: SceneElement): boolean {
  switch (element.type) {
    case "text":
      return element.text !== "";
    case "frame":
    case "magicframe":
    case "embeddable":
    case "iframe":
      return true;
    default:
      return false;
  }
}
