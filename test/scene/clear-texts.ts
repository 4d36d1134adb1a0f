import type { Scene, SceneElement } from "../../src/scene/scene";

type Corner = readonly [x: number, y: number];

/** What strokes by hand and the rounding of widths may take, in px. */
const MARGIN = 0.6;

/**
 * Gives every two parts of a drawing that are in each other's way, one of them a text: from the elements alone, by
 * another way than the layout's.
 *
 * A text may stand in the box it is bound to, which covers what was drawn before it, and on the ground of a folded run.
 */
export function clashes({ elements }: Scene): readonly string[] {
  const outlines = new Map(elements.map((element) => [element, outlineOf(element)]));
  const bounds = new Map([...outlines].map(([element, corners]) => [element, boundsOf(corners)]));
  const places = new Map(elements.map(({ id }, at) => [id, at]));
  const isApart = (one: SceneElement, other: SceneElement): boolean => {
    const [a, b] = [bounds.get(one), bounds.get(other)];
    if (a === undefined || b === undefined) return true;
    return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  };
  return elements.flatMap((text, at) => {
    if (text.type !== "text") return [];
    const box = elements[places.get(text.containerId ?? "") ?? -1];
    const ground = text.containerId === null ? -1 : (places.get(text.containerId) ?? -1);
    const corners = rectangle(text, MARGIN);
    const leaves =
      box === undefined || corners.every((corner) => isInside(corner, box))
        ? []
        : [`${nameOf(text)} leaves its box`];
    const met = elements.filter((other, i) => {
      if (other === text || other === box || i < ground || isApart(text, other) || isGround(other))
        return false;
      if (other.type === "text" && i < at) return false;
      const outline = outlines.get(other) ?? [];
      return isLine(other)
        ? outline.slice(1).some((corner, k) => meet(corners, [outline[k] ?? corner, corner]))
        : meet(corners, other.type === "text" ? rectangle(other, MARGIN) : outline);
    });
    return [...leaves, ...met.map((other) => `${nameOf(text)} × ${nameOf(other)}`)];
  });
}

function isLine({ type }: SceneElement): boolean {
  return type === "line" || type === "arrow";
}

/** The ground of a folded run, on which its words stand. */
function isGround(element: SceneElement): boolean {
  return element.customData?.packetLadder?.part === "run";
}

function outlineOf(element: SceneElement): readonly Corner[] {
  return element.type === "line" || element.type === "arrow"
    ? element.points.map(([x, y]): Corner => [element.x + x, element.y + y])
    : rectangle(element, 0);
}

function boundsOf(corners: readonly Corner[]): Readonly<Record<"left" | "right" | "top" | "bottom", number>> {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function rectangle({ x, y, width, height, angle }: SceneElement, less: number): readonly Corner[] {
  const [w, h] = [Math.max(0, width / 2 - less), Math.max(0, height / 2 - less)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners: readonly Corner[] = [
    [-w, -h],
    [w, -h],
    [w, h],
    [-w, h],
  ];
  return corners.map(([dx, dy]) => [
    x + width / 2 + dx * cos - dy * sin,
    y + height / 2 + dx * sin + dy * cos,
  ]);
}

function isInside([x, y]: Corner, box: SceneElement): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** Two convex outlines are apart where, seen along some side of either, one lies wholly beside the other. */
function meet(one: readonly Corner[], other: readonly Corner[]): boolean {
  return ![one, other].some((outline) =>
    outline.some((corner, i) => {
      const next = outline[(i + 1) % outline.length] ?? corner;
      const [nx, ny] = [corner[1] - next[1], next[0] - corner[0]];
      if (Math.hypot(nx, ny) < 1e-9) return false;
      const seen = (corners: readonly Corner[]): readonly number[] =>
        corners.map(([x, y]) => x * nx + y * ny);
      const [a, b] = [seen(one), seen(other)];
      return Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a);
    }),
  );
}

function nameOf(element: SceneElement): string {
  const { event = "", part = "" } = element.customData?.packetLadder ?? {};
  return `${event}/${part}${element.type === "text" ? ` “${element.text}”` : ""}`;
}
