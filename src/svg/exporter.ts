import { evaluateExporter, type Exporter } from "./exporter-bundle";
import { exporterHost } from "./exporter-host";

/**
 * Gives Excalidraw's own exporter (0.18.1), loaded at the first call.
 *
 * Loading takes tens of milliseconds, which a plugin must not spend when Obsidian starts.
 */
export const excalidrawExporter = once(loadExporter);

/** Helvetica's capitals are 0.72 em wide at most; frame names are cut off rather than run out of their frame. */
const widthPerCharacter = 0.72;

function loadExporter(): Exporter {
  const exporter = evaluateExporter(exporterHost());
  exporter.setCustomTextMetricsProvider({
    getLineWidth: (text, font) => text.length * fontSize(font) * widthPerCharacter,
  });
  return exporter;
}

/** Gives the size in a CSS font string such as "16px Helvetica". */
function fontSize(font: string): number {
  const size = Number.parseFloat(font);
  return Number.isNaN(size) ? 16 : size;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
