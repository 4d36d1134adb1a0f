import type { Ladder, PlacedText } from "./ladder";
import { measureText, type FontName } from "./text-metrics";

/** Size of a text in the other font, of that in Excalifont: Nunito's labels are a hundredth or two wider, and look larger. */
const SIZE = 0.96;

/** Steps in which texts are made smaller, in px. */
const STEP = 0.5;

/** What a text may be wider than its place, in px: there is more air around each. Excalifont's 1 is half as wide as others. */
const AIR = 6;

/**
 * Gives a ladder whose texts are set in another font than Excalifont, in which it was laid out.
 *
 * Nothing moves, so that a person who changes the look of a drawing keeps all that was put beside it: each text
 * takes the place it has, from the edge it is aligned to, and where the font is much wider it is made smaller.
 */
export function setInFont(ladder: Ladder, font: FontName): Ladder {
  const set = <T extends PlacedText | undefined>(text: T): T =>
    text === undefined ? text : { ...text, ...fitted(text, font) };
  return {
    ...ladder,
    title: set(ladder.title),
    verdict: set(ladder.verdict),
    continuations: (ladder.continuations ?? []).map((way) => ({ ...way, label: set(way.label) })),
    legend: ladder.legend.map((entry) => ({ ...entry, label: set(entry.label) })),
    lifelines: ladder.lifelines.map((line) => ({
      ...line,
      name: set(line.name),
      address: set(line.address),
    })),
    arrows: ladder.arrows.map((arrow) => ({
      ...arrow,
      label: set(arrow.label),
      number: set(arrow.number),
      time: set(arrow.time),
    })),
    dividers: ladder.dividers.map((divider) => ({ ...divider, label: set(divider.label) })),
    remarks: ladder.remarks.map((remark) => ({ ...remark, label: set(remark.label) })),
    endpointEvents: ladder.endpointEvents.map((event) => {
      // The word of a state filled its box; what does not stands in the middle.
      const { label, box } = event;
      return { ...event, label: set(box === undefined ? label : { ...label, align: "center" }) };
    }),
    brackets: ladder.brackets.map((bracket) => ({ ...bracket, label: set(bracket.label) })),
  };
}

function fitted(
  { text, width: room, fontSize: wanted, x, align }: PlacedText,
  font: FontName,
): Pick<PlacedText, "width" | "height" | "fontSize" | "x"> {
  const widthAtOne = measureText(text, 1, font).width;
  const most = Math.min(wanted * SIZE, widthAtOne === 0 ? wanted : (room + AIR) / widthAtOne);
  const fontSize = Math.max(STEP, Math.round(most / STEP) * STEP);
  const { width, height } = measureText(text, fontSize, font);
  const spare = (room - width) / 2;
  const side = { left: -1, center: 0, right: 1 }[align];
  return { width, height, fontSize, x: x + side * spare };
}
