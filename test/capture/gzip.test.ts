import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { segmentFrame } from "../support/packet-builder";

const frames = Array.from({ length: 50 }, (_, i) =>
  segmentFrame({ seq: i, payload: String(Math.sin(i)).repeat(20) }),
);
const plain = pcapFile(frames);

describe("gzipped captures", () => {
  it.each([1, 7, 100_000])("are read in chunks of %i octets, whatever their name", async (chunkSize) => {
    const index = await indexCapture(sourceOf(gzipSync(plain), chunkSize, "capture.bin"));
    expect([index.isCompressed, index.frameCount, index.diagnostics]).toEqual([true, 50, []]);
  });

  it("may consist of several members", async () => {
    const file = Uint8Array.from([...gzipSync(plain.subarray(0, 900)), ...gzipSync(plain.subarray(900))]);
    expect((await indexCapture(sourceOf(file))).frameCount).toBe(50);
  });

  it.each([1, 7, 1000, 100_000])("may have zeros behind them, in chunks of %i octets", async (chunkSize) => {
    for (const zeros of [1, 2, 3, 4, 5, 9000]) {
      const file = Uint8Array.from([
        ...gzipSync(plain),
        ...gzipSync(new Uint8Array(0)),
        ...new Uint8Array(zeros),
      ]);
      const index = await indexCapture(sourceOf(file, chunkSize));
      expect([index.frameCount, index.diagnostics]).toEqual([50, []]);
    }
  });

  it.each([1, 7, 1000, 100_000])(
    "may have something else behind them: %i octets a chunk",
    async (chunkSize) => {
      for (const stray of ["some text", "\0\0\0\0\0\0\0\0text", `${"\0".repeat(9000)}end`]) {
        const file = Uint8Array.from([...gzipSync(plain), ...new TextEncoder().encode(stray)]);
        const index = await indexCapture(sourceOf(file, chunkSize));
        expect(index.frameCount).toBe(50);
        expect(index.diagnostics).toMatchObject([{ code: "octets-behind-gzip", severity: "warning" }]);
      }
    },
  );

  it("that are cut are read as far as they go", async () => {
    const zipped = gzipSync(plain);
    const index = await indexCapture(sourceOf(zipped.subarray(0, zipped.length - 200)));
    expect(index.frameCount).toBeGreaterThan(0);
    expect(index.diagnostics[0]).toMatchObject({ code: "damaged-gzip" });
  });

  it("that are damaged at their start are told to be damaged, not to look empty", async () => {
    const zipped = gzipSync(plain);
    for (let at = 10; at < 40; at += 1) zipped[at] = 0xff;
    await expect(indexCapture(sourceOf(zipped))).rejects.toMatchObject({
      diagnostic: { code: "damaged-gzip", severity: "error" },
    });
  });

  it("of something else say what it looks like", async () => {
    const file = gzipSync(new TextEncoder().encode("hello world"));
    await expect(indexCapture(sourceOf(file))).rejects.toMatchObject({
      diagnostic: { code: "unknown-magic", found: "text" },
    });
  });

  it("that inflate to a thousand times their size never stand in memory as a whole", async () => {
    const frame = { octets: new Uint8Array(200_000) };
    const file = gzipSync(pcapFile([]));
    const bomb = gzipSync(pcapFile([frame]).subarray(24));
    const octets = Uint8Array.from([...file, ...Array.from({ length: 1200 }, () => [...bomb]).flat()]);
    let largest = 0;
    const index = await indexCapture(sourceOf(octets, 4096), () => {
      largest = Math.max(largest, process.memoryUsage().arrayBuffers);
    });
    expect(index.frameCount).toBe(1200);
    // Of 240 MB; the collector takes its time.
    expect(largest).toBeLessThan(120_000_000);
  });
});
