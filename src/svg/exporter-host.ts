import { SvgDocument } from "./svg-document";

/** Everything the exporter takes from its host; there is no other way out of it. */
export interface ExporterHost {
  readonly document: unknown;
  readonly window: unknown;
  readonly navigator: unknown;
  readonly devicePixelRatio: number;
  readonly FontFace: unknown;
  readonly Path2D: unknown;
  readonly console: unknown;
}

/**
 * Gives a host without a screen: the same for plugin and command line, hence the same pictures.
 *
 * Excalidraw catches the error of an element that it cannot draw, logs it and leaves the element
 * out. Here such a log throws: a picture with something missing must not look like a success.
 */
export function exporterHost(): ExporterHost {
  const location = { origin: "", href: "" };
  return {
    document: new SvgDocument(),
    window: { location },
    navigator: { platform: "", userAgent: "" },
    devicePixelRatio: 1,
    FontFace: EmbeddedFontFace,
    Path2D: ScreenPath,
    console: { error: throwLoggedError, warn: ignore, info: ignore, log: ignore, debug: ignore },
  };
}

/** The two descriptors the exporter reads back; the face itself is text in the picture. */
class EmbeddedFontFace {
  readonly family: string;
  readonly unicodeRange: string;

  constructor(family: string, _source: string, descriptors: { readonly unicodeRange?: string }) {
    this.family = family;
    this.unicodeRange = descriptors.unicodeRange ?? "U+0-10FFFF";
  }
}

/** The outline of a pen's stroke as a screen keeps it: the exporter makes one, and never draws it. */
class ScreenPath {
  readonly outline: string;

  constructor(outline: string) {
    this.outline = outline;
  }
}

function throwLoggedError(...logged: readonly unknown[]): void {
  const error = logged.find((value) => value instanceof Error);
  if (error !== undefined) throw error;
}

function ignore(): void {
  // Excalidraw's advice to its own developers.
}
