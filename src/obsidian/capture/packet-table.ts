import { Platform } from "obsidian";
import type { PacketLine } from "../../pipeline";
import { PagedLines } from "./paged-lines";
import { VirtualRows } from "./virtual-rows";

/** Height of a row: a line of small text; where it is touched, a finger. */
const ROW_HEIGHT_PX = 22;
const TOUCHED_ROW_HEIGHT_PX = 44;

const columns = ["no", "time", "source", "destination", "protocol", "length", "summary"] as const;
const headings: Readonly<Record<(typeof columns)[number], string>> = {
  no: "No.",
  time: "Time",
  source: "Source",
  destination: "Destination",
  protocol: "Protocol",
  length: "Length",
  summary: "Info",
};

/** Where a table of packets takes its lines from, and who is told of a choice. */
export interface PacketTableHost {
  readonly list: (rows: readonly number[]) => Promise<readonly PacketLine[]>;
  readonly choose: (row: number) => void;
}

/** The packets of a capture, or those a filter lets through: lines are fetched where a person looks. */
export class PacketTable {
  readonly #list: VirtualRows;
  readonly #lines: PagedLines<PacketLine>;

  constructor(into: HTMLElement, host: PacketTableHost) {
    this.#lines = new PagedLines(host.list, () => {
      this.#list.redraw();
    });
    const head = into.createDiv({
      cls: "packet-ladder-packet packet-ladder-head",
      attr: { "aria-hidden": "true" },
    });
    for (const column of columns) head.createSpan({ cls: `mod-${column}`, text: headings[column] });
    const rowHeight = Platform.isMobile ? TOUCHED_ROW_HEIGHT_PX : ROW_HEIGHT_PX;
    const look = { label: "Packets", rowHeight, cls: "mod-packets" };
    this.#list = new VirtualRows(into, look, {
      fill: (el, at) => {
        fillRow(el, this.#lines.lineAt(at), this.#lines.numberAt(at));
      },
      choose: (at) => {
        host.choose(this.#lines.numberAt(at));
      },
      look: (first, end) => {
        this.#lines.look(first, end);
      },
    });
  }

  /** Shows other packets: those of the rows, or all of `count`. */
  show(rows: Uint32Array | undefined, count: number): void {
    this.#lines.select(rows, count);
    this.#list.setCount(count);
  }

  /** Chooses the packet of a frame's row where it is listed; tells whether it is. */
  chooseRow(row: number): boolean {
    const at = this.#lines.placeOf(row);
    if (at < 0) return false;
    this.#list.choose(at);
    return true;
  }

  /** The view has another size. */
  resize(): void {
    this.#list.draw();
  }
}

function fillRow(el: HTMLElement, line: PacketLine | undefined, row: number): void {
  if (el.childElementCount === 0) {
    el.addClass("packet-ladder-packet");
    for (const column of columns) el.createSpan({ cls: `mod-${column}` });
  }
  const cells = line === undefined ? [String(row + 1), "", "", "", "…", "", ""] : cellsOf(line);
  for (const [at, text] of cells.entries()) {
    const cell = el.children[at];
    if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
  }
}

function cellsOf({
  row,
  time,
  source,
  destination,
  protocol,
  length,
  summary,
}: PacketLine): readonly string[] {
  return [String(row + 1), time, source, destination, protocol, String(length), summary];
}
