import { type App, Platform, type TFile, type Vault } from "obsidian";
import type { CaptureSource, OpenCapture } from "../pipeline";
import { formatOctets } from "./busy-notice";
import { Refusal } from "./refusal";
import { findLinked } from "./vault-paths";

/** Above this a phone may end the app without a word while it reads. */
const MOBILE_LIMIT_OCTETS = 32e6;
/** Pieces between which the screen may be drawn. */
const PIECE_OCTETS = 1 << 20;

/** Refuses, before anything is read, a capture this device cannot hold. */
export function refuseTooLarge(capture: TFile): void {
  const { size } = capture.stat;
  if (!Platform.isMobileApp || size <= MOBILE_LIMIT_OCTETS) return;
  throw new Refusal(
    `“${capture.name}” has ${formatOctets(size)}. On a phone or tablet captures are read up to ` +
      `${formatOctets(MOBILE_LIMIT_OCTETS)}; draw it on a computer.`,
  );
}

/** Gives what opens the captures a note names; `onOpened` is told of each, and `signal` stops the reading. */
export function captureOpener(
  app: App,
  notePath: string,
  hooks: { readonly onOpened?: (capture: TFile) => void; readonly signal?: AbortSignal } = {},
): OpenCapture {
  return async (target) => {
    const capture = findLinked(app, target, notePath);
    if (capture === undefined) return Promise.resolve(undefined);
    refuseTooLarge(capture);
    hooks.onOpened?.(capture);
    return Promise.resolve(vaultCapture(app.vault, capture, hooks.signal));
  };
}

/** Gives a capture of the vault as a source: read once, when it is first asked for. */
export function vaultCapture(vault: Vault, capture: TFile, signal?: AbortSignal): CaptureSource {
  let reading: Promise<Uint8Array> | undefined;
  const whole = (): Promise<Uint8Array> =>
    (reading ??= vault.readBinary(capture).then((buffer) => new Uint8Array(buffer)));
  return {
    name: capture.name,
    size: capture.stat.size,
    async *chunks() {
      const octets = await whole();
      for (let start = 0; start < octets.length; start += PIECE_OCTETS) {
        signal?.throwIfAborted();
        if (start > 0) await nextTask();
        yield octets.subarray(start, start + PIECE_OCTETS);
      }
    },
    async octets(offset, length) {
      signal?.throwIfAborted();
      return (await whole()).subarray(offset, offset + length);
    },
  };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve);
  });
}
