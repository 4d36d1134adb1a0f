import { exportSvg, isOwnSvg, type Scene } from "../pipeline";
import { notOurs, type PlannedFile } from "./draw-note";
import { kindOfPath, readTextFile } from "./files";

/**
 * Gives the picture of a scene, to be written at a path.
 *
 * Throws `CommandError` where something stands there that this program did not make.
 */
export async function planSvg(path: string, scene: Scene): Promise<PlannedFile> {
  if (kindOfPath(path) !== "nothing" && !isOwnSvg(readTextFile(path).text)) throw notOurs(path);
  return { path, text: await exportSvg(scene) };
}
