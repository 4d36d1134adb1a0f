// What build/exporter-bundle.mjs makes of @excalidraw/excalidraw 0.18.1; there is no such file in src.
import type { Scene, SceneElement } from "../scene/scene";
import type { ExporterHost } from "./exporter-host";

/** State of the editor that an export looks at. */
interface ExportState {
  readonly exportBackground: boolean;
  readonly viewBackgroundColor: string;
  readonly exportPadding: number;
  readonly exportScale: number;
}

/** What the exporter measures labels with that are not elements: names of frames, addresses of embedded pages. */
interface TextMetricsProvider {
  /** Width in px of one line; `font` is a CSS font string. */
  readonly getLineWidth: (text: string, font: string) => number;
}

/** Excalidraw's own functions. */
export interface Exporter {
  /** Gives the root of the picture, made with the host's document. Logs a failed element and goes on. */
  readonly exportToSvg: (
    elements: readonly SceneElement[],
    state: ExportState,
    files: Scene["files"],
  ) => Promise<{ readonly outerHTML: string }>;
  /** Gives the elements with every missing field filled in; drops what cannot be seen. */
  readonly restoreElements: (
    elements: readonly SceneElement[],
    localElements: null,
    options?: { readonly repairBindings?: boolean; readonly refreshDimensions?: boolean },
  ) => readonly SceneElement[];
  readonly setCustomTextMetricsProvider: (provider: TextMetricsProvider) => void;
}

/** Runs the exporter's code in a host: 2 to 60 ms, so once is enough. */
export function evaluateExporter(host: ExporterHost): Exporter;
