// What build/core-bundle.mjs makes of the core for main.js; there is no such file in src.

/** Gives the script of the worker; undefined where the sources run unbundled, in tests. */
export function workerScript(): string | undefined;

/** Loads Excalidraw's exporter into the window, for a window without workers. */
export function loadExporter(): Promise<void>;
