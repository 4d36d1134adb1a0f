import type { PacketLine } from "../../pipeline";
import { VirtualRows } from "./virtual-rows";

/** Height of a row: a line of small text. */
const ROW_HEIGHT_PX = 22;
/** Packets asked for at once, and pages kept. */
const PAGE_ROWS = 128;
const PAGES_KEPT = 64;

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
  readonly #host: PacketTableHost;
  readonly #list: VirtualRows;
  readonly #pages = new Map<number, readonly PacketLine[] | undefined>();
  #rows: Uint32Array | undefined;
  #count = 0;
  /** Grows with each selection: lines that come late belong to nothing any more. */
  #turn = 0;

  constructor(into: HTMLElement, host: PacketTableHost) {
    this.#host = host;
    const head = into.createDiv({
      cls: "packet-ladder-packet packet-ladder-head",
      attr: { "aria-hidden": "true" },
    });
    for (const column of columns) head.createSpan({ cls: `mod-${column}`, text: headings[column] });
    const look = { label: "Packets", rowHeight: ROW_HEIGHT_PX, cls: "mod-packets" };
    this.#list = new VirtualRows(into, look, {
      fill: (el, at) => {
        fillRow(el, this.#lineAt(at), this.#rowAt(at));
      },
      choose: (at) => {
        host.choose(this.#rowAt(at));
      },
      look: (first, end) => {
        this.#fetch(first, end);
      },
    });
  }

  /** Shows other packets: those of the rows, or all of `count`. */
  show(rows: Uint32Array | undefined, count: number): void {
    this.#turn += 1;
    this.#rows = rows;
    this.#count = count;
    this.#pages.clear();
    this.#list.setCount(count);
  }

  /** Chooses the packet of a frame's row where it is listed; tells whether it is. */
  chooseRow(row: number): boolean {
    const at = this.#rows === undefined ? row : this.#rows.indexOf(row);
    if (at < 0 || at >= this.#count) return false;
    this.#list.choose(at);
    return true;
  }

  /** The view has another size. */
  resize(): void {
    this.#list.draw();
  }

  #rowAt(at: number): number {
    return this.#rows === undefined ? at : (this.#rows[at] ?? 0);
  }

  #lineAt(at: number): PacketLine | undefined {
    return this.#pages.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS];
  }

  #fetch(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page += 1) {
      if (this.#pages.has(page)) continue;
      this.#pages.set(page, undefined);
      void this.#fetchPage(page);
    }
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= PAGES_KEPT) break;
      this.#pages.delete(page);
    }
  }

  async #fetchPage(page: number): Promise<void> {
    const turn = this.#turn;
    const end = Math.min(this.#count, (page + 1) * PAGE_ROWS);
    const rows: number[] = [];
    for (let at = page * PAGE_ROWS; at < end; at += 1) rows.push(this.#rowAt(at));
    try {
      const lines = await this.#host.list(rows);
      if (turn !== this.#turn) return;
      this.#pages.set(page, lines);
      this.#list.redraw();
    } catch {
      // The capture is gone or was changed: the view reads it anew, and says so.
      this.#pages.delete(page);
    }
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
