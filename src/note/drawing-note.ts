import type { Scene } from "../scene/scene";

/**
 * A drawing note of the Excalidraw plugin, taken apart.
 *
 * Encoding what was decoded gives the same bytes, whatever variant of the format was read;
 * once the scene has changed, the data below `head` is written as the newest plugin writes it.
 */
export interface DrawingNote {
  /** Everything before `# Excalidraw Data`, byte for byte: frontmatter, the plugin's line, the person's Markdown. */
  readonly head: string;
  /** Texts and links as the Markdown gives them: there they win over the stored scene. */
  readonly scene: Scene;
  /** Lines of `## Embedded Files`, as they stand, without the blank lines at the end. */
  readonly embeddedFiles: readonly string[];
  /** How the scene is stored; `bare-json` is a `.excalidraw` file, without any Markdown. */
  readonly storage: "compressed-json" | "json" | "bare-json";
  /** Keys of the stored scene beside elements, appState and files: `type`, `version`, `source`, and any others. */
  readonly sceneKeys: Readonly<Record<string, unknown>>;
  /** Whether a `%%` stands at the end of `head`, so that the text section is hidden with the drawing. */
  readonly textsInComment: boolean;
  /** What follows the closing `%%`; the plugin's own notes have nothing there. */
  readonly tail: string;
  /** How the data stood when it was read; absent for a note made here. */
  readonly asRead?: DataAsRead;
}

/** The data of a note in its own bytes, and what they were decoded to. */
export interface DataAsRead {
  /** Everything after `head`. */
  readonly data: string;
  readonly scene: Scene;
  readonly embeddedFiles: readonly string[];
  readonly storage: DrawingNote["storage"];
}

/**
 * Keys of a new scene. By `source` the plugin tells which of its versions to read the scene as;
 * without it, labels in ellipses would be wrapped as in 1.8.
 */
export const newSceneKeys: DrawingNote["sceneKeys"] = {
  type: "excalidraw",
  version: 2,
  source: "https://github.com/zsviczian/obsidian-excalidraw-plugin/releases/tag/2.26.4",
};
