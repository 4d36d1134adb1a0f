import type { Browser, Page } from "playwright-core";

export interface ExcalidrawPage {
  readonly browser: Browser;
  readonly page: Page;
  /** Addresses of other hosts that the page asked for; all were refused. */
  readonly refused: readonly string[];
}

export function openExcalidraw(): Promise<ExcalidrawPage>;

export function renderScene(
  page: Page,
  scene: unknown,
  options?: { readonly dark?: boolean; readonly width?: number },
): Promise<Buffer>;
