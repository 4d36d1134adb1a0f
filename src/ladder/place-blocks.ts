import type { EndpointEvent } from "../trace/trace";
import { hasPointer, type BlockDraft } from "./drafts";
import type {
  LadderBox,
  LadderDivider,
  LadderEndpointEvent,
  LadderPoint,
  LadderRemark,
  PlacedText,
} from "./ladder";
import { BESIDE, POINTER } from "./measures";
import { captionGap, type Columns } from "./place-lifelines";
import type { Rows } from "./place-rows";
import { measureText } from "./text-metrics";

/** Space between a remark and its lifeline. */
const SIDE = 14;

/** How far dividers and remarks over several lifelines reach beyond them. */
const OVERHANG = 28;

/** Everything of a ladder that is not an arrow. */
export interface PlacedBlocks {
  readonly dividers: readonly LadderDivider[];
  readonly remarks: readonly LadderRemark[];
  readonly endpointEvents: readonly LadderEndpointEvent[];
}

/** Gives remarks, dividers and events of endpoints their boxes, at the heights that `placeRows` found. */
export function placeBlocks(rows: Rows, columns: Columns): PlacedBlocks {
  const dividers: LadderDivider[] = [];
  const remarks: LadderRemark[] = [];
  const endpointEvents: LadderEndpointEvent[] = [];
  for (const [block, top] of rows.blocks) {
    const event = block.event;
    if (block.what === "phase" || block.what === "tear") dividers.push(placeDivider(block, top, columns));
    else if (event?.kind === "endpoint-event") {
      const box = besideBox(block, top, columns, BESIDE.offset);
      const at = [columns.x[event.endpoint] ?? 0, top + block.height / 2] as const;
      const pointer = hasPointer(event) ? pointerOf(event, box, at) : undefined;
      const label = textIn(pointer === undefined ? box : besidePointer(box, at[0]), block, "left");
      const state = event.what === "state" ? box : undefined;
      endpointEvents.push({
        pointer,
        socket: socketOf(event),
        event: block.id,
        endpoint: event.endpoint,
        what: event.what,
        box: state,
        label,
        at,
        arrow: rows.beside.get(block),
        assumed: event.assumed === true,
      });
    } else {
      const box = remarkBox(block, top, columns);
      remarks.push({ event: block.id, box, label: textIn(box, block, "left") });
    }
  }
  return { dividers, remarks, endpointEvents };
}

/** The part of a box that the arrow between it and its lifeline leaves. */
function besidePointer(box: LadderBox, lifeline: number): LadderBox {
  const isLeft = box.x < lifeline;
  return { ...box, x: isLeft ? box.x : box.x + POINTER, width: box.width - POINTER };
}

function pointerOf(event: EndpointEvent, box: LadderBox, [x, y]: LadderPoint): readonly LadderPoint[] {
  const isLeft = box.x < x;
  const [near, far] = isLeft ? [x - 2, x - BESIDE.offset - POINTER] : [x + 2, x + BESIDE.offset + POINTER];
  const inwards: readonly LadderPoint[] = [
    [far, y],
    [near, y],
  ];
  return event.what === "call" ? inwards : [...inwards].reverse();
}

function socketOf({ what, text }: EndpointEvent): LadderEndpointEvent["socket"] {
  if (what !== "socket") return undefined;
  if (/^(?:create|open)/iu.test(text)) return "created";
  return /^(?:close|delete|destroy)/iu.test(text) ? "closed" : undefined;
}

function placeDivider(block: BlockDraft, top: number, columns: Columns): LadderDivider {
  const [first, last] = [columns.x[0] ?? 0, columns.x.at(-1) ?? 0];
  const gap = captionGap(columns.x.length);
  const [left, right] = [columns.x[gap] ?? 0, columns.x[gap + 1]];
  const x = right === undefined ? left + SIDE : (left + right - block.width) / 2;
  const box = { x, y: top, width: block.width, height: block.height };
  const line = { x1: first - OVERHANG, x2: last + OVERHANG };
  if (block.lastZone === 0) return phaseBeside(block, top, columns);
  const label = block.text.trim() === "" ? undefined : textIn(box, block, "center");
  const common = { event: block.id, ...line, label };
  if (block.what === "tear")
    return { ...common, what: "tear", top, bottom: top + block.height, box: undefined };
  const y = top + block.height / 2;
  return { ...common, what: "phase", top: y, bottom: y, box: label === undefined ? undefined : box };
}

/** A phase that was found: its caption left of the ladder, on a line that ends at the first lifeline. */
function phaseBeside(block: BlockDraft, top: number, columns: Columns): LadderDivider {
  const first = columns.x[0] ?? 0;
  const y = top + block.height / 2;
  const box = { x: first - OVERHANG - block.width, y: top, width: block.width, height: block.height };
  const line = { x1: box.x - OVERHANG, x2: first - SIDE, top: y, bottom: y };
  return { event: block.id, what: "phase", ...line, box, label: textIn(box, block, "center") };
}

function remarkBox(block: BlockDraft, top: number, columns: Columns): LadderBox {
  if (block.firstZone === block.lastZone) return besideBox(block, top, columns, SIDE);
  const left = columns.x[block.firstZone] ?? 0;
  const right = columns.x[block.lastZone - 1] ?? left;
  const width = left === right ? block.width : Math.max(block.width, right - left + 2 * OVERHANG);
  return { x: (left + right - width) / 2, y: top, width, height: block.height };
}

/** In a zone, against the lifeline it belongs to: the one at its left, unless it was put left of one. */
function besideBox(block: BlockDraft, top: number, { x }: Columns, offset: number): LadderBox {
  const event = block.event;
  const isLeft = block.firstZone === 0 || (event?.kind === "remark" && event.where === "left");
  const edge = isLeft
    ? (x[block.firstZone] ?? 0) - offset - block.width
    : (x[block.firstZone - 1] ?? 0) + offset;
  return { x: edge, y: top, width: block.width, height: block.height };
}

function textIn(box: LadderBox, block: BlockDraft, align: PlacedText["align"]): PlacedText {
  const size = measureText(block.text, block.fontSize);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2, angle: 0 };
  const full = block.full === undefined ? {} : { full: block.full };
  const side = align === "left" && RIGHT_TO_LEFT.test(block.text) ? "right" : align;
  return { text: block.text, ...size, ...centre, fontSize: block.fontSize, align: side, ...full };
}

/** The first letter is Hebrew, Arabic or of another script that runs to the left: so are the lines. */
const RIGHT_TO_LEFT = /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
