import { Platform, type TFile } from "obsidian";
import { formatOctets } from "./busy-notice";
import { Refusal } from "./refusal";

/** Above this a phone may end the app without a word while it reads. */
const MOBILE_LIMIT_OCTETS = 32e6;
/** Above this no window holds a file in one piece. */
const LIMIT_OCTETS = 2e9;

/** Refuses, before anything is read, a capture this device cannot hold. */
export function refuseTooLarge(
  capture: Pick<TFile, "name"> & { readonly stat: { readonly size: number } },
): void {
  const { size } = capture.stat;
  if (Platform.isMobileApp && size > MOBILE_LIMIT_OCTETS) {
    throw new Refusal(
      `“${capture.name}” has ${formatOctets(size)}. On a phone or tablet captures are read up to ` +
        `${formatOctets(MOBILE_LIMIT_OCTETS)}; draw it on a computer.`,
    );
  }
  if (size > LIMIT_OCTETS) {
    throw new Refusal(
      `“${capture.name}” has ${formatOctets(size)}. Obsidian reads captures up to ${formatOctets(LIMIT_OCTETS)}; ` +
        "take a part of it with editcap, or draw it with the command line.",
    );
  }
}
