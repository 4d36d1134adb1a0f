import type { BlockDraft } from "./drafts";
import type { LadderBox, LadderDivider, LadderEndpointEvent, LadderRemark, PlacedText } from "./ladder";
import { BESIDE } from "./measures";
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
      const label = textIn(box, block, "left");
      const state = event.what === "state" ? box : undefined;
      endpointEvents.push({
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

function placeDivider(block: BlockDraft, top: number, columns: Columns): LadderDivider {
  const [first, last] = [columns.x[0] ?? 0, columns.x.at(-1) ?? 0];
  const gap = captionGap(columns.x.length);
  const [left, right] = [columns.x[gap] ?? 0, columns.x[gap + 1]];
  const x = right === undefined ? left + SIDE : (left + right - block.width) / 2;
  const box = { x, y: top, width: block.width, height: block.height };
  const line = { x1: first - OVERHANG, x2: last + OVERHANG };
  const label = block.text.trim() === "" ? undefined : textIn(box, block, "center");
  const common = { event: block.id, ...line, label };
  if (block.what === "tear")
    return { ...common, what: "tear", top, bottom: top + block.height, box: undefined };
  const y = top + block.height / 2;
  return { ...common, what: "phase", top: y, bottom: y, box: label === undefined ? undefined : box };
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
  return { text: block.text, ...size, ...centre, fontSize: block.fontSize, align };
}
