import { Notice } from "obsidian";
import type { IndexProgress } from "../pipeline";
import { explainFailure } from "./refusal";

/** Shorter work shows nothing: a notice that flashes by is only noise. */
const PATIENCE_MS = 300;

/**
 * Does work that may take a while; after a moment a notice says what is going on, with octets and frames
 * read, and goes away at the end.
 */
export async function whileBusy<Result>(
  title: string,
  work: (onProgress: IndexProgress) => Promise<Result>,
): Promise<Result> {
  let message = `${title}…`;
  let notice: Notice | undefined;
  const timer = window.setTimeout(() => (notice = new Notice(message, 0)), PATIENCE_MS);
  try {
    return await work(({ octets, frames }) => {
      message = `${title}: ${formatOctets(octets)}, ${frames.toLocaleString()} packets`;
      notice?.setMessage(message);
    });
  } finally {
    window.clearTimeout(timer);
    notice?.hide();
  }
}

/** Starts work from a command or a menu; whatever fails becomes a notice, never an error on the console. */
export function startShown(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    new Notice(explainFailure(error), 0);
  });
}

/** Gives a size for people: `906 bytes`, `12.3 MB`. */
export function formatOctets(octets: number): string {
  if (octets < 1000) return `${String(octets)} bytes`;
  if (octets < 1e6) return `${(octets / 1e3).toFixed(1)} kB`;
  return `${(octets / 1e6).toFixed(1)} MB`;
}
