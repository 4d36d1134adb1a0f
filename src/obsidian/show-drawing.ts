import { type App, MarkdownRenderChild, type MarkdownPostProcessorContext } from "obsidian";
import { readDrawing } from "../pipeline";
import { isDrawingNote } from "./capture-notes";
import { engineOf } from "./engine/engine";
import { explainFailure } from "./refusal";
import { showSvg } from "./show-svg";

/**
 * Shows a drawing note as its picture where the Excalidraw plugin is not there, also where it is embedded; one
 * line says what to install. Called for every section of a note: the first one shows it, the others are hidden.
 */
export function showDrawing(app: App, el: HTMLElement, context: MarkdownPostProcessorContext): void {
  if (Reflect.get(window, "ExcalidrawAutomate") !== undefined) return;
  const file = app.vault.getFileByPath(context.sourcePath);
  if (file === null || !isDrawingNote(app, file)) return;
  const section = context.getSectionInfo(el);
  el.empty();
  el.addClass("packet-ladder-drawing");
  const isFirst = section === null || firstSectionLine(section.text) === section.lineStart;
  if (!isFirst) return;
  const picture = new DrawingPicture(app, el, file.path);
  context.addChild(picture);
}

/** The line after the frontmatter that holds something. */
function firstSectionLine(text: string): number {
  const lines = text.split("\n");
  const start =
    lines[0]?.trimEnd() === "---" ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---") + 1 : 0;
  return lines.findIndex((line, at) => at >= start && line.trim() !== "");
}

class DrawingPicture extends MarkdownRenderChild {
  readonly #app: App;
  readonly #path: string;
  readonly #closing = new AbortController();

  constructor(app: App, el: HTMLElement, path: string) {
    super(el);
    this.#app = app;
    this.#path = path;
  }

  override onload(): void {
    void this.#show();
  }

  override onunload(): void {
    this.#closing.abort();
  }

  async #show(): Promise<void> {
    const { signal } = this.#closing;
    try {
      const file = this.#app.vault.getFileByPath(this.#path);
      if (file === null) return;
      const scene = readDrawing(await this.#app.vault.cachedRead(file));
      const request = { scene, background: "transparent", noteLinks: true };
      const svg = await engineOf(this.#app).ask("exportSvg", request, { signal });
      showSvg(this.containerEl, svg, file.basename, { app: this.#app, sourcePath: this.#path });
    } catch (error) {
      if (signal.aborted) return;
      this.containerEl.createEl("p", { text: explainFailure(error) });
    }
    this.containerEl.createEl("p", {
      cls: "packet-ladder-muted",
      text: "To edit this drawing, install the community plugin “Excalidraw”.",
    });
  }
}
