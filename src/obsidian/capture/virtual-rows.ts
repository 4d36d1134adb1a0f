/** No page is taller: browsers stop counting pixels somewhere above. */
const TALLEST_PX = 12e6;
/** Rows kept above and below what is seen, so that slow scrolling never shows a gap. */
const OVERSCAN_ROWS = 6;

/** What a list of rows shows. */
export interface RowSource {
  /** Puts the content of a row into its element, which showed another row before. */
  readonly fill: (el: HTMLElement, row: number) => void;
  /** The row was chosen: by a click, Enter, or an arrow key. */
  readonly choose: (row: number) => void;
  /** Which rows are on screen; called after they moved. */
  readonly look?: (first: number, end: number) => void;
}

/** How a list is called and built. */
export interface RowLook {
  readonly label: string;
  readonly rowHeight: number;
  readonly cls: string;
}

/**
 * A list of any number of rows of one height: only those on screen are elements, and these are used again.
 *
 * It is one stop of the Tab key; arrows, Page, Home and End move the chosen row, and screen readers are told
 * its place. Above twelve million pixels a scroll step covers more than one row.
 */
export class VirtualRows {
  readonly el: HTMLElement;
  readonly #sheet: HTMLElement;
  readonly #rows = new Map<number, HTMLElement>();
  readonly #source: RowSource;
  readonly #rowHeight: number;
  #count = 0;
  #chosen = -1;
  #frame = 0;

  constructor(into: HTMLElement, look: RowLook, source: RowSource) {
    this.#source = source;
    this.#rowHeight = look.rowHeight;
    this.el = into.createDiv({
      cls: `packet-ladder-rows ${look.cls}`,
      attr: { role: "listbox", tabindex: "0", "aria-label": look.label },
    });
    this.el.setCssProps({ "--packet-ladder-row": `${String(look.rowHeight)}px` });
    this.#sheet = this.el.createDiv({ cls: "packet-ladder-sheet", attr: { role: "presentation" } });
    this.el.addEventListener("scroll", () => {
      this.#later();
    });
    this.el.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
  }

  /** Shows so many rows from the top, none chosen. */
  setCount(count: number): void {
    this.#count = count;
    this.#chosen = -1;
    this.el.removeAttribute("aria-activedescendant");
    this.el.scrollTop = 0;
    this.#sheet.setCssProps({ "--packet-ladder-height": `${String(this.#height())}px` });
    this.#clear();
    this.draw();
  }

  /** Draws the rows on screen again: their content has changed. */
  redraw(): void {
    for (const [row, el] of this.#rows) this.#source.fill(el, row);
  }

  /** Chooses a row and brings it on screen. */
  choose(row: number): void {
    if (this.#count === 0) return;
    const wanted = Math.max(0, Math.min(this.#count - 1, row));
    this.#chosen = wanted;
    this.#reveal(wanted);
    this.draw();
    this.#source.choose(wanted);
  }

  get chosen(): number {
    return this.#chosen;
  }

  /** Puts the rows that belong on screen there; the list has another size, or was not shown before. */
  draw(): void {
    this.#frame = 0;
    const visible = Math.ceil(this.el.clientHeight / this.#rowHeight) + 1;
    const top = this.#topRow();
    const first = Math.max(0, Math.floor(top) - OVERSCAN_ROWS);
    const end = Math.min(this.#count, Math.floor(top) + visible + OVERSCAN_ROWS);
    const free = this.#takeRowsOutside(first, end);
    const origin = this.el.scrollTop - top * this.#rowHeight;
    for (let row = first; row < end; row += 1) this.#place(row, origin + row * this.#rowHeight, free);
    for (const el of free) el.remove();
    this.#source.look?.(first, end);
  }

  #takeRowsOutside(first: number, end: number): HTMLElement[] {
    const free: HTMLElement[] = [];
    for (const [row, el] of this.#rows) {
      if (row >= first && row < end) continue;
      this.#rows.delete(row);
      free.push(el);
    }
    return free;
  }

  #place(row: number, y: number, free: HTMLElement[]): void {
    let el = this.#rows.get(row);
    if (el === undefined) {
      el = free.pop() ?? this.#newRow();
      this.#rows.set(row, el);
      el.dataset["row"] = String(row);
      el.id = `${this.#name()}-${String(row)}`;
      el.setAttribute("aria-posinset", String(row + 1));
      el.setAttribute("aria-setsize", String(this.#count));
      this.#source.fill(el, row);
    }
    el.setCssProps({ "--packet-ladder-y": `${String(y)}px` });
    const isChosen = row === this.#chosen;
    el.toggleClass("is-selected", isChosen);
    el.setAttribute("aria-selected", String(isChosen));
    if (isChosen) this.el.setAttribute("aria-activedescendant", el.id);
  }

  #name(): string {
    return this.el.id === "" ? "packet-ladder-row" : this.el.id;
  }

  #height(): number {
    return Math.min(TALLEST_PX, this.#count * this.#rowHeight);
  }

  /** The row at the top edge, with its fraction: pixels where they suffice, else a share of the way. */
  #topRow(): number {
    const full = this.#count * this.#rowHeight;
    if (full <= TALLEST_PX) return this.el.scrollTop / this.#rowHeight;
    const way = Math.max(1, TALLEST_PX - this.el.clientHeight);
    const rows = this.#count - this.el.clientHeight / this.#rowHeight;
    return Math.min(1, this.el.scrollTop / way) * rows;
  }

  #reveal(row: number): void {
    const visible = this.el.clientHeight / this.#rowHeight;
    const top = this.#topRow();
    if (row >= top && row + 1 <= top + visible) return;
    const wanted = row < top ? row : row + 1 - visible;
    const rows = Math.max(1, this.#count - visible);
    const isExact = this.#count * this.#rowHeight <= TALLEST_PX;
    this.el.scrollTop = isExact
      ? wanted * this.#rowHeight
      : (wanted / rows) * (TALLEST_PX - this.el.clientHeight);
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.el.clientHeight / this.#rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#count,
      End: this.#count,
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.choose(this.#chosen < 0 ? (step > 1 ? step : 0) : this.#chosen + step);
  }

  #newRow(): HTMLElement {
    const el = this.#sheet.createDiv({ cls: "packet-ladder-row", attr: { role: "option" } });
    el.addEventListener("click", () => {
      this.choose(Number(el.dataset["row"]));
    });
    return el;
  }

  #later(): void {
    if (this.#frame === 0)
      this.#frame = this.el.win.requestAnimationFrame(() => {
        this.draw();
      });
  }

  #clear(): void {
    for (const el of this.#rows.values()) el.remove();
    this.#rows.clear();
  }
}
