import type { LadderPoint, PlacedText } from "../ladder/ladder";
import { measureText } from "../ladder/text-metrics";

/** Gives a text with its place: centred on a point, or beginning or ending there, half its height above it. */
export function placed(
  text: string,
  [x, y]: LadderPoint,
  fontSize: number,
  align: PlacedText["align"],
): PlacedText {
  const { width, height } = measureText(text, fontSize);
  const centre = align === "center" ? x : align === "left" ? x + width / 2 : x - width / 2;
  return { text, x: centre, y, width, height, angle: 0, fontSize, align };
}
