import type { SceneElement } from "./scene";

/** An upright box on the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Gives the upright box of an element; its points may lead to the left and up. */
export function boxOf(element: SceneElement): Box {
  const { x, y, width, height } = element;
  if (element.type !== "line" && element.type !== "arrow") return { x, y, width, height };
  const left = Math.min(...element.points.map(([px]) => px));
  const top = Math.min(...element.points.map(([, py]) => py));
  return { x: x + left, y: y + top, width, height };
}

/** Gives the middle of an element's box. */
export function centre(element: SceneElement): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = boxOf(element);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Gives the upright box around elements. */
export function unionBox(elements: readonly SceneElement[]): Box {
  const boxes = elements.map(boxOf);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Whether two boxes have more in common than an edge. */
export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
