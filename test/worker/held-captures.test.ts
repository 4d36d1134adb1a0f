import { describe, expect, it } from "vitest";
import { HeldCaptures, type WindowReading } from "../../src/worker/held-captures";
import type { CapturePiece, FoundCapture } from "../../src/worker/protocol";
import { sampleCapture } from "../support/sample-capture";

const MIB = 1 << 20;

function found(key: string, size: number): FoundCapture {
  return { key, path: `${key}.pcap`, name: `${key}.pcap`, size };
}

/** A window that gives whole files. */
function whole(read: () => Promise<ArrayBuffer>): WindowReading {
  return { whole: read, pieces: () => Promise.reject(new Error("no pieces here")) };
}

function bufferOf(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}

describe("a capture the worker holds", () => {
  it("comes in pieces that make the file", async () => {
    const octets = Uint8Array.from({ length: 2 * MIB + 5 }, (_, at) => at % 251);
    const read = whole(() => Promise.resolve(bufferOf(octets)));
    const capture = new HeldCaptures().open(found("a", octets.length), read, new AbortController().signal);
    const pieces: number[] = [];
    for await (const piece of capture.chunks()) pieces.push(...piece.subarray(0, 1), piece.length);
    expect(pieces).toEqual([0, MIB, octets[MIB], MIB, octets[2 * MIB], 5]);
    expect(await capture.octets(MIB, 3)).toEqual(octets.slice(MIB, MIB + 3));
  });

  it("is fetched once for readers of the same file, and again when its key is another", async () => {
    const held = new HeldCaptures();
    let reads = 0;
    const read = whole(() => {
      reads += 1;
      return Promise.resolve(bufferOf(sampleCapture("echo.pcap")));
    });
    const { signal } = new AbortController();
    const index = await held.open(found("a", 10), read, signal).index();
    expect(await held.open(found("a", 10), read, signal).index()).toBe(index);
    expect(reads).toBe(1);
    await held.open(found("b", 10), read, signal).index();
    expect(reads).toBe(2);
  });

  it("is read no further once its last reader is gone, and read again for the next one", async () => {
    const held = new HeldCaptures();
    const read = whole(() => Promise.resolve(new ArrayBuffer(3 * MIB)));
    const [first, second] = [new AbortController(), new AbortController()];
    const capture = held.open(found("a", 3 * MIB), read, first.signal);
    held.open(found("a", 3 * MIB), read, second.signal);
    const readAll = async (during: () => void): Promise<number> => {
      let pieces = 0;
      for await (const _piece of capture.chunks()) {
        pieces += 1;
        during();
      }
      return pieces;
    };
    expect(await readAll(() => first.abort())).toBe(3);
    await expect(readAll(() => second.abort())).rejects.toThrow();
    held.open(found("a", 3 * MIB), read, new AbortController().signal);
    expect(await readAll(() => undefined)).toBe(3);
  });

  it("asks again for octets that could not be had", async () => {
    const answers = [Promise.reject(new Error("EIO")), Promise.resolve(bufferOf(sampleCapture("echo.pcap")))];
    const read = whole(() => answers.shift() ?? Promise.reject(new Error("asked too often")));
    const capture = new HeldCaptures().open(found("a", 10), read, new AbortController().signal);
    await expect(capture.index()).rejects.toThrow("EIO");
    expect((await capture.index()).frameCount).toBeGreaterThan(0);
  });

  it("makes room for others, the one used last stays", async () => {
    const held = new HeldCaptures();
    const reads: string[] = [];
    const open = async (key: string): Promise<void> => {
      const read = whole(() => {
        reads.push(key);
        return Promise.resolve(bufferOf(sampleCapture("echo.pcap")));
      });
      await held.open(found(key, 150e6), read, new AbortController().signal).index();
    };
    for (const key of ["a", "b", "b", "a"]) await open(key);
    expect(reads).toEqual(["a", "b", "a"]);
  });

  it("asks for pieces where the window has them, those of one moment in one message", async () => {
    const octets = Uint8Array.from({ length: 5 * MIB + 5 }, (_, at) => at % 251);
    const asked: (readonly CapturePiece[])[] = [];
    const window: WindowReading = {
      whole: () => Promise.reject(new Error("asked for all of it")),
      pieces: (pieces) => {
        asked.push(pieces);
        return Promise.resolve(pieces.map(([at, length]) => bufferOf(octets.subarray(at, at + length))));
      },
    };
    const onDisk = { ...found("a", octets.length), isInPieces: true };
    const capture = new HeldCaptures().open(onDisk, window, new AbortController().signal);
    const read: Uint8Array[] = [];
    for await (const piece of capture.chunks()) read.push(piece.slice());
    expect(Buffer.concat(read).equals(octets)).toBe(true);
    expect(asked.every((pieces) => pieces.every(([, length]) => length <= MIB))).toBe(true);
    asked.length = 0;
    const two = await Promise.all([capture.octets(7, 3), capture.octets(5 * MIB, 100)]);
    expect(two).toEqual([octets.slice(7, 10), octets.slice(5 * MIB)]);
    expect(asked).toEqual([
      [
        [7, 3],
        [5 * MIB, 5],
      ],
    ]);
  });

  it("reads a dropped file itself, and the vault's copy once that is gone", async () => {
    class Gone extends File {
      override slice(): Blob {
        throw new DOMException("gone", "NotReadableError");
      }
    }
    const octets = sampleCapture("echo.pcap");
    const read = whole(() => Promise.resolve(bufferOf(octets)));
    const held = new HeldCaptures();
    const { signal } = new AbortController();
    const dropped = new File([bufferOf(octets)], "a.pcap");
    const kept = held.open({ ...found("a", octets.length), dropped }, whole(neverRead), signal);
    expect((await kept.index()).frameCount).toBeGreaterThan(0);
    expect(await kept.octets(0, 24)).toEqual(octets.slice(0, 24));
    const lost = { ...found("b", octets.length), dropped: new Gone([], "b.pcap") };
    expect(await held.open(lost, read, signal).octets(0, 24)).toEqual(octets.slice(0, 24));
  });
});

function neverRead(): Promise<ArrayBuffer> {
  return Promise.reject(new Error("asked for all of it"));
}
