import { Notice } from "obsidian";
import type { IndexProgress } from "../pipeline";
import { explainFailure, Refusal } from "./refusal";

type Progress = Parameters<IndexProgress>[0];

/** Progress is told so often: a screen reader reads it out. */
const TELLING_MS = 500;

/** Shorter work shows nothing: a notice that flashes by is only noise. */
const PATIENCE_MS = 300;

/** The person does not want the work any more: not a failure, and soon forgotten. */
class Cancelled extends Refusal {
  constructor(title: string) {
    super(`${title}: cancelled.`);
  }
}

/**
 * Does work that may take a while; after a moment a notice says what is going on, with octets and packets
 * read or what the work says itself, and a button that cancels; it goes away at the end. Throws a `Refusal`
 * where it was cancelled.
 */
export async function whileBusy<Result>(
  title: string,
  work: (onProgress: IndexProgress, signal: AbortSignal, say: (where: string) => void) => Promise<Result>,
): Promise<Result> {
  const cancelling = new AbortController();
  const notice = new BusyNotice(title, () => {
    cancelling.abort(new Cancelled(title));
  });
  const timer = window.setTimeout(() => {
    notice.show();
  }, PATIENCE_MS);
  try {
    const onProgress = (progress: Progress): void => {
      notice.say(describeProgress(progress));
    };
    return await work(onProgress, cancelling.signal, (where) => {
      notice.say(where);
    });
  } finally {
    window.clearTimeout(timer);
    notice.hide();
  }
}

class BusyNotice {
  readonly #title: string;
  readonly #cancel: () => void;
  #notice: Notice | undefined;
  #text: HTMLElement | undefined;
  #message: string;

  constructor(title: string, cancel: () => void) {
    this.#title = title;
    this.#cancel = cancel;
    this.#message = `${title}…`;
  }

  show(): void {
    const content = createFragment();
    this.#text = content.createDiv({ text: this.#message, attr: { role: "status" } });
    const button = content.createEl("button", { cls: "packet-ladder-notice-button", text: "Cancel" });
    button.addEventListener("click", this.#cancel);
    this.#notice = new Notice(content, 0);
  }

  say(where: string): void {
    this.#message = `${this.#title}: ${where}`;
    this.#text?.setText(this.#message);
  }

  hide(): void {
    this.#notice?.hide();
  }
}

/** Starts work from a command or a menu; whatever fails becomes a notice, never an error on the console. */
export function startShown(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    new Notice(explainFailure(error), error instanceof Cancelled ? undefined : 0);
  });
}

/** Gives what tells in an element how far a reading is. */
export function progressIn(el: HTMLElement): IndexProgress {
  let last = -Infinity;
  return (progress) => {
    const now = window.performance.now();
    if (now - last < TELLING_MS) return;
    last = now;
    el.setText(`Reading: ${describeProgress(progress)}`);
  };
}

function describeProgress({ octets, frames }: Progress): string {
  return `${formatOctets(octets)}, ${frames.toLocaleString()} packets`;
}

/** Gives a size for people: `906 bytes`, `12.3 MB`. */
export function formatOctets(octets: number): string {
  if (octets < 1000) return `${String(octets)} bytes`;
  if (octets < 1e6) return `${(octets / 1e3).toFixed(1)} kB`;
  return `${(octets / 1e6).toFixed(1)} MB`;
}
