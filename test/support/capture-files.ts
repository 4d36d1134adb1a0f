import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaptureSource } from "../../src/capture/capture-source";

/** The repository's root. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), "../../");

/** A folder of captures with Wireshark's answers beside the repository; most machines have none. */
export const sharedCaptures = `${repositoryRoot}../shared/captures/`;

/** Whether that folder is there. */
export const hasSharedCaptures = existsSync(sharedCaptures);

/** Gives octets as a source whose chunks have the size given and are overwritten once the next is asked for. */
export function sourceOf(
  octets: Uint8Array,
  chunkSize = Math.max(1, octets.length),
  name = "test.pcap",
): CaptureSource {
  return {
    name,
    size: octets.length,
    async *chunks() {
      await Promise.resolve();
      const buffer = new Uint8Array(chunkSize);
      for (let at = 0; at < octets.length; at += chunkSize) {
        const chunk = octets.subarray(at, at + chunkSize);
        buffer.set(chunk);
        yield buffer.subarray(0, chunk.length);
        buffer.fill(0xee);
      }
    },
    octets: (offset, length) => Promise.resolve(octets.slice(offset, offset + length)),
  };
}

/** Gives the octets of a small capture kept in test/fixtures/captures. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${repositoryRoot}test/fixtures/captures/${name}`));
}
