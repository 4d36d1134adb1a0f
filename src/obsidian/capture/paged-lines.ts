/** Lines asked for at once, and pages kept. */
const PAGE_LINES = 128;
const PAGES_KEPT = 64;

/** The lines of a list of any length, fetched where a person looks; each line stands for a number. */
export class PagedLines<Line> {
  readonly #fetchLines: (numbers: readonly number[]) => Promise<readonly Line[]>;
  readonly #onLines: () => void;
  readonly #pages = new Map<number, readonly Line[] | undefined>();
  #numbers: Uint32Array | undefined;
  #count = 0;
  /** Grows with each selection: lines that come late belong to nothing any more. */
  #turn = 0;

  constructor(fetchLines: (numbers: readonly number[]) => Promise<readonly Line[]>, onLines: () => void) {
    this.#fetchLines = fetchLines;
    this.#onLines = onLines;
  }

  get count(): number {
    return this.#count;
  }

  /** The list is of other numbers: of those given, or of all below `count`. */
  select(numbers: Uint32Array | undefined, count: number): void {
    this.#turn += 1;
    this.#numbers = numbers;
    this.#count = count;
    this.#pages.clear();
  }

  /** Gives the number that stands at a place of the list. */
  numberAt(at: number): number {
    return this.#numbers === undefined ? at : (this.#numbers[at] ?? 0);
  }

  /** Gives the place of a number; −1 where it is not listed. */
  placeOf(number: number): number {
    const at = this.#numbers === undefined ? number : this.#numbers.indexOf(number);
    return at < this.#count ? at : -1;
  }

  /** Gives the line at a place; undefined while it is fetched. */
  lineAt(at: number): Line | undefined {
    return this.#pages.get(Math.floor(at / PAGE_LINES))?.[at % PAGE_LINES];
  }

  /** Fetches what is missing between two places. */
  look(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE_LINES); page * PAGE_LINES < end; page += 1) {
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
    const end = Math.min(this.#count, (page + 1) * PAGE_LINES);
    const numbers: number[] = [];
    for (let at = page * PAGE_LINES; at < end; at += 1) numbers.push(this.numberAt(at));
    try {
      const lines = await this.#fetchLines(numbers);
      if (turn !== this.#turn) return;
      this.#pages.set(page, lines);
      this.#onLines();
    } catch {
      // The capture is gone or was changed: the view reads it anew, and says so.
      this.#pages.delete(page);
    }
  }
}
