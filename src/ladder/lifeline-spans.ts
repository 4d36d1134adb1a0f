import type { LadderDivider, LadderEndpointEvent, Lifeline } from "./ladder";

/** Where a lifeline may run, and what happens on it. */
export interface LifelinePlace {
  readonly top: number;
  readonly bottom: number;
  /** The sockets of its endpoint, and the heights at which arrows touch it. */
  readonly sockets: readonly LadderEndpointEvent[];
  readonly touched: readonly number[];
  readonly tears: readonly LadderDivider[];
}

type Span = Lifeline["spans"][number];

/**
 * Gives the pieces of a lifeline: from where its first socket is created to where its last one is closed, and
 * not through a tear. It runs from its head where arrows touch it earlier, or nothing is created first.
 */
export function lifelineSpans(place: LifelinePlace): readonly Span[] {
  const tears = place.tears.filter(({ what }) => what === "tear").sort((a, b) => a.top - b.top);
  return aliveSpans(place).flatMap((span) => withoutTears(span, tears));
}

function aliveSpans({ top, bottom, sockets, touched }: LifelinePlace): readonly Span[] {
  const spans: Span[] = [];
  const moments = [
    ...touched.map((y) => ({ y, socket: undefined })),
    ...sockets.map(({ at, socket }) => ({ y: at[1], socket })),
  ].sort((a, b) => a.y - b.y);
  let open: number | undefined = moments[0]?.socket === "created" ? undefined : top;
  let alive = open === undefined ? 0 : 1;
  for (const { y, socket } of moments) {
    if (open === undefined) [open, alive] = [y, 0];
    if (socket === "created") alive += 1;
    if (socket !== "closed") continue;
    alive -= 1;
    if (alive > 0) continue;
    spans.push({ top: open, bottom: y });
    open = undefined;
  }
  return open === undefined ? spans : [...spans, { top: open, bottom }];
}

function withoutTears({ top, bottom }: Span, tears: readonly LadderDivider[]): readonly Span[] {
  const inside = tears.filter((tear) => tear.top > top && tear.bottom < bottom);
  const starts = [top, ...inside.map((tear) => tear.bottom)];
  const ends = [...inside.map((tear) => tear.top), bottom];
  return starts.map((start, i) => ({ top: start, bottom: ends[i] ?? start }));
}
