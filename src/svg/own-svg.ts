/** Excalidraw's exporter writes this comment into every picture, whoever calls it. */
const exporterMark = "<!-- svg-source:excalidraw -->";

/** Stands behind it in a picture of ours; Excalidraw passes it over when it opens one. */
const ownMark = "<!-- made by packet-ladder -->";

/** The mark stands in the first tag's content, before any drawing. */
const farthestMark = 1000; // characters

/** Gives an exported picture with the mark by which this program knows it again. */
export function markOwnSvg(svg: string): string {
  if (!svg.includes(exporterMark))
    throw new Error("svg export: the exporter's mark is not where ours belongs");
  return svg.replace(exporterMark, exporterMark + ownMark);
}

/** Whether a text is a picture this program made, and may replace; a person's own export from Excalidraw is not. */
export function isOwnSvg(text: string): boolean {
  return text.startsWith("<svg") && text.slice(0, farthestMark).includes(exporterMark + ownMark);
}
