import { darkScene, exportSvg, isOwnSvg, outlineTexts, type Scene, type Theme } from "../pipeline";
import { notOurs, type PlannedFile } from "./draw-note";
import { isTaken, readTextFile } from "./files";

/** How a picture is to look. */
export interface PictureLook {
  /** What letters are: text with its font embedded (the default), or outlines that need none. */
  readonly text?: "embedded" | "outlined";
  /** The page it is for; left out: a light one. */
  readonly theme?: Theme;
}

/** Gives the picture of a scene. */
export async function makeSvg(scene: Scene, { text, theme }: PictureLook): Promise<string> {
  const svg = await exportSvg(theme === "dark" ? darkScene(scene) : scene);
  return text === "outlined" ? outlineTexts(svg) : svg;
}

/**
 * Gives the picture of a scene, to be written at a path.
 *
 * Throws `CommandError` where something stands there that this program did not make.
 */
export async function planSvg(path: string, scene: Scene, look: PictureLook): Promise<PlannedFile> {
  if (isTaken(path) && !isOwnSvg(readTextFile(path).text)) throw notOurs(path);
  return { path, text: await makeSvg(scene, look) };
}
