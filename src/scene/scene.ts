/**
 * The one file that knows what an Excalidraw element looks like (version 0.18.1).
 *
 * Fields, their order and their defaults are those that Excalidraw's `restoreElements`
 * leaves unchanged, plus `rawText`, which upstream drops and the drawing note needs.
 */

/** A drawing: its elements back to front, and what the file carries beside them. */
export interface Scene {
  readonly elements: readonly SceneElement[];
  readonly appState: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, unknown>>;
}

/** Any element: one of ours, or one a person added (then `type` and further fields are open). */
export type SceneElement = TextElement | LinearElement | ShapeElement | ForeignElement;

/** The fields every element has. */
export interface ElementBase {
  /** Exactly 8 characters of `[0-9A-Za-z]` for ours; anything for a person's. */
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radians in [0, 2π), about the centre of the unrotated box. */
  readonly angle: number;
  readonly strokeColor: string;
  readonly backgroundColor: string;
  readonly fillStyle: string;
  readonly strokeWidth: number;
  readonly strokeStyle: string;
  readonly roughness: number;
  readonly opacity: number;
  readonly groupIds: readonly string[];
  readonly frameId: string | null;
  /** Fractional index; strictly increasing in array order. */
  readonly index: string | null;
  readonly roundness: { readonly type: number } | null;
  readonly seed: number;
  readonly version: number;
  readonly versionNonce: number;
  readonly isDeleted: boolean;
  readonly boundElements: readonly { readonly id: string; readonly type: string }[];
  readonly updated: number;
  readonly link: string | null;
  readonly locked: boolean;
  readonly customData?: ElementData;
}

/** What elements carry for other programs; ours is under `packetLadder`. */
export interface ElementData {
  readonly packetLadder?: Origin;
  readonly [other: string]: unknown;
}

/**
 * Where a generated element came from, and how it was generated last.
 *
 * `event` is the trace event's id, or a fixed word for the head and the lifelines;
 * `part` names the element within it ("arrow", "label", "number", "time", "life-0" …).
 * Both together are unique in a drawing. `base` is compact and enough to tell a hand edit.
 */
export interface Origin {
  readonly event: string;
  readonly part: string;
  readonly base?: unknown;
  /** The whole of a text that had to be shortened, or left out beside its arrow; never a link, whatever it says. */
  readonly full?: string;
}

/** A text; all three of `text`, `rawText` and `originalText` are equal where nothing wraps and no markup is meant. */
export interface TextElement extends ElementBase {
  readonly type: "text";
  readonly fontSize: number;
  readonly fontFamily: number;
  readonly text: string;
  readonly rawText: string;
  readonly textAlign: "left" | "center" | "right";
  readonly verticalAlign: "top" | "middle" | "bottom";
  readonly containerId: string | null;
  readonly originalText: string;
  readonly autoResize: boolean;
  readonly lineHeight: number;
}

/** A point relative to the element's x and y. */
export type Point = readonly [x: number, y: number];

/** A line or an arrow through its points. */
export interface LinearElement extends ElementBase {
  readonly type: "line" | "arrow";
  /** Starts with [0, 0]. */
  readonly points: readonly Point[];
  readonly lastCommittedPoint: null;
  readonly startBinding: null;
  readonly endBinding: null;
  readonly startArrowhead: string | null;
  readonly endArrowhead: string | null;
  readonly elbowed?: boolean;
  readonly polygon?: boolean;
}

/** A closed shape that fills its box. */
export interface ShapeElement extends ElementBase {
  readonly type: "rectangle" | "ellipse" | "diamond";
}

/** An element this program did not make and never looks into. */
export interface ForeignElement extends ElementBase {
  readonly type:
    | "freedraw"
    | "image"
    | "frame"
    | "magicframe"
    | "embeddable"
    | "iframe"
    | "stickynote"
    | "unknown";
  readonly [field: string]: unknown;
}
